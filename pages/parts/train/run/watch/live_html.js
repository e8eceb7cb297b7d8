// Changes the texts and attributes that are others; an element that stays keeps what a person has selected or focused.
function meld(now, next) {
    if (now.nodeName !== next.nodeName) return now.replaceWith(next.cloneNode(true))
    if (now.nodeType !== Node.ELEMENT_NODE) {
        if (now.nodeValue !== next.nodeValue) now.nodeValue = next.nodeValue
        return
    }
    for (const { name } of [...now.attributes]) if (!next.hasAttribute(name)) now.removeAttribute(name)
    for (const { name, value } of next.attributes) if (now.getAttribute(name) !== value) now.setAttribute(name, value)
    meldAll(now, next)
}

function meldAll(now, next) {
    const before = [...now.childNodes]
    ;[...next.childNodes].forEach((child, place) => {
        if (place < before.length) meld(before[place], child)
        else now.append(child.cloneNode(true))
    })
    before.slice(next.childNodes.length).forEach((child) => child.remove())
}

export default function ({ data: { json }, parentElement }) {
    const { html } = JSON.parse(json)
    const place = parentElement.querySelector(":scope > .live-html")
        ?? parentElement.appendChild(Object.assign(document.createElement("div"), { className: "live-html" }))
    if (place.shown === html) return
    const next = document.createElement("template")
    next.innerHTML = html
    meldAll(place, next.content)
    place.shown = html
}
