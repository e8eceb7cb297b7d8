let revealed = 0

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

function makeHead(line, { columns, compare, sort }, send) {
    line.dataset.sort = sort
    const first = make(line, "th", { role: "columnheader", scope: "col", className: "tick" })
    make(first, "span", { className: "hidden", textContent: compare })
    for (const column of columns) {
        const head = make(line, "th", { role: "columnheader", scope: "col", className: column.kind })
        const button = make(head, "button", { type: "button", textContent: column.label })
        make(head, "span", { ariaHidden: "true" })
        button.onclick = () => send("sorted", column.key)
    }
}

function makeRow({ run }, { columns }, send, choose) {
    const line = document.createElement("tr")
    line.setAttribute("role", "row")
    line.dataset.run = run
    const tick = make(line, "td", { role: "cell", className: "tick" })
    const box = make(make(tick, "label"), "input", { type: "checkbox" })
    box.onchange = () => choose(run, box.checked)
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
        button.onclick = () => send("opened", run)
        make(head, "div", { className: "network", role: "img" })
        make(head, "div", { className: "details small" })
        make(head, "div", { className: "note small", dir: "auto" })
    })
    return line
}

function fill(line, item) {
    line.querySelector("input").setAttribute("aria-label", item.tick)
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
            const isChosen = frame.chosen.includes(line.dataset.run)
            line.querySelector("input").checked = isChosen
            line.classList.toggle("chosen", isChosen)
        }
    }
    const choose = (run, isChosen) => {
        frame.chosen = frame.chosen.filter((chosen) => chosen !== run).concat(isChosen ? [run] : [])
        frame.stamp += 1
        mark()
        setTriggerValue("ticked", { runs: frame.chosen, stamp: frame.stamp })
    }
    frame.setAttribute("aria-label", data.name)
    if (!head.children.length) makeHead(head, data, setTriggerValue)
    data.columns.forEach((column, place) => {
        const cell = head.children[place + 1]
        cell.setAttribute("aria-sort", column.sorted)
        write(cell.lastChild, { ascending: " \u25b2", descending: " \u25bc" }[column.sorted] ?? "")
    })
    const known = new Map([...body.children].map((line) => [line.dataset.run, line]))
    const lines = data.rows.map((item) => {
        const line = known.get(item.run) ?? makeRow(item, data, setTriggerValue, choose)
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
    if (data.reveal > revealed) {
        revealed = data.reveal
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
