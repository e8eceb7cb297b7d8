function make(parent, tag, more = {}) {
    const { role, scope, ...rest } = more
    const made = Object.assign(document.createElement(tag), rest)
    if (role) made.setAttribute("role", role)
    if (scope) made.setAttribute("scope", scope)
    return parent.appendChild(made)
}

function write(element, text) {
    if (element.textContent !== text) element.textContent = text
}

function makeHead(line, { columns, sort }, send) {
    line.dataset.sort = sort
    for (const column of columns) {
        const head = make(line, "th", { role: "columnheader", scope: "col", className: column.kind })
        const button = make(head, "button", { type: "button", textContent: column.label })
        make(head, "span", { ariaHidden: "true" })
        button.onclick = () => send("sorted", column.key)
    }
}

function makeRow({ model }, { columns, selected }, send) {
    const line = document.createElement("tr")
    line.setAttribute("role", "row")
    line.dataset.model = model
    columns.forEach((column, place) => {
        if (place > 0) {
            const cell = make(line, "td", { role: "cell", className: `${column.key} ${column.kind}` })
            make(cell, "span", { className: "label", textContent: column.label + ": " })
            make(cell, "span", { className: "value" })
            return
        }
        const head = make(line, "th", { role: "rowheader", scope: "row" })
        const button = make(head, "button", { type: "button", className: "open" })
        make(button, "bdi")
        make(head, "span", { className: "selected", textContent: ` (${selected})` })
        button.onclick = () => send("opened", model)
    })
    return line
}

function fill(line, item) {
    line.classList.toggle("chosen", item.isSelected)
    write(line.querySelector("bdi"), item.cells[0])
    line.querySelectorAll(".value").forEach((value, place) => write(value, item.cells[place + 1]))
}

export default function ({ data: { json }, parentElement, setTriggerValue }) {
    const data = JSON.parse(json)
    const frame = parentElement.querySelector(".frame")
    const [head, body] = [frame.querySelector("thead tr"), frame.querySelector("tbody")]
    frame.setAttribute("aria-label", data.name)
    if (!head.children.length) makeHead(head, data, setTriggerValue)
    data.columns.forEach((column, place) => {
        const cell = head.children[place]
        cell.setAttribute("aria-sort", column.sorted)
        write(cell.lastChild, { ascending: " \u25b2", descending: " \u25bc" }[column.sorted] ?? "")
    })
    const known = new Map([...body.children].map((line) => [line.dataset.model, line]))
    const lines = data.rows.map((item) => {
        const line = known.get(item.model) ?? makeRow(item, data, setTriggerValue)
        fill(line, item)
        return line
    })
    if (lines.length !== body.children.length || lines.some((line, place) => line !== body.children[place])) {
        const [focused, top] = [frame.getRootNode().activeElement, frame.scrollTop]
        body.replaceChildren(...lines)
        frame.scrollTop = top
        if (focused?.isConnected) focused.focus({ preventScroll: true })
    }
}
