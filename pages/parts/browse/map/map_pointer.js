// What hands and keys do on a pane. The page keeps its scrolling: a wheel enlarges only with Ctrl, one finger scrolls.

const CLICK_PIXELS = 5, NEAR_PIXELS = 18, WHEEL_STEP = 0.0022, KEY_STEP = 1.5
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }

function nearestTo(pane, left, top, within = NEAR_PIXELS) {
    let found = -1, least = within * within
    for (let place = 0; place < pane.points.length / 2; place++) {
        const [x, y] = pane.camera.toScreen(pane.points[2 * place], pane.points[2 * place + 1])
        const away = (x - left) ** 2 + (y - top) ** 2
        if (away < least) [found, least] = [place, away]
    }
    return found
}

// The nearest point that lies more in this direction than across it.
function neighbourOf(points, from, [right, up]) {
    let found = from, least = Infinity
    for (let place = 0; place < points.length / 2; place++) {
        const x = points[2 * place] - points[2 * from], y = points[2 * place + 1] - points[2 * from + 1]
        const along = x * right + y * up, across = Math.abs(x * up) + Math.abs(y * right)
        const away = along * along + across * across
        if (along > 0 && across <= along && away < least) [found, least] = [place, away]
    }
    return found
}

function inBox(pane, [left, top, right, bottom]) {
    const found = []
    for (let place = 0; place < pane.points.length / 2; place++) {
        const [x, y] = pane.camera.toScreen(pane.points[2 * place], pane.points[2 * place + 1])
        if (x >= Math.min(left, right) && x <= Math.max(left, right) && y >= Math.min(top, bottom) && y <= Math.max(top, bottom))
            found.push(place)
    }
    return found
}

function listen(pane, map) {
    const { element } = pane, held = new Map()
    let began = null
    const at = (event) => {
        const box = element.getBoundingClientRect()
        return [event.clientX - box.left, event.clientY - box.top]
    }
    const end = () => {
        began = pane.box = null
        element.classList.remove("dragging")
    }
    element.addEventListener("pointerdown", (event) => {
        if (event.button > 0) return
        const place = at(event)
        held.set(event.pointerId, place)
        if (held.size > 1) return end()
        began = { place, isBox: map.isBoxing || event.shiftKey, moved: false }
        if (event.pointerType === "mouse" || map.isBoxing) element.setPointerCapture(event.pointerId)
    })
    element.addEventListener("pointermove", (event) => {
        const place = at(event), before = held.get(event.pointerId)
        if (!before) return event.pointerType === "mouse" && map.point(nearestTo(pane, ...place), pane)
        if (held.size === 2) pinch(pane, held, event.pointerId, place)
        held.set(event.pointerId, place)
        if (!began) return map.draw()
        const [right, down] = [place[0] - began.place[0], place[1] - began.place[1]]
        began.moved ||= Math.hypot(right, down) > CLICK_PIXELS
        if (!began.moved) return
        if (began.isBox) pane.box = [...began.place, ...place]
        else if (event.pointerType === "mouse") {
            element.classList.add("dragging")
            pane.camera.pan(place[0] - before[0], place[1] - before[1])
        }
        map.draw()
    })
    element.addEventListener("pointerup", (event) => {
        held.delete(event.pointerId)
        if (!began) return
        if (began.isBox && began.moved && pane.box) map.choose(inBox(pane, pane.box))
        else if (!began.moved) {
            const place = nearestTo(pane, ...at(event), event.pointerType === "mouse" ? NEAR_PIXELS : 28)
            map.point(place, pane)
            if (place >= 0) map.open(place)
        }
        end()
        map.draw()
    })
    element.addEventListener("pointercancel", (event) => { held.delete(event.pointerId); end(); map.draw() })
    element.addEventListener("pointerleave", (event) => {
        if (event.pointerType === "mouse" && !began) map.point(-1, pane)
    })
    element.addEventListener("wheel", (event) => {
        if (!event.ctrlKey && !event.metaKey) return
        event.preventDefault()
        pane.camera.enlarge(Math.exp(-event.deltaY * WHEEL_STEP * (event.deltaMode ? 16 : 1)), ...at(event))
        map.draw()
    }, { passive: false })
    element.addEventListener("focus", () => {
        if (element.matches(":focus-visible") && map.scene.pointed < 0) map.step(pane, null)
    })
    element.addEventListener("blur", () => map.point(-1, pane))
    element.addEventListener("keydown", (event) => pressed(event, pane, map))
}

function pinch(pane, held, moved, place) {
    const [other] = [...held].filter(([id]) => id !== moved).map(([, where]) => where)
    const before = held.get(moved)
    const [from, to] = [before, place].map((where) => Math.hypot(where[0] - other[0], where[1] - other[1]))
    const middle = [(place[0] + other[0]) / 2, (place[1] + other[1]) / 2]
    if (from > 0) pane.camera.enlarge(to / from, ...middle)
    pane.camera.pan((place[0] - before[0]) / 2, (place[1] - before[1]) / 2)
}

function pressed(event, pane, map) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const actions = {
        "+": () => pane.camera.enlarge(KEY_STEP),
        "-": () => pane.camera.enlarge(1 / KEY_STEP),
        Home: () => pane.camera.showAll(),
        Enter: () => map.scene.pointed >= 0 && map.open(map.scene.pointed),
        " ": () => map.scene.pointed >= 0 && map.toggle(map.scene.pointed),
        Escape: () => map.choose([]),
    }
    const action = DIRECTIONS[event.key] ? () => map.step(pane, DIRECTIONS[event.key]) : actions[event.key]
    if (!action) return
    event.preventDefault()
    action()
    map.draw()
}
