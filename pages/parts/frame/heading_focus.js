export default function ({ data: { json }, parentElement }) {
    if (parentElement.isDone) return
    const { container } = JSON.parse(json), listening = new AbortController()
    const leave = () => {
        observer.disconnect()
        listening.abort()
    }
    const end = () => {
        parentElement.isDone = true
        leave()
    }
    const focus = () => {
        const heading = document.querySelector(`.st-key-${container} :is(h2, h3)`)
        if (document.activeElement !== document.body || !heading) return
        end()
        heading.tabIndex = -1
        heading.focus({ preventScroll: true })
    }
    const observer = new MutationObserver(focus)
    observer.observe(document.body, { childList: true, subtree: true })
    for (const kind of ["pointerdown", "keydown"])  // a person goes elsewhere
        document.addEventListener(kind, end, { capture: true, signal: listening.signal })
    focus()
    return leave
}
