const PATIENCE = 10000 // milliseconds, until what was clicked is gone

export default function ({ data: { json }, parentElement }) {
    if (parentElement.wasDrawn) return
    parentElement.wasDrawn = true
    const { container } = JSON.parse(json)
    const focus = () => {
        const heading = document.querySelector(`.st-key-${container} :is(h2, h3)`)
        if (document.activeElement !== document.body || !heading) return
        observer.disconnect()
        heading.tabIndex = -1
        heading.focus({ preventScroll: true })
    }
    const observer = new MutationObserver(focus)
    observer.observe(document.body, { childList: true, subtree: true })
    setTimeout(() => observer.disconnect(), PATIENCE)
    focus()
}
