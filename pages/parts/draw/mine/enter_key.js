// Enter is Next wherever it means nothing else: a shortcut of Streamlit's would also take it from Skip and Back.
const listening = new WeakMap()
const OWN = "button, a, input, textarea, select, summary, [role=radio], [role=slider], [role=dialog]"
const SENT = 60 // ms, for what was painted last to be on its way first

export default function ({ data, parentElement }) {
    listening.get(parentElement)?.abort()
    const ending = new AbortController()
    listening.set(parentElement, ending)
    const goOn = (event) => {
        if (event.key !== "Enter" || event.repeat || event.defaultPrevented) return
        if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
        const path = event.composedPath()
        if (path.some((element) => element.matches?.(OWN))) return
        const focused = path[0]
        if (focused.blur && focused !== document.body) { // the pad sends what it holds when it is left
            focused.blur()
            focused.focus()
        }
        setTimeout(() => document.querySelector(`.st-key-${data.button} button`)?.click(), SENT)
    }
    document.addEventListener("keydown", goOn, { signal: ending.signal })
    return () => ending.abort()
}
