const KEPT = 24  // answers, of digits that stayed as they were
let network = null, kept = new Map(), keptOf = null

function parts(outputs, { maps, units }) {
    const found = {}
    if (maps) {
        const { shape, values } = outputs[maps.layer], channels = shape[shape.length - 1]
        const size = values.length / channels
        found.maps = Array.from({ length: maps.shown }, (_, map) =>
            Float32Array.from({ length: size }, (_, cell) => values[cell * channels + map]))
    }
    if (units) found.units = Float32Array.from(outputs[units.layer].values.slice(0, units.shown))
    return found
}

function readImage(image, strip) {
    const { probabilities, outputs } = network.run(image)
    return { image, probabilities: Array.from(probabilities), parts: strip ? parts(outputs, strip) : null }
}

// Return an answer that is known already where nothing that it depends on has changed.
function readOnce(key, prepare, strip) {
    const known = kept.get(key)
    if (known && (!strip || known.parts)) return known
    const image = prepare(), answer = image && readImage(image, strip)
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value)
    kept.set(key, answer)
    return answer
}

function readStrokes({ strokes, revision, isOne, scale, strip }) {
    if (keptOf !== revision) kept = new Map()
    keptOf = revision
    const paths = strokes.map(path => pathPoints(path).map(([x, y]) => [x * scale, y * scale]))
    const groups = isOne ? [paths.map((_, index) => index)] : groupStrokes(paths)
    const under = Math.max(groups.findIndex(group => group.includes(paths.length - 1)), 0)
    const answers = groups.map((group, place) => readOnce(
        group.map(index => `${index}:${strokes[index].length}:${paths[index][paths[index].length - 1]}`).join(" "),
        () => prepareStrokes(group.map(index => paths[index])), place === under ? strip : null))
    return { answers, under }
}

function readCells({ cells, at, isOne, strip }) {
    const ink = Uint8Array.from(cells, Number)
    const groups = isOne ? [ink] : groupCells(ink)
    const under = Math.max(groups.findIndex(group => group[at]), 0)
    const answers = groups.map((group, place) => {
        const image = prepareCells(group)
        return image && readImage(image, place === under ? strip : null)
    })
    return { answers, under }
}

self.onmessage = ({ data }) => {
    try {
        if (data.kind === "load") {
            network = loadNetwork(JSON.parse(data.spec), data.weights, JSON.parse(data.inputs))
            network.run(new Uint8Array(784))  // the first time takes longest
            self.postMessage({ kind: "ready" })
            return
        }
        const { answers, under } = data.cells ? readCells(data) : readStrokes(data)
        const isRead = answers.length > 0 && answers.every(answer => answer)
        const { settled, stamp } = data
        self.postMessage({ kind: isRead ? "answer" : "nothing", answers, under, settled, stamp })
    } catch {
        self.postMessage({ kind: "nothing" })  // a network of a newer kind, or what came from elsewhere is no drawing
    }
}
