// A figure of the page drawn once more as SVG that needs nothing else: boxes become rects, words become text where the
// browser put them, charts that are SVG already are copied with their styles written out, pictures come as data.
const SVG = "http://www.w3.org/2000/svg"
const MARGIN = 8 // pixels round the figure
const MOST_PIXELS = 4e6 // of a picture within it

/** Returns the element of that kind, with attributes, at the end of its parent. */
function put(parent, kind, attributes = {}) {
    const made = parent.appendChild(document.createElementNS(SVG, kind))
    for (const [name, value] of Object.entries(attributes))
        made.setAttribute(name, typeof value === "number" ? String(Math.round(value * 100) / 100) : value)
    return made
}

/** Returns a computed colour as one that every program reads, and its opacity, 0 to 1. */
function colourOf(css) {
    const share = css.startsWith("color(srgb") ? 255 : 1
    const numbers = css.replace("color(srgb", "").match(/-?[\d.]+(e-?\d+)?/g)?.map(Number)
    if (!numbers || !/^(rgb|color\(srgb )/.test(css)) return { colour: css, opacity: css === "transparent" ? 0 : 1 }
    const [red, green, blue] = numbers.map((part) => Math.round(part * share))
    return { colour: `rgb(${red},${green},${blue})`, opacity: numbers[3] ?? 1 }
}

const isSeen = (css) => colourOf(css).opacity > 0

function filled(css) {
    const { colour, opacity } = colourOf(css)
    return opacity < 1 ? { fill: colour, "fill-opacity": opacity } : { fill: colour }
}

const above = (element) => element.parentElement ?? element.getRootNode().host

/** Returns the colour that lies behind an element, through every root of a component. */
function paperOf(element) {
    for (let behind = above(element); behind; behind = above(behind)) {
        const ground = getComputedStyle(behind).backgroundColor
        if (isSeen(ground)) return ground
    }
    return "rgb(255, 255, 255)"
}

/** Returns a PNG as a data URL: the source in sharp squares where the page has them; all of one colour if given. */
function asPng(source, { width, height, isPixelated, colour }) {
    const [columns, rows] = [source.naturalWidth ?? source.width, source.naturalHeight ?? source.height]
    const wanted = isPixelated ? Math.ceil((2 * Math.max(width, height)) / Math.max(columns, rows, 1)) : 1
    const times = Math.max(1, Math.min(wanted, Math.floor(Math.sqrt(MOST_PIXELS / (columns * rows || 1)))))
    const canvas = Object.assign(document.createElement("canvas"), { width: columns * times, height: rows * times })
    const context = canvas.getContext("2d")
    context.imageSmoothingEnabled = !isPixelated
    context.drawImage(source, 0, 0, canvas.width, canvas.height)
    if (colour) {
        context.globalCompositeOperation = "source-in"
        context.fillStyle = colour
        context.fillRect(0, 0, canvas.width, canvas.height)
    }
    return canvas.toDataURL("image/png")
}

async function loaded(url) {
    const image = new Image()
    image.src = url
    await image.decode()
    return image
}

/** Returns a computed gradient as the SVG's own, in its defs; null for what is no linear gradient. */
function gradientOf(drawing, css, box) {
    const [, repeats, inner] = css.match(/^(repeating-)?linear-gradient\((.*)\)$/) ?? []
    if (!inner) return null
    const parts = inner.split(/,(?![^(]*\))/).map((part) => part.trim())
    const named = { "to top": 0, "to right": 90, "to bottom": 180, "to left": 270 }
    const direction = parts[0].endsWith("deg") ? parseFloat(parts[0]) : named[parts[0]]
    const angle = ((direction ?? 180) * Math.PI) / 180
    const [right, down] = [Math.sin(angle), -Math.cos(angle)]
    const length = Math.abs(box.width * right) + Math.abs(box.height * down)
    const stops = (direction === undefined ? parts : parts.slice(1)).flatMap((part) => {
        const [, colour, positions] = part.match(/^(.*?\)|[a-z]+)((?:\s+-?[\d.]+(?:px|%))*)$/) ?? [, part, ""]
        const at = positions.trim().split(/\s+/).filter(Boolean)
        const pixels = at.map((position) => parseFloat(position) * (position.endsWith("%") ? length / 100 : 1))
        return (pixels.length ? pixels : [null]).map((position) => ({ colour, position }))
    })
    stops.forEach((stop, index) => (stop.position ??= (length * index) / Math.max(1, stops.length - 1)))
    const [first, last] = [stops[0].position, stops.at(-1).position]
    const [x, y] = [box.x + box.width / 2 - (right * length) / 2, box.y + box.height / 2 - (down * length) / 2]
    const gradient = put(drawing.defs, "linearGradient", {
        id: `gradient-${drawing.defs.childElementCount}`,
        gradientUnits: "userSpaceOnUse",
        spreadMethod: repeats ? "repeat" : "pad",
        x1: x + right * first,
        y1: y + down * first,
        x2: x + right * last,
        y2: y + down * last,
    })
    for (const { colour, position } of stops) {
        const shown = colourOf(colour)
        const offset = (position - first) / (last - first || 1)
        put(gradient, "stop", { offset, "stop-color": shown.colour, "stop-opacity": shown.opacity })
    }
    return `url(#${gradient.id})`
}
