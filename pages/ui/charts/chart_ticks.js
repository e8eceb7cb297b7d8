// Round numbers for an axis and how they are written, how wide texts are, and nodes that stay from one drawing to the next.
const NICE = [[1.5, 1], [2.5, 2], [4, 3], [7, 5]] // a step's first digit, by the least that it must be
const TEXT_LINE = 16 // pixels that a number needs in height
const FEW_DECADES = 2 // of a logarithmic axis: then 1, 2 and 5 of each are written

const clean = (value) => Number(value.toPrecision(12))

function niceStep(least) {
    const power = 10 ** Math.floor(Math.log10(least))
    return power * (NICE.find(([below]) => least / power < below)?.[1] ?? 10)
}

/** Returns round values of an axis with even steps; where it counts whole things, also its end. */
function evenTicks({ min, max, minInterval }, parts) {
    const step = Math.max(niceStep((max - min) / parts), minInterval ?? 0)
    const found = []
    for (let place = Math.ceil(min / step - 1e-9); place * step <= max + step * 1e-9; place++) found.push(clean(place * step))
    const rest = (max - found.at(-1)) / step
    if (!minInterval || rest < 1e-9) return found
    if (rest < 0.6 && found.length > 1) found.pop() // the two would meet
    return [...found, max]
}

/** Returns powers of ten of a logarithmic axis, or of a short one also what is 2 and 5 times them. */
function logTicks({ min, max }, height) {
    const [low, high] = [Math.log10(min), Math.log10(max)]
    const decade = height / (high - low)
    const factors = high - low < FEW_DECADES + 1e-9 && 0.3 * decade > TEXT_LINE ? [1, 2, 5] : [1]
    const found = []
    for (let power = Math.floor(low + 1e-9); power < high + 1e-9; power += Math.ceil(TEXT_LINE / decade))
        found.push(...factors.map((factor) => clean(factor * 10 ** power)))
    return found.filter((value) => value >= min * 0.999 && value <= max * 1.001)
}

/** Returns a number with commas between its thousands. */
const numberText = (value) => (Math.abs(value) < 1000 ? `${value}` : `${value}`.replace(/\B(?=(\d{3})+$)/g, ","))

const widths = new Map() // of texts, by font
let pen

function widthOf(text, size, family) {
    const name = `${size} ${family} ${text}`
    let width = widths.get(name)
    if (width === undefined) {
        pen ??= document.createElement("canvas").getContext("2d")
        pen.font = `${size}px ${family}`
        width = pen.measureText(text).width
        if (widths.size > 500) widths.clear() // some texts have numbers that change
        widths.set(name, width)
    }
    return width
}

/** Returns a text as lines that are not wider than that, where its words allow it. */
function wrapped(text, size, family, width) {
    const lines = []
    for (const word of text.split(" ")) {
        const longer = lines.length ? `${lines.at(-1)} ${word}` : word
        if (lines.length && widthOf(longer, size, family) <= width) lines[lines.length - 1] = longer
        else lines.push(word)
    }
    return lines
}

/** Nodes below a parent, each by a key: of one that is put again, only what is new is written. */
class Nodes {
    constructor(parent, space = parent.namespaceURI) {
        Object.assign(this, { parent, space, all: new Map(), put: new Set() })
    }
    set(key, kind, attributes, text) {
        let kept = this.all.get(key)
        if (!kept) this.all.set(key, (kept = { node: document.createElementNS(this.space, kind), had: {} }))
        const { node, had } = kept
        for (const name in attributes) {
            if (had[name] === attributes[name]) continue
            node.setAttribute(name, attributes[name])
            had[name] = attributes[name]
        }
        if (text !== undefined && text !== kept.text) node.textContent = kept.text = text
        this.put.add(key)
        return node
    }
    /** Leaves what was put since the last time, in that order. */
    end() {
        for (const [key, { node }] of this.all) {
            if (this.put.has(key)) continue
            node.remove()
            this.all.delete(key)
        }
        let place = 0
        for (const key of this.put) {
            const { node } = this.all.get(key)
            if (this.parent.childNodes[place] !== node) this.parent.insertBefore(node, this.parent.childNodes[place] ?? null)
            place++
        }
        this.put.clear()
    }
}
