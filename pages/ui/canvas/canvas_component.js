const WAIT = 200 // milliseconds that the component waits before it sends a stroke
const DONE = 20 // until the component has made a stroke of what the pen did
const rootOf = frame => [...frame.querySelectorAll("*")]
    .map(element => element.shadowRoot)
    .find(root => root && root.querySelector("canvas.upper-canvas"))

const KEPT = "digitlab-drawing" // a reload is a new session for the server: this tab keeps what is drawn
const listening = new WeakMap()
const begun = new WeakSet() // where a person draws already: what is kept would take the place of that
const dressed = new WeakSet()
const newest = new WeakMap() // what a component was last told

function keep(drawing, sendKept) {
    try {
        const kept = sessionStorage.getItem(KEPT)
        if (drawing) sessionStorage.setItem(KEPT, drawing)
        else if (drawing === "") sessionStorage.removeItem(KEPT)
        else if (kept) sendKept(JSON.parse(kept))
    } catch {
        drop() // the browser keeps no more, and what it kept is an older one; or that is none of ours
    }
}

function drop() {
    try {
        sessionStorage.removeItem(KEPT)
    } catch {
        return // the browser keeps nothing
    }
}

// What is pressed right after a stroke (a link, Undo) must find the stroke sent: the tool bar's first button sends.
function sendBeforeOthers(canvas, isPrompt, signal, begin) {
    let isDrawing = false, penUp = -WAIT
    const on = (kind, act) => document.addEventListener(kind, act, { capture: true, signal })
    const sendNow = () => {
        if (performance.now() - penUp < WAIT) canvas()?.querySelector(".dc-toolbar button")?.click()
        penUp = -WAIT
    }
    on("pointerdown", event => {
        if (!event.isPrimary) return
        isDrawing = event.composedPath().includes(canvas())
        if (isDrawing) begin()
        else sendNow()
    })
    on("pointerup", event => {
        if (!event.isPrimary) return
        if (isDrawing) penUp = performance.now()
        if (isDrawing && isPrompt) setTimeout(sendNow, DONE)
        isDrawing = false
    })
    on("keydown", sendNow)
}

export default function ({ parentElement, data, setTriggerValue }) {
    // Its own one: while another tab of a page opens, the canvas of the tab before is still in the document.
    const canvasRoot = () => {
        const frame = (parentElement.host ?? parentElement).closest(`.st-key-${data.frame}`)
        return frame ? rootOf(frame) : undefined
    }
    const isNew = !listening.has(parentElement)
    if (isNew) listening.set(parentElement, new AbortController())
    const { signal } = listening.get(parentElement)
    if (isNew) sendBeforeOthers(canvasRoot, data.isPrompt, signal, () => begun.add(parentElement))
    newest.set(parentElement, data)
    const teach = () => {
        if (signal.aborted || newest.get(parentElement) !== data) return
        const root = canvasRoot()
        if (!root) {
            setTimeout(teach, 50)
            return
        }
        // Only now: where another drawing comes before the canvas stands, Streamlit makes it twice and takes one away
        // while that still loads, which throws.
        keep(data.kept, drawing => begun.has(parentElement) || setTriggerValue("kept", drawing))
        const canvas = root.querySelector("canvas.upper-canvas")
        canvas.setAttribute("role", "img")
        canvas.setAttribute("aria-label", data.name)
        if (!dressed.has(root)) root.append(document.createRange().createContextualFragment(data.style))
        dressed.add(root)
    }
    teach()
    return () => {
        listening.get(parentElement)?.abort()
        listening.delete(parentElement)
    }
}
