// Of all pictures one can be reached by the Tab key, with its link behind it; arrow keys, Home and End go to the others.
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

const placeOf = (buttons, element) => buttons.indexOf(element.parentElement.querySelector("button"))

/** Returns the place a key leads to from one; up and down, where headings may lie between, go by what is seen. */
function target(buttons, from, key) {
    if (from < 0) return from
    const last = buttons.length - 1
    const places = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last }
    if (key in places) return places[key]
    const down = { ArrowDown: 1, ArrowUp: -1 }[key]
    const boxes = buttons.map((button) => button.getBoundingClientRect())
    const far = (place) => down * (boxes[place].top - boxes[from].top)
    const beyond = buttons.map((_, place) => place).filter((place) => far(place) > 1)  // none where down is undefined
    const row = beyond.filter((place) => far(place) < Math.min(...beyond.map(far)) + 1)
    const aside = (place) => Math.abs(boxes[place].left - boxes[from].left)
    return row.sort((one, other) => aside(one) - aside(other))[0]
}

export default function ({ data: { json }, parentElement, setTriggerValue }) {
    const data = JSON.parse(json)
    const list = parentElement.querySelector(".tiles")
    const shown = JSON.stringify([data.tiles, data.opens])
    const isNew = list.shown !== shown
    if (isNew) buildKeepingFocus(list, () => {
        list.replaceChildren()
        for (const tile of data.tiles) {
            if (tile.heading) add(list, "h4", { textContent: tile.heading })
            list.appendChild(tileOf(tile, data.opens))
        }
    })
    list.shown = shown
    list.setAttribute("aria-label", data.name)
    list.setAttribute("aria-description", data.keys)
    const buttons = [...list.querySelectorAll("button")]
    const stop = (at) => buttons.forEach((button, place) => {
        button.tabIndex = place === at ? 0 : -1
        if (button.nextElementSibling) button.nextElementSibling.tabIndex = button.tabIndex
    })
    const focused = list.getRootNode().activeElement
    const chosen = data.tiles.findIndex(({ index }) => index === data.chosen)
    if (isNew) stop(Math.max(list.contains(focused) ? placeOf(buttons, focused) : chosen, 0))
    list.onfocusin = (event) => stop(placeOf(buttons, event.target))
    list.onkeydown = (event) => {
        const next = buttons[target(buttons, buttons.indexOf(event.target), event.key)]
        if (!next || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
        event.preventDefault()
        next.focus()
    }
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
