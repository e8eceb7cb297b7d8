const SIDE = 28, CELL = 20, FULL = 255, HALF = 128, WAIT = 40 // milliseconds in which several keys are one change
const MOST_SENT = 50 // changes in one message
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }
const editors = new WeakMap()
const within = (coordinate) => Math.min(Math.max(coordinate, 0), SIDE - 1)
const placeOf = (editor) => editor.row * SIDE + editor.column

function bytesOf(text) {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

function paint(editor) {
    const { canvas, data, pixels, original } = editor, context = canvas.getContext("2d")
    const colours = getComputedStyle(canvas), thin = Math.max(2, canvas.width / (canvas.clientWidth || 1))
    context.clearRect(0, 0, canvas.width, canvas.height)
    const corner = (place) => [(place % SIDE) * CELL, Math.floor(place / SIDE) * CELL]
    context.fillStyle = colours.color
    pixels.forEach((value, place) => {
        if (!value) return
        context.globalAlpha = value / FULL
        context.fillRect(...corner(place), CELL, CELL)
    })
    context.globalAlpha = 1
    context.strokeStyle = colours.outlineColor
    pixels.forEach((value, place) => { // a changed pixel has a frame
        if (value === original[place]) return
        const [left, top] = corner(place)
        context.lineWidth = thin
        context.strokeRect(left + thin / 2, top + thin / 2, CELL - thin, CELL - thin)
    })
    if (data.hint !== null) { // a ring round the pixel that is proposed
        const [left, top] = corner(data.hint)
        context.lineWidth = 2 * thin
        context.beginPath()
        context.arc(left + CELL / 2, top + CELL / 2, CELL * 0.95, 0, 2 * Math.PI)
        context.stroke()
    }
    if (editor.isByKeys) { // a pointer is its own cursor
        const [left, top] = corner(placeOf(editor))
        context.lineWidth = 2 * thin
        context.strokeRect(left + thin, top + thin, CELL - 2 * thin, CELL - 2 * thin)
    }
    const value = pixels[placeOf(editor)], before = original[placeOf(editor)]
    const words = { row: editor.row, column: editor.column, value, before }
    const text = (value === before ? data.where : data.changed).replace(/\{(\w+)\}/g, (_, word) => words[word])
    if (editor.where.textContent !== text) editor.where.textContent = text
}

// What the brush makes of the pixel that it is first put on; a drag takes it along.
function dipped(editor) {
    const value = editor.pixels[placeOf(editor)]
    return { flip: value < HALF ? FULL : 0, ink: editor.data.ink, rub: 0, restore: null }[editor.data.brush]
}

function put(editor, place) {
    editor.pixels[place] = editor.dip === null ? editor.original[place] : editor.dip
}

function putLineTo(editor, event) {
    const { row, column } = editor
    goTo(editor, event)
    const down = editor.row - row, right = editor.column - column, steps = Math.max(Math.abs(down), Math.abs(right), 1)
    for (let step = 1; step <= steps; step++) {
        const [atRow, atColumn] = [row + down * step / steps, column + right * step / steps].map(Math.round)
        put(editor, atRow * SIDE + atColumn)
    }
}

function goTo(editor, event) {
    const box = editor.canvas.getBoundingClientRect()
    editor.row = within(Math.floor((event.clientY - box.top) * SIDE / box.height))
    editor.column = within(Math.floor((event.clientX - box.left) * SIDE / box.width))
}

function forget(editor) {
    clearTimeout(editor.timer)
    editor.timer = null
}

// One message may go in place of another: so each has all changes that are not yet taken, and the last one's number.
function sendNow(editor) {
    forget(editor)
    editor.changes += 1
    editor.sent = [...editor.sent, btoa(String.fromCharCode(...editor.pixels))].slice(-MOST_SENT)
    editor.send("pixels", `${editor.revision} ${editor.changes} ${editor.sent.join(" ")}`)
}

function sendSoon(editor) {
    forget(editor)
    editor.timer = setTimeout(() => sendNow(editor), WAIT)
}

function onKey(editor, event) {
    const step = STEPS[event.key]
    if ((event.ctrlKey || event.metaKey) && editor.timer !== null) sendNow(editor) // Undo must find it sent
    if (event.ctrlKey || event.metaKey || event.altKey || !(step || event.key === " ")) return
    event.preventDefault()
    event.stopPropagation()
    editor.isByKeys = true
    if (!step || event.shiftKey) {
        editor.dip = step && editor.data.brush === "flip" ? FULL : dipped(editor) // a line, not a pixel and its end
        put(editor, placeOf(editor))
    }
    if (step) {
        editor.row = within(editor.row + step[0])
        editor.column = within(editor.column + step[1])
        if (event.shiftKey) put(editor, placeOf(editor))
    }
    if (!step || event.shiftKey) sendSoon(editor)
    paint(editor)
}

export default function ({ parentElement, data: { json }, setStateValue }) {
    const data = JSON.parse(json), element = parentElement.querySelector(".pad")
    const editor = editors.get(parentElement) ?? { row: 13, column: 13, revision: null, timer: null, hand: oneHand() }
    editors.set(parentElement, editor)
    Object.assign(editor, { data, send: setStateValue, canvas: element.querySelector("canvas") })
    editor.where = parentElement.querySelector(".where")
    element.setAttribute("aria-label", data.name)
    if (editor.revision !== data.revision) {
        forget(editor)
        Object.assign(editor, { revision: data.revision, changes: data.changes, sent: [] })
        editor.pixels = bytesOf(data.pixels)
        editor.original = bytesOf(data.original)
    }
    const waiting = Math.max(editor.changes - data.changes, 0)
    editor.sent = waiting ? editor.sent.slice(-waiting) : []
    element.onkeydown = (event) => onKey(editor, event)
    element.onfocus = () => {
        editor.isByKeys = element.matches(":focus-visible")
        paint(editor)
    }
    element.onblur = () => {
        if (editor.timer !== null) sendNow(editor)
        editor.isByKeys = false
        paint(editor)
    }
    element.onpointerdown = (event) => {
        const taken = editor.hand.takes(event)
        if (!taken) return
        if (editor.timer !== null) sendNow(editor) // what keys have changed is a change of its own
        if (taken === "instead") editor.pixels = editor.before // the hand that holds the pen lay there first
        editor.before = editor.pixels.slice()
        editor.isByKeys = false
        goTo(editor, event)
        element.setPointerCapture(event.pointerId)
        editor.dip = dipped(editor)
        put(editor, placeOf(editor))
        paint(editor)
    }
    element.onpointermove = (event) => {
        editor.hand.sees(event)
        if (!editor.hand.draws(event) || !(event.buttons & 1)) return
        putLineTo(editor, event)
        paint(editor)
    }
    element.onlostpointercapture = element.onpointercancel = (event) => {
        if (editor.hand.ends(event)) sendNow(editor)
    }
    editor.canvas.ontransitionend = () => paint(editor)
    paint(editor)
    return () => forget(editor)
}
