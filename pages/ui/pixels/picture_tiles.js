const add = (parent, tag, more) => parent.appendChild(Object.assign(document.createElement(tag), more))

function tileOf(tile, opens) {
    const box = Object.assign(document.createElement("div"), { className: "tile" })
    const button = add(box, "button", { type: "button" })
    button.dataset.index = tile.index
    button.setAttribute("aria-label", tile.name)
    add(button, "i", {}).style.mask = `url(${tile.mask}) 0 0 / 100% 100%`
    for (const line of tile.lines) add(button, "span", { textContent: line })
    if (tile.href) {
        const link = add(box, "a", { textContent: opens, href: tile.href })
        link.setAttribute("aria-label", `${opens}: ${tile.name}`)
    }
    return box
}

export default function ({ data: { json }, parentElement, setTriggerValue }) {
    const data = JSON.parse(json)
    const list = parentElement.querySelector(".tiles")
    const shown = JSON.stringify([data.tiles, data.opens])
    if (list.shown !== shown) {
        list.replaceChildren()
        for (const tile of data.tiles) {
            if (tile.heading) add(list, "h4", { textContent: tile.heading })
            list.appendChild(tileOf(tile, data.opens))
        }
    }
    list.shown = shown
    list.setAttribute("aria-label", data.name)
    const buttons = list.querySelectorAll("button")
    const mark = (index) => {
        for (const button of buttons)
            button.setAttribute("aria-pressed", String(Number(button.dataset.index) === index))
    }
    mark(data.chosen)
    for (const button of buttons) {
        const index = Number(button.dataset.index)
        button.onclick = () => {
            mark(index)
            setTriggerValue("chosen", index)
        }
        const link = button.nextElementSibling
        if (link) link.onclick = (event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return // in a tab or window of its own
            event.preventDefault()
            setTriggerValue("opened", index)
        }
    }
}
