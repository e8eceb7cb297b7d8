// Fabric follows whatever touched first, and ends no line while anything still touches. So it hears of no touch at all,
// but of the pointer that draws, as of a mouse; of a mouse it hears itself. Reads `oneHand`.
function followOnePointer(rootOfCanvas, signal, told) {
    const hand = oneHand()
    let points = [], isWiped = false
    const on = (kind, act) => document.addEventListener(kind, act, { capture: true, passive: false, signal })
    const upper = () => rootOfCanvas()?.querySelector("canvas.upper-canvas")
    const isInside = event => Boolean(rootOfCanvas()) && event.composedPath().includes(rootOfCanvas())
    const isMouse = event => event.pointerType === "mouse"
    const wipe = canvas => canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height)

    function tell(kind, { clientX, clientY, shiftKey }) {
        const place = { clientX, clientY, shiftKey, buttons: kind === "mouseup" ? 0 : 1 }
        upper()?.dispatchEvent(new MouseEvent(kind, { ...place, bubbles: true, cancelable: true, composed: true }))
    }
    function note({ clientX, clientY }) {
        const canvas = upper(), box = canvas?.getBoundingClientRect()
        if (!box?.width) return
        const across = (clientX - box.left) * canvas.width / box.width
        points.push([across, (clientY - box.top) * canvas.height / box.height].map(place => Math.round(place * 100) / 100))
    }
    on("pointerdown", event => {
        if (!isInside(event)) {
            hand.sees(event)
            told.elsewhere()
            return
        }
        if (!isMouse(event)) event.preventDefault() // no mouse events of the browser's own
        const taken = hand.takes(event)
        if (!taken) return
        points = []
        note(event)
        isWiped = taken === "instead"
        if (isWiped) wipe(upper())
        if (!isMouse(event)) tell("mousedown", event) // a second one begins anew: what the hand drew is forgotten
        told.begins()
    })
    on("pointermove", event => {
        hand.sees(event)
        if (!hand.draws(event)) return
        const steps = event.getCoalescedEvents?.() ?? []
        for (const step of steps.length ? steps : [event]) {
            note(step)
            if (!isMouse(event)) tell("mousemove", step)
        }
        if (isWiped) wipe(upper()) // the first piece came from where the hand was
        isWiped = false
    })
    for (const kind of ["pointerup", "pointercancel"]) on(kind, event => {
        if (!hand.ends(event)) return
        if (kind === "pointerup") note(event)
        if (!isMouse(event)) tell("mouseup", event)
        told.ends(points)
    })
    for (const kind of ["touchstart", "touchmove"]) on(kind, event => {
        if (!isInside(event)) return
        if (event.cancelable) event.preventDefault() // nothing that touches here scrolls
        event.stopImmediatePropagation()
    })
}
