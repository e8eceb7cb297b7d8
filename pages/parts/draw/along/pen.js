const DECIMATE = 0.4  // of the canvas's pencil: points nearer to the last one than this, in its pixels, are left out

// Return the path that the canvas's pencil (Fabric.js 7.4) makes of these points when it is lifted.
function penPath(points) {
    const kept = [points[0]]
    for (let index = 1; index < points.length - 2; index++) {
        const [x, y] = points[index], [lastX, lastY] = kept[kept.length - 1]
        if ((x - lastX) ** 2 + (y - lastY) ** 2 >= DECIMATE ** 2) kept.push(points[index])
    }
    if (points.length > 1) kept.push(points[points.length - 1])
    const path = [["M", ...kept[0]]]
    for (let index = 1; index < kept.length; index++) {
        const [x, y] = kept[index - 1], [nextX, nextY] = kept[index]
        if (x !== nextX || y !== nextY) path.push(["Q", x, y, (x + nextX) / 2, (y + nextY) / 2])
    }
    path.push(["L", ...kept[kept.length - 1]])
    return path
}

// Tell of each stroke of the pointer that draws on the canvas within the frame, in the canvas's own pixels. Reads
// `oneHand`, which says which one that is.
function followPen(frame, { begin, move, end }, signal) {
    const hand = oneHand()
    let place = null
    const on = (kind, act) => document.addEventListener(kind, act, { capture: true, passive: true, signal })
    const canvasUnder = event => {
        const path = event.composedPath()
        const isWithin = path.some(element => element.classList?.contains(`st-key-${frame}`))
        return isWithin ? path.find(element => element.matches?.("canvas.upper-canvas")) : undefined
    }
    // The canvas hears of all as of a mouse, whose places are whole pixels.
    const at = event => [(Math.floor(event.clientX) - place.left) * place.scale,
        (Math.floor(event.clientY) - place.top) * place.scale]
    on("pointerdown", event => {
        hand.sees(event)
        const canvas = canvasUnder(event)
        if (!canvas || !hand.takes(event)) return
        const box = canvas.getBoundingClientRect()
        place = { left: box.left, top: box.top, scale: (parseFloat(canvas.style.width) || canvas.width) / box.width }
        begin(at(event))
    })
    on("pointermove", event => {
        hand.sees(event)
        if (!hand.draws(event)) return
        const steps = event.pointerType === "mouse" ? [] : event.getCoalescedEvents?.() ?? []
        move((steps.length ? steps : [event]).map(at))
    })
    for (const kind of ["pointerup", "pointercancel"]) {
        on(kind, event => {
            if (hand.ends(event)) end()
        })
    }
}
