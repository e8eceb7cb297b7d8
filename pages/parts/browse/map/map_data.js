// What the page sends, decoded: points from 0 to 1, y upwards; labels, indices and answers by the image's place.

const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))

function decodePoints(text) {
    const pairs = new Uint16Array(bytesOf(text).buffer)
    return Float32Array.from(pairs, (value) => value / 65535)
}

function decodeImages(data) {
    const labels = bytesOf(data.labels), steps = bytesOf(data.steps)
    const indices = new Uint32Array(labels.length)
    let index = data.first
    indices.forEach((_, place) => { index += steps[place]; indices[place] = index })
    const readAs = data.readAs && bytesOf(data.readAs)
    const sure = data.sure && new Uint16Array(bytesOf(data.sure).buffer)
    return { count: labels.length, labels, indices, readAs, sure }
}

function shareText(thousandths) {
    const shown = (tenths) => `${(tenths / 10).toFixed(1)}\u00A0%`
    if (thousandths >= 1000) return `over ${shown(999)}`
    return thousandths < 1 ? `under ${shown(1)}` : shown(thousandths)
}

function medianPlaces(points, labels) {
    const found = new Map()
    for (let label = 0; label < 10; label++) {
        const across = [], along = []
        for (let place = 0; place < labels.length; place++) if (labels[place] === label) {
            across.push(points[2 * place])
            along.push(points[2 * place + 1])
        }
        if (!across.length) continue
        const middle = (values) => values.sort((one, other) => one - other)[values.length >> 1]
        found.set(label, [middle(across), middle(along)])
    }
    return found
}
