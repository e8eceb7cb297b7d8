const WAIT = 200 // milliseconds that the component waits before it sends a stroke
const DONE = 20 // until the component has made a stroke of what the pen did
const rootOf = frame => [...frame.querySelectorAll("*")]
    .map(element => element.shadowRoot)
    .find(root => root && root.querySelector("canvas.upper-canvas"))

const listening = new WeakMap()
const begun = new WeakSet() // where a person draws already: what is kept would take the place of that
const dressed = new WeakSet()
const newest = new WeakMap() // what a component was last told
const restored = new WeakSet()
const stood = new WeakSet() // where there was a canvas
const GONE = 400 // milliseconds after which a canvas that was there, and is not any more, does not come by itself

// What is pressed right after a stroke (a link, Undo) must find the stroke sent: the tool bar's first button sends.
function sendBeforeOthers(parentElement, canvas, signal) {
    let penUp = -WAIT
    const sendNow = () => {
        if (performance.now() - penUp < WAIT) canvas()?.querySelector(".dc-toolbar button")?.click()
        penUp = -WAIT
    }
    followOnePointer(canvas, signal, {
        elsewhere: sendNow,
        begins: () => begun.add(parentElement),
        ends: points => {
            penUp = performance.now()
            const data = newest.get(parentElement)
            if (points.length) noteUnsent(data, points)
            if (data.isPrompt) setTimeout(sendNow, DONE)
        },
    })
    document.addEventListener("keydown", sendNow, { capture: true, signal })
}

function keep(parentElement, data, sendKept) {
    if (!restored.has(parentElement)) {
        restored.add(parentElement)
        const unknown = unknownToServer(data)
        if (unknown && !begun.has(parentElement)) sendKept(unknown)
    }
    if (data.kept !== null) store(KEPT, data.kept)
}

// Of two drawings that come at once, Streamlit takes the canvas of the second away with that of the first, which may
// still load; that load then fails.
function forgetLateLoads(signal) {
    const forget = event => {
        if (String(event.reason).includes("reading 'clearRect'")) event.preventDefault()
    }
    addEventListener("unhandledrejection", forget, { signal })
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
    if (isNew) {
        sendBeforeOthers(parentElement, canvasRoot, signal)
        forgetLateLoads(signal)
    } else forgetSent(data, newest.get(parentElement))
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
        keep(parentElement, data, drawing => setTriggerValue("kept", drawing))
        const canvas = root.querySelector("canvas.upper-canvas")
        canvas.setAttribute("role", "img")
        canvas.setAttribute("aria-label", data.name)
        if (!dressed.has(root)) root.append(document.createRange().createContextualFragment(data.style))
        dressed.add(root)
        stood.add(parentElement)
    }
    teach()
    setTimeout(() => {
        const isNewest = !signal.aborted && newest.get(parentElement) === data
        if (isNewest && stood.has(parentElement) && !canvasRoot()) setTriggerValue("gone", data.revision)
    }, GONE)
    return () => {
        listening.get(parentElement)?.abort()
        listening.delete(parentElement)
    }
}
