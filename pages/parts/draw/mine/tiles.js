// One stop of the Tab key for all tiles: the arrow keys go on from there, as in a grid.
const columns = (list) => getComputedStyle(list).gridTemplateColumns.split(" ").length

function tileOf(tile) {
    const button = Object.assign(document.createElement("button"), { type: "button" })
    button.dataset.id = tile.id
    button.classList.toggle("wrong", tile.isWrong)
    button.setAttribute("aria-label", tile.name)
    button.appendChild(document.createElement("i")).style.mask = `url(${tile.mask}) 0 0 / 100% 100%`
    for (const line of tile.lines) button.appendChild(document.createElement("span")).textContent = line
    return button
}

export default function ({ data: { json }, parentElement, setTriggerValue }) {
    const data = JSON.parse(json)
    const list = parentElement.querySelector(".tiles")
    const shown = JSON.stringify(data.tiles)
    if (list.shown !== shown) buildKeepingFocus(list, () => list.replaceChildren(...data.tiles.map(tileOf)))
    list.shown = shown
    list.setAttribute("aria-label", data.name)
    const tiles = [...list.children]
    const stop = (at) => tiles.forEach((tile, index) => { tile.tabIndex = index === at ? 0 : -1 })
    const mark = (id) => tiles.forEach((tile) => tile.setAttribute("aria-pressed", String(tile.dataset.id === id)))
    mark(data.chosen)
    stop(Math.max(0, tiles.findIndex((tile) => tile.dataset.id === data.chosen)))
    list.onkeydown = (event) => {
        const at = tiles.indexOf(event.target)
        const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns(list), ArrowDown: columns(list) }
        const to = { Home: 0, End: tiles.length - 1 }[event.key] ?? at + (steps[event.key] ?? NaN)
        if (at < 0 || !tiles[to] || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
        event.preventDefault()
        stop(to)
        tiles[to].focus()
    }
    tiles.forEach((tile, index) => {
        tile.onclick = () => {
            stop(index)
            mark(tile.dataset.id)
            setTriggerValue("chosen", tile.dataset.id)
        }
    })
}
