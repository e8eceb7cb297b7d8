// One picture holds all tiles, and each shows its own part of it. Of all tiles one can be reached by the Tab key, and
// the arrow keys lead from it to the others.
export default function ({ data: { json }, parentElement, setTriggerValue }) {
    const data = JSON.parse(json)
    const mosaic = parentElement.querySelector(".mosaic")
    const shown = data.pictures + JSON.stringify(data.tiles) + data.columns + data.isFramed
    if (mosaic.shown !== shown) buildKeepingFocus(mosaic, () => build(mosaic, data))
    mosaic.shown = shown
    mosaic.setAttribute("aria-label", data.name)
    const tiles = [...mosaic.children]
    const mark = (chosen) => tiles.forEach((tile, place) => {
        tile.setAttribute("aria-pressed", String(place === chosen))
        tile.tabIndex = place === Math.max(chosen, 0) ? 0 : -1
    })
    mark(data.chosen)
    tiles.forEach((tile, place) => {
        tile.onclick = () => {
            mark(place)
            setTriggerValue("chosen", data.tiles[place].id)
        }
        tile.onkeydown = (event) => {
            const next = tiles[target(mosaic, tiles, place, event.key)]
            if (!next || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
            event.preventDefault()
            tile.tabIndex = -1
            next.tabIndex = 0
            next.focus()
        }
    })
}

function build(mosaic, { tiles, pictures, columns, rows, perRow, width, isFramed }) {
    const style = mosaic.style
    style.setProperty("--pictures", `url(${pictures})`)
    style.setProperty("--columns", columns)
    style.setProperty("--width", `${width}px`)
    style.setProperty("--wide", share(perRow))
    style.setProperty("--high", share(rows))
    mosaic.className = `mosaic${isFramed ? " framed" : ""}${columns > 10 ? " small" : ""}`
    mosaic.replaceChildren(...tiles.map(({ id, name, label }, place) => {
        const button = Object.assign(document.createElement("button"), { type: "button", title: name })
        button.setAttribute("aria-label", name)
        button.dataset.id = id
        const frame = button.appendChild(Object.assign(document.createElement("span"), { className: "picture" }))
        const picture = frame.appendChild(document.createElement("i"))
        picture.style.maskPosition = `${part(place % perRow, perRow)} ${part(Math.floor(place / perRow), rows)}`
        const text = button.appendChild(Object.assign(document.createElement("span"), { className: "label" }))
        text.textContent = label
        return button
    }))
}

// The whole picture's length, of so many tiles with a gap between two, in tiles.
const share = count => `${100 * (count * 32 - 4) / 28}%`
const part = (place, count) => `${count > 1 ? 100 * place / (count - 1) : 0}%`

function target(mosaic, tiles, place, key) {
    const columns = getComputedStyle(mosaic).gridTemplateColumns.split(" ").length
    return { ArrowLeft: place - 1, ArrowRight: place + 1, ArrowUp: place - columns, ArrowDown: place + columns,
        Home: 0, End: tiles.length - 1 }[key]
}
