const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))

function shades(scale, steps) {
    return Array.from({ length: 2 * steps + 1 }, (_, place) => {
        const exact = (place / (2 * steps)) * (scale.length - 1)
        const low = Math.min(Math.floor(exact), scale.length - 2)
        return scale[low].map((from, part) => from + (scale[low + 1][part] - from) * (exact - low))
    })
}

function paint(list, { cells, rows, columns, steps, scales }, isDark) {
    const colours = shades(scales[isDark ? 1 : 0].map(channels), steps)
    const values = Int8Array.from(atob(cells), (letter) => letter.charCodeAt(0))
    const size = rows * columns
    ;[...list.querySelectorAll("canvas")].forEach((canvas, place) => {
        const context = canvas.getContext("2d")
        const image = context.createImageData(columns, rows)
        for (let cell = 0; cell < size; cell++)
            image.data.set([...colours[values[place * size + cell] + steps], 255], 4 * cell)
        context.putImageData(image, 0, 0)
    })
}

export default function ({ data: { json }, parentElement }) {
    const data = JSON.parse(json)
    const list = parentElement.querySelector(".kernels")
    const paper = parentElement.querySelector(".paper")
    const shape = [data.count, data.rows, data.columns, data.side].join()
    if (list.shape !== shape) list.replaceChildren(...Array.from({ length: data.count }, (_, place) => {
        const item = document.createElement("div")
        const canvas = item.appendChild(document.createElement("canvas"))
        Object.assign(canvas, { width: data.columns, height: data.rows })
        Object.assign(canvas.style, { width: `${data.side}px`, height: `${data.side}px` })
        item.appendChild(document.createElement("span")).textContent = place
        return item
    }))
    list.shape = shape
    list.setAttribute("aria-label", data.name)
    const draw = () => paint(list, data, getComputedStyle(paper).color === "rgb(255, 255, 255)")
    draw()
    paper.ontransitionend = draw
}
