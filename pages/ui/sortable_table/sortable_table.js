const revealed = {}  // of each table by its name, how often it came into view by itself

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

function draw(network, { layers, boxes }) {
    if (network.title === layers) return
    network.title = layers
    network.setAttribute("aria-label", layers)
    network.replaceChildren()
    for (const [width, height] of boxes) {
        const box = make(network, "span")
        box.style.width = `${width}px`
        box.style.height = `${height}px`
    }
}

function makeHead(line, { columns, ticks, sort }, send) {
    line.dataset.sort = sort
    if (ticks) {
        const first = make(line, "th", { role: "columnheader", scope: "col", className: "tick" })
        make(first, "span", { className: "hidden", textContent: ticks })
    }
    for (const column of columns) {
        const head = make(line, "th", { role: "columnheader", scope: "col", className: column.kind })
        const button = make(head, "button", { type: "button", textContent: column.label })
        make(head, "span", { ariaHidden: "true" })
        button.onclick = () => send("sorted", column.key)
    }
}

function makeRow({ key }, { columns, chosenMark, ticks }, send, choose) {
    const line = document.createElement("tr")
    line.setAttribute("role", "row")
    line.dataset.key = key
    if (ticks) {
        const tick = make(line, "td", { role: "cell", className: "tick" })
        const box = make(make(tick, "label"), "input", { type: "checkbox" })
        box.onchange = () => choose(key, box.checked)
    }
    columns.forEach((column, place) => {
        if (place > 0) {
            const cell = make(line, "td", { role: "cell", className: `${column.kind} ${column.inCard}` })
            make(cell, "span", { className: "label", textContent: column.label + ": " })
            make(cell, "span", { className: "value" })
            return
        }
        const head = make(line, "th", { role: "rowheader", scope: "row" })
        const button = make(head, "button", { type: "button", className: "open" })
        make(button, "bdi")
        button.onclick = () => send("opened", key)
        if (chosenMark) make(head, "span", { className: "mark", textContent: ` (${chosenMark})` })
        make(head, "div", { className: "network", role: "img" })
        make(head, "div", { className: "details small" })
        make(head, "div", { className: "note small", dir: "auto" })
    })
    return line
}

function fill(line, item) {
    line.querySelector("input")?.setAttribute("aria-label", item.tick)
    write(line.querySelector("bdi"), item.cells[0])
    write(line.querySelector(".details"), item.details)
    draw(line.querySelector(".network"), item)
    const note = line.querySelector(".note")
    write(note, item.note)
    note.title = item.note
    line.querySelectorAll(".value").forEach((value, place) => write(value, item.cells[place + 1]))
}

export default function ({ data: { json }, parentElement, setTriggerValue }) {
    const data = JSON.parse(json)
    const frame = parentElement.querySelector(".frame")
    const [head, body] = [frame.querySelector("thead tr"), frame.querySelector("tbody")]
    const mark = () => {
        for (const line of body.children) {
            const isChosen = frame.chosen.includes(line.dataset.key)
            line.classList.toggle("chosen", isChosen)
            if (data.ticks) line.querySelector("input").checked = isChosen
        }
    }
    const choose = (key, isChosen) => {
        frame.chosen = frame.chosen.filter((chosen) => chosen !== key).concat(isChosen ? [key] : [])
        frame.stamp += 1
        mark()
        setTriggerValue("ticked", { rows: frame.chosen, stamp: frame.stamp })
    }
    frame.setAttribute("aria-label", data.name)
    frame.classList.toggle("ticks", Boolean(data.ticks))
    if (!head.children.length) makeHead(head, data, setTriggerValue)
    data.columns.forEach((column, place) => {
        const cell = head.children[place + (data.ticks ? 1 : 0)]
        cell.setAttribute("aria-sort", column.sorted)
        write(cell.lastChild, { ascending: " \u25b2", descending: " \u25bc" }[column.sorted] ?? "")
    })
    const known = new Map([...body.children].map((line) => [line.dataset.key, line]))
    const lines = data.rows.map((item) => {
        const line = known.get(item.key) ?? makeRow(item, data, setTriggerValue, choose)
        fill(line, item)
        return line
    })
    if (lines.length !== body.children.length || lines.some((line, place) => line !== body.children[place])) {
        const [focused, top] = [frame.getRootNode().activeElement, frame.scrollTop]
        body.replaceChildren(...lines)
        frame.scrollTop = top
        if (focused?.isConnected) focused.focus({ preventScroll: true })
    }
    // Ticks set meanwhile are true until the server has heard of them.
    if (frame.stamp === undefined || data.stamp >= frame.stamp) {
        frame.stamp = data.stamp
        frame.chosen = data.chosen
    }
    mark()
    if (data.reveal > (revealed[data.name] ?? 0)) {
        revealed[data.name] = data.reveal
        const first = body.querySelector("tr.chosen")
        const reveal = () => {
            frame.scrollIntoView({ block: "start" })
            const [row, top, end] = [first, frame, head.lastChild].map((element) => element?.getBoundingClientRect())
            if (row) frame.scrollTop += row.top - Math.max(top.top, end.bottom)
        }
        requestAnimationFrame(reveal)
        setTimeout(reveal, 400)  // what stands above and below it may still be on its way
    }
}
