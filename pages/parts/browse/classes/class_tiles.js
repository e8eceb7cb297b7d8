export default function ({ data: { json }, parentElement, setTriggerValue }) {
    const data = JSON.parse(json)
    const list = parentElement.querySelector(".tiles")
    const pictures = JSON.stringify(data.tiles.map((tile) => [tile.number, tile.mask]))
    if (list.shown !== pictures) list.replaceChildren(...data.tiles.map((tile) => {
        const button = Object.assign(document.createElement("button"), { type: "button" })
        const picture = button.appendChild(document.createElement("i"))
        if (tile.mask) picture.style.mask = `url(${tile.mask}) 0 0 / 100% 100%`
        else picture.style.background = "none"
        return button
    }))
    list.shown = pictures
    list.setAttribute("aria-label", data.name)
    data.tiles.forEach((tile, place) => {
        const button = list.children[place]
        button.setAttribute("aria-label", tile.name)
        button.setAttribute("aria-pressed", String(tile.pressed))
        button.querySelectorAll("span").forEach((line) => line.remove())
        tile.lines.forEach((line, row) => {
            const text = button.appendChild(document.createElement("span"))
            text.textContent = line
            if (data.marked && row === tile.lines.length - 1) text.className = "mark"
        })
        button.onclick = () => setTriggerValue("chosen", tile.number)
    })
}
