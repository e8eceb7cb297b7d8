function built(tile) {
    const item = document.createElement("li")
    for (const [tag, kind] of [["i", "picture"], ["span", "said"], ["div", "bar"]]) {
        const part = item.appendChild(document.createElement(tag))
        part.className = kind
        if (kind !== "picture") part.setAttribute("aria-hidden", "true")
    }
    const picture = item.querySelector("i")
    picture.setAttribute("role", "img")
    picture.style.mask = `url(${tile.mask}) 0 0 / 100% 100%`
    item.querySelector(".bar").appendChild(document.createElement("div"))
    return item
}

export default function ({ data: { json }, parentElement }) {
    const data = JSON.parse(json)
    const list = parentElement.querySelector("ul")
    if (data.tiles.every((tile) => tile.mask)) { // the news tell of the pictures that are there
        const shown = data.tiles.map((tile) => tile.mask).join()
        if (list.shown !== shown) list.replaceChildren(...data.tiles.map(built))
        list.shown = shown
    }
    if (list.children.length !== data.tiles.length) return // others than those that are there: a run of the page follows
    list.setAttribute("aria-label", data.name)
    data.tiles.forEach((tile, place) => {
        const item = list.children[place]
        item.className = [tile.name ? "own" : "", tile.wrong ? "wrong" : ""].join(" ")
        item.querySelector("i").setAttribute("aria-label", tile.alt)
        item.querySelector(".said").textContent = (tile.name && `${tile.name}: `) + tile.said.replace(", ", "\n")
        item.querySelector(".bar div").style.width = `${100 * tile.sureness}%`
    })
}
