// Lines drawn with a round pen, as core/drawing/rasterize.py has Pillow draw them: the same small pixels are inked.
// Pillow computes a polygon's edges in single precision, so Math.fround stands where that matters.

const RASTER_FINENESS = 16  // small pixels to the side of one pixel
const RASTER_STEP = 2  // small pixels: corners nearer than this along a line are passed over

const roundUp = (value) => value >= 0 ? Math.floor(value + 0.5) : -Math.floor(-value + 0.5)
const roundDown = (value) => value >= 0 ? Math.ceil(value - 0.5) : -Math.ceil(-value - 0.5)

/**
 * Returns a (size, size) Uint8Array, 0 paper to 255 full ink.
 *
 * paths: each an array of [x, y] in pixels of the result. penWidth: in these, more than 1.5 / 16.
 */
function drawLines(paths, size, penWidth) {
    const side = size * RASTER_FINENESS
    const sheet = { side, ink: new Uint8Array(side * side) }
    const width = Math.max(penWidth * RASTER_FINENESS, 1), radius = (width - 1) / 2
    for (const path of paths) {
        const corners = thinnedPath(path.map(([x, y]) => [x * RASTER_FINENESS - 0.5, y * RASTER_FINENESS - 0.5]))
        corners.forEach(([x, y], index) => {
            if (index > 0) drawSegment(sheet, corners[index - 1], corners[index], Math.round(width))
            drawDisc(sheet, ...[x - radius, y - radius, x + radius, y + radius].map(Math.trunc))
        })
    }
    return shrinkSheet(sheet, size)
}

/** Returns the path without corners that follow within a step of the one before; first and last stay. */
function thinnedPath(path) {
    const kept = []
    let along = 0, stepBefore = -Infinity
    path.forEach((point, index) => {
        if (index > 0) along += Math.hypot(point[0] - path[index - 1][0], point[1] - path[index - 1][1])
        const step = Math.floor(along / RASTER_STEP)
        if (step > stepBefore || index === path.length - 1) kept.push(point)
        stepBefore = step
    })
    return kept
}

function shrinkSheet({ side, ink }, size) {
    const result = new Uint8Array(size * size), columns = new Uint32Array(size)
    for (let row = 0; row < size; row++) {
        columns.fill(0)
        for (let y = row * RASTER_FINENESS; y < (row + 1) * RASTER_FINENESS; y++) {
            for (let x = 0, i = y * side; x < side; x++, i++) columns[x >> 4] += ink[i]  // 16 to one
        }
        // each inked one counts 255, and a share is rounded
        for (let column = 0; column < size; column++) result[row * size + column] = (columns[column] * 255 + 128) >> 8
    }
    return result
}

function inkRow(sheet, y, left, right) {
    const { side, ink } = sheet
    if (y < 0 || y >= side || left >= side || right < 0) return
    const first = Math.max(left, 0), end = Math.min(right + 1, side)
    if (first < end) ink.fill(1, y * side + first, y * side + end)
}

/** Inks one straight piece of a line, without the round ends. */
function drawSegment(sheet, start, end, width) {
    const [x0, y0, x1, y1] = [...start, ...end].map(Math.trunc)
    const dx = x1 - x0, dy = y1 - y0
    if (dx === 0 && dy === 0) return inkRow(sheet, y0, x0, x0)
    const length = Math.sqrt(dx * dx + dy * dy), half = (width - 1) / 2
    const more = roundUp(half) / length, less = roundDown(half) / length
    const lessX = roundDown(less * dy), moreX = roundDown(more * dy)
    const lessY = roundDown(less * dx), moreY = roundDown(more * dx)
    const corners = [
        [x0 - lessX, y0 + moreY], [x1 - lessX, y1 + moreY], [x1 + moreX, y1 - lessY], [x0 + moreX, y0 - lessY],
    ]
    fillPolygon(sheet, corners.map((corner, i) => polygonEdge(corner, corners[(i + 1) % 4])))
}

