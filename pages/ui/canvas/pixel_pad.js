const SIDE = 28, CELL = 20, WAIT = 200
const KEPT = "digitlab-pad" // a reload is a new session for the server: this tab keeps what is painted
const UNSENT = "digitlab-pad-unsent" // and what was not sent before its page was left: what was on the pad, what is now
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }
const pads = new WeakMap()
const within = (coordinate) => Math.min(Math.max(coordinate, 0), SIDE - 1)

function paint(pad) {
    const context = pad.canvas.getContext("2d"), colours = getComputedStyle(pad.canvas)
    context.clearRect(0, 0, pad.canvas.width, pad.canvas.height)
    context.fillStyle = colours.color
    pad.cells.forEach((ink, index) => {
        if (ink) context.fillRect((index % SIDE) * CELL, Math.floor(index / SIDE) * CELL, CELL, CELL)
    })
    context.lineWidth = Math.max(4, 2 * pad.canvas.width / (pad.canvas.clientWidth || 1))  // two pixels of the screen
    context.strokeStyle = colours.outlineColor
    context.strokeRect(pad.column * CELL + 2, pad.row * CELL + 2, CELL - 4, CELL - 4)
    const what = pad.cells[pad.row * SIDE + pad.column] ? pad.data.ink : pad.data.paper
    const text = pad.data.where.replace("{row}", pad.row).replace("{column}", pad.column).replace("{what}", what)
    if (pad.where.textContent !== text) pad.where.textContent = text
    tellChange(pad)
}

// Who reads along on the page hears of each change at once, and where the cursor was.
function tellChange(pad) {
    const cells = pad.cells.join(""), isChange = pad.told !== undefined && pad.told !== cells
    pad.told = cells
    if (!isChange) return
    const detail = { cells, at: pad.row * SIDE + pad.column }
    pad.canvas.dispatchEvent(new CustomEvent("digitlab-cells", { detail, bubbles: true, composed: true }))
}

function put(pad, ink) {
    pad.cells[pad.row * SIDE + pad.column] = ink
}

function sendSoon(pad) {
    forget(pad)
    keep(pad)
    store(UNSENT, `${pad.data.now} ${pad.cells.join("")}`)
    pad.timer = setTimeout(() => sendNow(pad), WAIT)
}

function forget(pad) {
    clearTimeout(pad.timer)
    pad.timer = null
}

function sendNow(pad) {
    forget(pad)
    pad.send("cells", `${pad.revision} ${pad.cells.join("")}`)
}

function keep(pad) {
    store(KEPT, pad.cells.join(""))
}

function store(key, text) {
    try {
        if (text) sessionStorage.setItem(key, text)
        else sessionStorage.removeItem(key)
    } catch {
        if (text) store(key, "") // the browser keeps no more, and what it kept is an older one
    }
}

function restore(pad) {
    try {
        const kept = sessionStorage.getItem(KEPT) ?? ""
        if (!/^(?=.*1)[01]{784}$/.test(kept)) return
        if (!pad.data.isAside) pad.cells = [...kept].map(Number)
        store(UNSENT, "")
        pad.tell("kept", kept)
    } catch {
        return
    }
}

function sendUnsent(pad) {
    try {
        const [before, cells] = (sessionStorage.getItem(UNSENT) ?? "").split(" ")
        store(UNSENT, "")
        if (before === pad.data.now && cells !== before) pad.tell("unsent", `${before} ${cells}`)
    } catch {
        return
    }
}

// A browser tells of a fast hand at a few places only.
function paintLineTo(pad, event) {
    const { row, column } = pad
    goTo(pad, event)
    const down = pad.row - row, right = pad.column - column, steps = Math.max(Math.abs(down), Math.abs(right), 1)
    for (let step = 1; step <= steps; step++) {
        const across = [row + down * step / steps, column + right * step / steps].map(Math.round)
        pad.cells[across[0] * SIDE + across[1]] = pad.brush
    }
}

function goTo(pad, event) {
    const box = pad.canvas.getBoundingClientRect()
    pad.row = within(Math.floor((event.clientY - box.top) * SIDE / box.height))
    pad.column = within(Math.floor((event.clientX - box.left) * SIDE / box.width))
}

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
    const element = parentElement.querySelector(".pad")
    const isFirst = !pads.has(parentElement)
    const pad = pads.get(parentElement) ?? { row: 13, column: 13, revision: null, timer: null, hand: oneHand() }
    pads.set(parentElement, pad)
    Object.assign(pad, { data, send: setStateValue, tell: setTriggerValue, canvas: element.querySelector("canvas") })
    pad.where = parentElement.querySelector(".where")
    element.setAttribute("aria-label", data.name)
    if (pad.revision !== data.revision) {
        pad.revision = data.revision
        pad.cells = [...data.cells].map(Number)
        forget(pad)
        if (!data.isNew) keep(pad)
        else if (isFirst) restore(pad)
        if (isFirst && !data.isNew) sendUnsent(pad)
        else if (!isFirst) store(UNSENT, "") // another drawing
    }
    if (pad.cells.join("") === data.now) store(UNSENT, "") // it has come
    const at = () => pad.row * SIDE + pad.column
    element.onkeydown = event => {
        const step = STEPS[event.key]
        if ((event.ctrlKey || event.metaKey) && pad.timer !== null) sendNow(pad) // Undo must find it sent
        if (event.ctrlKey || event.metaKey || event.altKey || !(step || event.key === " ")) return
        event.preventDefault()
        event.stopPropagation()
        if (!step) put(pad, 1 - pad.cells[at()])
        else {
            if (event.shiftKey) put(pad, 1)
            pad.row = within(pad.row + step[0])
            pad.column = within(pad.column + step[1])
            if (event.shiftKey) put(pad, 1)
        }
        if (!step || event.shiftKey) sendSoon(pad)
        paint(pad)
    }
    element.onblur = () => { if (pad.timer !== null) sendNow(pad) }
    element.onpointerdown = event => {
        const taken = pad.hand.takes(event)
        if (!taken) return
        if (taken === "instead") pad.cells = pad.before // the hand that holds the pen lay there first
        pad.before = [...pad.cells]
        goTo(pad, event)
        element.setPointerCapture(event.pointerId)
        pad.brush = 1 - pad.cells[at()]
        put(pad, pad.brush)
        paint(pad)
    }
    element.onpointermove = event => {
        pad.hand.sees(event)
        if (!pad.hand.draws(event) || !(event.buttons & 1)) return
        paintLineTo(pad, event)
        paint(pad)
    }
    element.onlostpointercapture = element.onpointercancel = event => {
        if (!pad.hand.ends(event)) return
        sendSoon(pad)
    }
    pad.canvas.ontransitionend = () => paint(pad)
    paint(pad)
    return () => forget(pad)
}
