export default function ({ data: { json }, parentElement, setTriggerValue }) {
    const data = JSON.parse(json)
    const list = parentElement.querySelector(".filters")
    const pictures = JSON.stringify(data.tiles.map((tile) => [tile.number, tile.for, tile.against, tile.note, tile.bar]))
    if (list.shown !== pictures) list.replaceChildren(...data.tiles.map((tile) => {
        const button = Object.assign(document.createElement("button"), { type: "button" })
        button.dataset.number = tile.number
        const picture = button.appendChild(document.createElement("div"))
        picture.className = tile.against ? "picture signed" : "picture"
        for (const side of ["for", "against"]) {
            if (!tile[side]) continue
            const ink = picture.appendChild(document.createElement("i"))
            ink.className = side
            ink.style.mask = `url(${tile[side]}) 0 0 / 100% 100%`
        }
        picture.appendChild(document.createElement("i")).className = "hatch"
        for (const line of [String(tile.number), tile.note])
            if (line) button.appendChild(document.createElement("span")).textContent = line
        if (tile.bar !== null) {
            const bar = button.appendChild(document.createElement("b"))
            bar.appendChild(document.createElement("i")).style.width = `${100 * tile.bar}%`
        }
        return button
    }))
    list.shown = pictures
    list.setAttribute("aria-label", data.name)
    data.tiles.forEach((tile, place) => {
        const button = list.children[place]
        button.setAttribute("aria-label", tile.name)
        button.setAttribute("aria-pressed", String(tile.off))
        button.onclick = () => {
            button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"))
            setTriggerValue("switched", tile.number)
        }
    })
}