function polygonEdge([x0, y0], [x1, y1]) {
    return {
        x0, y0, top: Math.min(y0, y1), bottom: Math.max(y0, y1), left: Math.min(x0, x1), right: Math.max(x0, x1),
        slope: y0 === y1 ? 0 : Math.fround((x1 - x0) / (y1 - y0)),
    }
}

const edgeAt = (edge, y) => Math.fround(Math.fround((y - edge.y0) * edge.slope) + edge.x0)

/** Inks a convex polygon row by row, between where its edges cross the row. */
function fillPolygon(sheet, edges) {
    const sloping = edges.filter((edge) => edge.top !== edge.bottom)
    for (const edge of edges) if (edge.top === edge.bottom) inkRow(sheet, edge.top, edge.left, edge.right)
    const top = Math.max(Math.min(...edges.map((edge) => edge.top), sheet.side - 1), 0)
    const bottom = Math.min(Math.max(...edges.map((edge) => edge.bottom), 0), sheet.side)
    const crossings = new Float64Array(2 * sloping.length)
    for (let y = top; y <= bottom; y++) {
        let count = 0
        for (let index = 0; index < sloping.length; index++) {
            const edge = sloping[index]
            if (y < edge.top || y > edge.bottom) continue
            const x = edgeAt(edge, y)
            if (y === edge.bottom && y < bottom) crossings[count++] = x
            const isCorner = (y === edge.top || y === edge.bottom && y === bottom) && edge.slope !== 0
            crossings[count++] = isCorner ? cornerCrossing(edge, x, y, sloping.slice(0, index)) : x
        }
        sortFirst(crossings, count)
        for (let i = 1; i < count; i += 2) inkRow(sheet, y, roundUp(crossings[i - 1]), roundDown(crossings[i]))
    }
}

function sortFirst(values, count) {
    for (let i = 1; i < count; i++) {
        for (let j = i; j > 0 && values[j - 1] > values[j]; j--) [values[j - 1], values[j]] = [values[j], values[j - 1]]
    }
}

/** Returns where an edge that ends on row y crosses it: where two edges meet in a flat corner, Pillow draws it in. */
function cornerCrossing(edge, x, y, others) {
    for (const other of others) {
        if ((y !== other.top && y !== other.bottom) || other.slope === 0) continue
        if (roundUp(x) !== roundUp(edgeAt(other, y))) continue
        const next = y === edge.bottom ? y - 1 : y + 1
        if (next < other.top || next > other.bottom) continue
        const mine = edgeAt(edge, next), theirs = edgeAt(other, next)
        if (x > Math.fround(mine + 1) && x > Math.fround(theirs + 1)) return roundUp(Math.max(mine, theirs)) + 1
        if (x < Math.fround(mine - 1) && x < Math.fround(theirs - 1)) return roundUp(Math.min(mine, theirs)) - 1
        return x
    }
    return x
}

const discRows = new Map()  // by width and height: half a row's length for each row of the upper half

/** Inks a filled ellipse between two corners, both of which are inked. */
function drawDisc(sheet, x0, y0, x1, y1) {
    const width = x1 - x0, height = y1 - y0
    if (width < 0 || height < 0) return
    const key = width * 65536 + height
    if (!discRows.has(key)) discRows.set(key, quarterEllipse(width, height))
    for (const [x, y] of discRows.get(key)) {
        const left = x0 + (width - x) / 2, right = x0 + (width + x) / 2
        inkRow(sheet, y0 + (height - y) / 2, left, right)
        inkRow(sheet, y0 + (height + y) / 2, left, right)
    }
}

/** Returns the outermost point of each row of a quarter of an ellipse, in half pixels from its middle. */
function quarterEllipse(a, b) {
    const away = (x, y) => Math.abs(a * a * y * y + b * b * x * x - a * a * b * b)
    const rows = [[a, b % 2]]
    let x = a, y = b % 2
    while (x !== a % 2 || y !== b) {
        const steps = x > 1 ? [[x, y + 2], [x - 2, y + 2], [x - 2, y]] : [[x, y + 2]]
        const best = steps.reduce((one, other) => away(...other) < away(...one) ? other : one)
        ;[x, y] = best
        if (y > rows[rows.length - 1][1]) rows.push([x, y])
    }
    return rows
}
