const SIDE = 28, FULL = 255

// A quotient as three characters: a cell has no room for more, and what it leaves out stands in the sentence beside it.
function textOf(value, look) {
    if (look !== "divided") return String(value)
    return value === 0 || value === FULL ? String(value / FULL) : (value / FULL).toFixed(2).replace(/^0/, "")
}

function cellOf(value, place, data) {
    const cell = document.createElement("td")
    cell.dataset.place = place
    cell.textContent = textOf(value, data.look)
    const [row, column] = [Math.floor(place / SIDE), place % SIDE]
    const inside = (at, first) => at >= first && at < first + data.side
    if (!inside(column, data.firstColumn)) cell.classList.add("blank")
    if (value) {
        const exact = value / FULL * data.steps, step = Math.min(Math.floor(exact), data.steps - 1)
        cell.classList.add(`mix${step}`, value < data.middle ? "low" : value < data.high ? "middle" : "high")
        cell.style.setProperty("--ink", (exact - step).toFixed(3))
    }
    return cell
}

function fill(table, values, data) {
    const rows = Array.from({ length: SIDE }, (_, row) => {
        const line = document.createElement("tr")
        if (row < data.firstRow || row >= data.firstRow + data.side) line.classList.add("blank")
        for (let column = 0; column < SIDE; column++) {
            const place = row * SIDE + column
            line.appendChild(cellOf(values[place], place, data))
        }
        return line
    })
    const body = document.createElement("tbody")
    body.append(...rows)
    table.replaceChildren(body)
}

function mark(table, place, isBand) {
    for (const one of table.querySelectorAll(".here")) one.classList.remove("here", "band")
    const cell = table.querySelector(`[data-place="${place}"]`)
    cell?.classList.add("here")
    if (isBand) cell?.parentElement.classList.add("here", "band")
}

export default function ({ parentElement, data: { json }, setTriggerValue }) {
    const data = JSON.parse(json)
    const table = parentElement.querySelector("table"), hover = parentElement.querySelector(".hover")
    const values = Uint8Array.from(atob(data.values), character => character.charCodeAt(0))
    const shown = `${data.look} ${data.values}`
    if (table.shown !== shown) {
        fill(table, values, data)
        table.shown = shown
    }
    table.parentElement.classList.toggle("lower", data.isBand)
    table.className = `digit-cells ${data.look}`
    table.style.setProperty("--ink-columns", data.side)
    table.setAttribute("aria-label", data.name)
    if (data.look === "picture") table.setAttribute("role", "img")
    else table.removeAttribute("role")
    parentElement.querySelector(".digit-note").textContent = data.note
    mark(table, data.place, data.isBand)
    const placeOf = event => event.target.closest("td")?.dataset.place
    table.onclick = event => {
        const place = placeOf(event)
        if (place === undefined) return
        mark(table, place, data.isBand)
        setTriggerValue("place", Number(place))
    }
    table.onpointermove = event => {
        const place = placeOf(event)
        if (place === undefined) return
        const words = { row: Math.floor(place / SIDE), column: place % SIDE, index: place, value: values[place] }
        hover.textContent = data.where.replace(/\{(\w+)\}/g, (_, word) => words[word])
    }
    table.onpointerleave = () => { hover.textContent = "\u00a0" }
}
