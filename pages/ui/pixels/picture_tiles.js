export default function ({ data: { json }, parentElement, setTriggerValue }) {
    const data = JSON.parse(json)
    const list = parentElement.querySelector(".tiles")
    const shown = JSON.stringify(data.tiles)
    if (list.shown !== shown) list.replaceChildren(...data.tiles.map((tile) => {
        const button = Object.assign(document.createElement("button"), { type: "button" })
        button.dataset.index = tile.index
        button.setAttribute("aria-label", tile.name)
        const picture = button.appendChild(document.createElement("i"))
        picture.style.mask = `url(${tile.mask}) 0 0 / 100% 100%`
        for (const line of tile.lines) button.appendChild(document.createElement("span")).textContent = line
        return button
    }))
    list.shown = shown
    list.setAttribute("aria-label", data.name)
    const mark = (index) => {
        for (const button of list.children)
            button.setAttribute("aria-pressed", String(Number(button.dataset.index) === index))
    }
    mark(data.chosen)
    for (const button of list.children) button.onclick = () => {
        mark(Number(button.dataset.index))
        setTriggerValue("chosen", Number(button.dataset.index))
    }
}
