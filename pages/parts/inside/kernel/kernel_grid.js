const WAIT = 250 // milliseconds after a key before what is typed is sent
const grids = new WeakMap()
const PLAIN = /^[+-]?(\d{1,9}\.?\d{0,9}|\.\d{1,9})$/

// "0,5" and a minus sign as texts have it are what a person types: -0.5 is what is sent. null is no number of ours.
function numberIn(field, most) {
    const text = field.value.trim().replace(",", ".").replace("\u2212", "-")
    return PLAIN.test(text) && Math.abs(Number(text)) <= most ? text : null
}

function check(grid) {
    const numbers = grid.fields.map((field) => {
        const number = numberIn(field, grid.data.most)
        field.setAttribute("aria-invalid", String(number === null))
        return number
    })
    const problem = numbers.includes(null) ? grid.data.invalid : ""
    if (grid.problem.textContent !== problem) grid.problem.textContent = problem
    return problem ? null : numbers
}

function forget(grid) {
    clearTimeout(grid.timer)
    grid.timer = null
}

function sendNow(grid) {
    forget(grid)
    const numbers = check(grid)
    const text = numbers && `${grid.revision};${numbers.join(",")}`
    if (text && text !== grid.sent) grid.send("numbers", (grid.sent = text))
}

function sendSoon(grid) {
    forget(grid)
    grid.timer = setTimeout(() => sendNow(grid), WAIT)
}

// Up and down go to another cell always, left and right at the ends of what stands in the field or when all is marked.
function neighbour(grid, field, key) {
    const { size } = grid.data, place = grid.fields.indexOf(field)
    if (place >= size * size) return null
    const all = field.selectionStart === 0 && field.selectionEnd === field.value.length
    const [row, column] = [Math.floor(place / size), place % size]
    const [down, along] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key] ?? [0, 0]
    if (along < 0 && !all && field.selectionEnd !== 0) return null
    if (along > 0 && !all && field.selectionStart !== field.value.length) return null
    const isInside = row + down >= 0 && row + down < size && column + along >= 0 && column + along < size
    return (down || along) && isInside ? grid.fields[place + down * size + along] : null
}

function build(grid) {
    const { size, names } = grid.data
    grid.element.style.gridTemplateColumns = `repeat(${size}, ${size > 3 ? 44 : 60}px)`
    const cells = Array.from({ length: size * size }, () => document.createElement("input"))
    for (const field of cells) Object.assign(field, { inputMode: "decimal", autocomplete: "off", spellcheck: false })
    grid.element.replaceChildren(...cells)
    grid.fields = [...cells, grid.bias]
    grid.fields.forEach((field, place) => {
        field.setAttribute("aria-label", names[place])
        field.oninput = () => { check(grid); sendSoon(grid) }
        field.onchange = () => sendNow(grid)
        field.onfocus = () => field.select()
        field.onkeydown = (event) => {
            if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
            if (event.key === "Enter") sendNow(grid)
            const other = neighbour(grid, field, event.key)
            if (!other) return
            event.preventDefault()
            other.focus()
        }
    })
}

export default function ({ parentElement, data: { json }, setTriggerValue }) {
    const data = JSON.parse(json)
    const grid = grids.get(parentElement) ?? { revision: null, timer: null, fields: [] }
    grids.set(parentElement, grid)
    const [element, bias, problem] = [".grid", ".bias input", ".problem"].map((part) => parentElement.querySelector(part))
    Object.assign(grid, { data, element, bias, problem, send: setTriggerValue })
    element.setAttribute("aria-label", data.name)
    parentElement.querySelector(".bias span").textContent = data.names.at(-1)
    if (grid.revision !== data.revision || !grid.fields.length) {
        forget(grid)
        if (grid.fields.length !== data.numbers.length) build(grid)
        grid.revision = data.revision
        grid.sent = null
        grid.fields.forEach((field, place) => { field.value = data.numbers[place] })
        check(grid)
    }
    data.colours.forEach(([ground, text], place) => Object.assign(grid.fields[place].style, { background: ground, color: text }))
    return () => forget(grid)
}
