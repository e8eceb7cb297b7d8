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

// Tell of each stroke of the pointer that draws on the canvas within the frame, in the canvas's own pixels.
function followPen(frame, { begin, move, end, cancel }, signal) {
    let pointer = null, place = null
    const on = (kind, act) => document.addEventListener(kind, act, { capture: true, passive: true, signal })
    const canvasUnder = event => {
        const path = event.composedPath()
        const isWithin = path.some(element => element.classList?.contains(`st-key-${frame}`))
        return isWithin ? path.find(element => element.matches?.("canvas.upper-canvas")) : undefined
    }
    const at = event => {
        // The canvas listens to the mouse, whose places are whole pixels; a finger's and a pen's are finer.
        const [x, y] = [event.clientX, event.clientY].map(event.pointerType === "mouse" ? Math.floor : Number)
        return [(x - place.left) * place.scale, (y - place.top) * place.scale]
    }
    on("pointerdown", event => {
        const canvas = canvasUnder(event)
        if (!canvas || !event.isPrimary || event.button) return
        if (pointer && !(event.pointerType === "pen" && pointer.type === "touch")) return  // a hand rests on it
        const box = canvas.getBoundingClientRect()
        place = { left: box.left, top: box.top, scale: (parseFloat(canvas.style.width) || canvas.width) / box.width }
        pointer = { id: event.pointerId, type: event.pointerType }
        begin(at(event))
    })
    on("pointermove", event => {
        if (pointer?.id === event.pointerId) move(at(event))
    })
    const stop = act => event => {
        if (pointer?.id !== event.pointerId) return
        pointer = null
        act()
    }
    on("pointerup", stop(end))
    on("pointercancel", stop(cancel))
}
