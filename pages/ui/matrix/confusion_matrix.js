const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

function build(table, { cells, labels, chosen, is, readAs }) {
    const size = cells.length
    const add = (parent, tag, text, more = {}) => {
        const made = Object.assign(document.createElement(tag), more)
        made.textContent = text
        return parent.appendChild(made)
    }
    table.replaceChildren()
    table.classList.toggle("named", labels.some((label) => label.length > 2))
    const widths = add(table, "colgroup", "")
    for (let column = 0; column < size + 2; column++)
        add(widths, "col", "", { className: ["side", "side label"][column] ?? "" })
    const head = add(table, "thead", "")
    const title = add(head, "tr", "")
    add(title, "td", "", { colSpan: 2, rowSpan: 2, className: "corner" })
    add(title, "th", readAs, { colSpan: size, className: "axis", scope: "colgroup" })
    const names = add(head, "tr", "")
    for (const label of labels) add(add(names, "th", "", { scope: "col" }), "span", label)
    const body = add(table, "tbody", "")
    cells.forEach((row, label) => {
        const line = add(body, "tr", "")
        if (label === 0) {
            const side = add(line, "th", "", { rowSpan: size, className: "side axis", scope: "rowgroup" })
            add(side, "span", is)
        }
        add(line, "th", labels[label], { scope: "row", className: "side label" })
        row.forEach((cell, answer) => {
            const isButton = cell.name && chosen
            const td = add(line, "td", isButton ? "" : cell.text)
            const drawn = isButton ? add(td, "button", cell.text, { type: "button" }) : td
            if (cell.name) drawn.title = cell.name
            if (cell.ground) Object.assign(drawn.style, { background: cell.ground, color: cell.ink })
            if (!isButton) return
            drawn.setAttribute("aria-label", cell.name)
            Object.assign(drawn.dataset, { row: label, column: answer })
        })
    })
}

function neighbour(table, from, [down, right], size) {
    let [row, column] = [Number(from.dataset.row) + down, Number(from.dataset.column) + right]
    for (; row >= 0 && row < size && column >= 0 && column < size; row += down, column += right) {
        const button = table.querySelector(`button[data-row="${row}"][data-column="${column}"]`)
        if (button) return button
    }
}

export default function ({ data: { json }, parentElement, setTriggerValue }) {
    const data = JSON.parse(json)
    const table = parentElement.querySelector("table")
    const shown = JSON.stringify([data.cells, data.labels])
    if (table.shown !== shown) buildKeepingFocus(table, () => build(table, data))
    table.shown = shown
    table.setAttribute("aria-label", data.name)
    if (!data.chosen) return
    const buttons = [...table.querySelectorAll("button")]
    const mark = (row, column) => {
        for (const button of buttons) {
            const isChosen = Number(button.dataset.row) === row && Number(button.dataset.column) === column
            button.setAttribute("aria-pressed", String(isChosen))
            button.tabIndex = isChosen ? 0 : -1
        }
    }
    mark(...data.chosen)
    for (const button of buttons) {
        button.onclick = () => {
            const cell = [Number(button.dataset.row), Number(button.dataset.column)]
            mark(...cell)
            setTriggerValue("chosen", cell)
        }
        button.onkeydown = (event) => {
            const next = STEPS[event.key] && neighbour(table, button, STEPS[event.key], data.cells.length)
            if (!next) return
            event.preventDefault()
            next.focus()
            next.click()
        }
    }
}
