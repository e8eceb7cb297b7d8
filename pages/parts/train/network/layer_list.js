const SHAPES = {
    up: "M8 13V3M4 7l4-4 4 4", down: "M8 3v10M4 9l4 4 4-4",
    copy: "M6 6h7v7H6zM10 3H3v7", remove: "M4 4l8 8M12 4l-8 8",
}
let counted = 0, asked = [], wanted = null  // wanted: the button that is to keep the focus

function make(parent, tag, more = {}) {
    return parent.appendChild(Object.assign(document.createElement(tag), more))
}

function write(element, text, title = "") {
    if (element.textContent !== text) element.textContent = text
    element.title = title
}

function makeFact(parent, className) {
    const fact = make(parent, "span", { className })
    for (const part of ["word before", "value", "word after"]) make(fact, "span", { className: part })
}

// The words around a value are for ears, and for eyes where the columns have no heads.
function writeFact(fact, [value, words, title]) {
    const [before, after] = words.split("{value}")
    for (const [part, text] of Object.entries({ before, value, after })) write(fact.querySelector(`.${part}`), text ?? "")
    fact.title = title
}

function makeRow(layer, ask) {
    const row = document.createElement("li")
    row.dataset.layer = layer
    const line = make(row, "div", { className: "line" })
    const name = make(line, "div", { className: "name" })
    make(name, "span", { className: "place" })
    make(name, "button", { type: "button", className: "open", onclick: () => ask("open", row) })
    const facts = make(line, "div", { className: "facts" })
    for (const fact of ["shape", "parameters", "seen"]) makeFact(facts, `fact ${fact}`)
    const share = make(facts, "span", { className: "fact share" })
    makeFact(share, "text")
    make(make(share, "div", { className: "bar", ariaHidden: "true" }), "div")
    const tools = make(line, "div", { className: "tools" })
    for (const [tool, path] of Object.entries(SHAPES)) {
        const button = make(tools, "button", { type: "button", className: tool, onclick: () => ask(tool, row) })
        button.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${path}"/></svg>`
    }
    make(row, "p", { className: "problem", id: `problem-${layer}` }).setAttribute("aria-live", "polite")
    return row
}

function fill(row, item) {
    const find = (name) => row.querySelector(name)
    row.dataset.place = item.place
    row.classList.toggle("selected", item.selected)
    write(find(".place"), String(item.place))
    const open = find(".open")
    write(open, item.text, item.help)
    open.setAttribute("aria-expanded", String(item.selected))
    open.setAttribute("aria-describedby", `problem-${item.layer}`)
    for (const [name, fact] of Object.entries(item.facts)) writeFact(find(`.${name}`), fact)
    writeFact(find(".share .text"), item.share)
    find(".bar").hidden = !item.share[0]
    find(".bar > div").style.width = `${100 * item.part}%`
    for (const [tool, label] of Object.entries(item.tools)) {
        const button = find(`.${tool}`)
        button.setAttribute("aria-label", label)
        button.title = label
        button.setAttribute("aria-disabled", String(item.off.includes(tool)))
    }
    write(find(".problem"), item.problem)
}

// What a line says of its layer is said in full there: the heads are for the eye.
function writeHeads(line, heads) {
    line.hidden = !heads
    line.replaceChildren()
    for (const [name, textContent] of Object.entries(heads ?? {})) make(line, "span", { className: name, textContent })
    make(line, "span", { className: "tools" })
}

function keepFocus(list, heard, count) {
    if (wanted === null || heard < wanted.stamp) return
    const there = document.activeElement
    const isLost = !there || there === document.body || !there.isConnected
    const row = list.querySelector(`li[data-layer="${wanted.layer}"]`)
        ?? list.querySelector(`li[data-place="${Math.min(wanted.place, count)}"]`)
    if (isLost && row) row.querySelector(`.${wanted.act}`).focus({ preventScroll: true })
    if (row || !isLost) wanted = null
}

export default function ({ data: { json }, parentElement, setTriggerValue }) {
    const data = JSON.parse(json)
    const list = parentElement.querySelector("ol")
    writeHeads(parentElement.querySelector(".heads"), data.heads)
    counted = Math.max(counted, data.heard)
    asked = asked.filter((request) => request.stamp > data.heard)
    const ask = (act, row) => {
        if (row.querySelector(`.${act}`).getAttribute("aria-disabled") === "true") return
        const request = { stamp: ++counted, act, layer: Number(row.dataset.layer) }
        wanted = { ...request, place: Number(row.dataset.place) }
        asked.push(request)
        setTriggerValue("asked", asked)
    }
    list.setAttribute("aria-label", data.name)
    list.start = data.rows[0]?.place ?? 1
    const known = new Map([...list.children].map((row) => [row.dataset.layer, row]))
    const rows = data.rows.map((item) => {
        const row = known.get(String(item.layer)) ?? makeRow(item.layer, (...what) => list.ask(...what))
        fill(row, item)
        return row
    })
    list.ask = ask
    if (rows.length !== list.children.length || rows.some((row, place) => row !== list.children[place])) {
        list.replaceChildren(...rows)
    }
    keepFocus(list, data.heard, data.count)
}
