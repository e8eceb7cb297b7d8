// Lists the figures that the page shows, by their names, and hands each over as a file. All of it happens here.
const SCALE = 2 // pixels of a PNG for one of the screen's
const LONGEST = 60 // letters of a file's name
const FIGURES = "[role=figure], [role=img], table, [role=table], ul:has([role=img])"

function nameOf(element) {
    if (element.matches("table.figure")) return element.parentElement.ariaLabel  // the region's that it is scrolled in
    const name = element.getAttribute("aria-label") ?? element.querySelector(":scope > caption")?.textContent
    return (name ?? "").trim()
}

/** Returns the figures below a root that can be seen, in the page's order; of one within another the outer one. */
function figuresIn(root) {
    return [...root.children].flatMap((element) => {
        const isFigure = element.matches(FIGURES) && nameOf(element)
        if (!isFigure) return [...(element.shadowRoot ? figuresIn(element.shadowRoot) : []), ...figuresIn(element)]
        const box = element.getBoundingClientRect()
        return box.width && box.height && element.checkVisibility({ visibilityProperty: true }) ? [element] : []
    })
}

const page = () => document.querySelector("[data-testid=stMain]") ?? document.body

/** Returns a file's name: letters, digits and dashes. */
function fileName(name, ending) {
    const words = name.normalize("NFKD").match(/[A-Za-z0-9]+/g) ?? ["figure"]
    return `${words.join("-").slice(0, LONGEST).replace(/-$/, "")}.${ending}`
}

async function asFile(figure, ending) {
    const svg = await drawnAgain(figure, nameOf(figure))
    const text = new XMLSerializer().serializeToString(svg)
    if (ending === "svg") return new Blob([text], { type: "image/svg+xml" })
    const image = await loaded(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`)
    const [width, height] = ["width", "height"].map((side) => SCALE * Number(svg.getAttribute(side)))
    const canvas = Object.assign(document.createElement("canvas"), { width, height })
    canvas.getContext("2d").drawImage(image, 0, 0, width, height)
    return new Promise((done) => canvas.toBlob(done, "image/png"))
}

let address = "" // of the file that was handed over last

function handOver(file, name) {
    URL.revokeObjectURL(address)
    address = URL.createObjectURL(file)
    Object.assign(document.createElement("a"), { href: address, download: name }).click()
}

function rowIn(list, words, said) {
    const row = list.appendChild(document.createElement("li"))
    row.appendChild(document.createElement("span"))
    for (const ending of ["png", "svg"]) {
        const button = row.appendChild(document.createElement("button"))
        Object.assign(button, { type: "button", textContent: ending.toUpperCase() })
        button.onclick = async () => {
            const name = fileName(nameOf(row.figure), ending)
            try {
                handOver(await asFile(row.figure, ending), name)
                said.textContent = words.saved.replace("{}", name)
            } catch (error) {
                said.textContent = words.failed
                console.warn(error)
            }
        }
    }
    return row
}

const watched = new WeakMap() // how each component, however often it is drawn, ends its watch

export default function ({ data: { json }, parentElement }) {
    watched.get(parentElement)?.()
    const words = JSON.parse(json)
    const [list, none, said] = ["ul", ".none", ".said"].map((part) => parentElement.querySelector(part))
    list.setAttribute("aria-label", words.title)
    const show = () => {
        const figures = figuresIn(page())
        none.textContent = figures.length ? "" : words.none
        while (list.children.length > figures.length) list.lastChild.remove()
        figures.forEach((figure, index) => {
            const row = list.children[index] ?? rowIn(list, words, said)
            const name = nameOf(figure)
            row.figure = figure
            if (row.firstChild.textContent === name) return
            row.firstChild.textContent = name
            for (const button of row.querySelectorAll("button"))
                button.setAttribute("aria-label", `${button.textContent}: ${name}`)
        })
    }
    show()
    let frame = 0
    const observer = new MutationObserver(() => {
        cancelAnimationFrame(frame)
        frame = requestAnimationFrame(show)
    })
    const changes = { childList: true, subtree: true, attributeFilter: ["aria-label", "open", "hidden"] }
    observer.observe(page(), changes)
    const end = () => {
        observer.disconnect()
        cancelAnimationFrame(frame)
    }
    watched.set(parentElement, end)
    return end
}
