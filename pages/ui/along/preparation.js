// A drawing made the way MNIST's digits were, as core/drawing/mnist_preprocess.py makes it, while the pen still moves.
// Needs rasterize.js, resample.js and stroke_width.js, which come before it. Images are Uint8Array, row by row.

const CANVAS_SIDE = 280  // canvas pixels
const MNIST_SIDE = 28, BOX_SIDE = 20, MASS_CENTRE = 14
const MNIST_PEN = 2.5  // pixels of the 28 x 28 image
const DOT = 0.03 * CANVAS_SIDE  // canvas pixels: a path no larger than this is a slip of the pen
const FEWEST_CELLS = 4  // to a painted digit's longer side
const CURVE_PIECE = 4, MOST_CURVE_PIECES = 16  // canvas pixels of a straight piece of a curve; pieces of one curve

/**
 * Returns (28, 28) Uint8Array of one digit's pen strokes, ink bright; null where there are dots at most.
 *
 * paths: each an array of [x, y] in canvas pixels.
 */
function prepareStrokes(paths) {
    const strokes = paths.filter(isStroke)
    if (strokes.length === 0) return null
    const [left, top, right, bottom] = roundBoxes(strokes.map(pathBox))
    const scale = (BOX_SIDE - MNIST_PEN) / Math.max(right - left, bottom - top)
    const x0 = (BOX_SIDE - (right - left) * scale) / 2, y0 = (BOX_SIDE - (bottom - top) * scale) / 2
    const fitted = strokes.map((path) => path.map(([x, y]) => [(x - left) * scale + x0, (y - top) * scale + y0]))
    return centreByMass({ pixels: drawLines(fitted, BOX_SIDE, MNIST_PEN), rows: BOX_SIDE, columns: BOX_SIDE })
}

/**
 * Returns (28, 28) Uint8Array of one painted digit, ink bright; null where there are dots at most.
 *
 * cells: Uint8Array(784), 1 where it is painted.
 */
function prepareCells(cells) {
    const painted = { pixels: cells.map((cell) => cell ? 255 : 0), rows: MNIST_SIDE, columns: MNIST_SIDE }
    const digit = cropToInk(painted)
    if (digit === null || Math.max(digit.rows, digit.columns) < FEWEST_CELLS) return null
    const crop = cropToInk(normaliseStrokeWidth(digit))
    const scale = BOX_SIDE / Math.max(crop.rows, crop.columns)
    const [rows, columns] = [crop.rows, crop.columns].map((side) => Math.max(roundHalfEven(side * scale), 1))
    return centreByMass(resampleImage(crop, rows, columns, scale <= 1 ? "box" : "bilinear"))
}

/** Returns the points of a stroke as the canvas keeps it: [["M", x, y], ["Q", cx, cy, x, y], ..., ["L", x, y]]. */
function pathPoints(commands) {
    const points = []
    for (const [letter, ...numbers] of commands) {
        const controls = []
        for (let i = 0; i + 1 < numbers.length; i += 2) controls.push([numbers[i], numbers[i + 1]])
        if (letter === "Z") points.push(points[0])
        else if (letter === "M" || controls.length === 1) points.push(controls[0])
        else points.push(...curvePoints([points[points.length - 1], ...controls]))
    }
    return points
}

/** Returns points along a Bezier curve of degree 2 or 3, without its start. */
function curvePoints(points) {
    const degree = points.length - 1, found = []
    let length = 0
    for (let i = 1; i <= degree; i++) {
        length += Math.hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1])
    }
    const pieces = Math.min(Math.max(Math.ceil(length / CURVE_PIECE), 1), MOST_CURVE_PIECES)
    for (let piece = 1; piece <= pieces; piece++) {
        const t = piece / pieces
        let x = 0, y = 0
        points.forEach((point, i) => {
            const ways = i === 0 || i === degree ? 1 : degree
            const weight = ways * t ** i * (1 - t) ** (degree - i)
            x += weight * point[0]
            y += weight * point[1]
        })
        found.push([x, y])
    }
    return found
}

function isStroke(path) {
    if (path.length === 0) return false
    const [left, top, right, bottom] = pathBox(path)
    return Math.max(right - left, bottom - top) > DOT
}

/** Returns [left, top, right, bottom] of a path. */
function pathBox(path) {
    const box = [Infinity, Infinity, -Infinity, -Infinity]
    for (const [x, y] of path) {
        if (x < box[0]) box[0] = x
        if (y < box[1]) box[1] = y
        if (x > box[2]) box[2] = x
        if (y > box[3]) box[3] = y
    }
    return box
}

/** Returns the smallest box that holds all of these. */
function roundBoxes(boxes) {
    return [
        Math.min(...boxes.map((box) => box[0])), Math.min(...boxes.map((box) => box[1])),
        Math.max(...boxes.map((box) => box[2])), Math.max(...boxes.map((box) => box[3])),
    ]
}

/** Returns the smallest part of an image that holds all its ink, or null where it has none. */
function cropToInk({ pixels, rows, columns }) {
    let top = rows, bottom = -1, left = columns, right = -1
    for (let y = 0; y < rows; y++) {
        for (let x = 0; x < columns; x++) {
            if (pixels[y * columns + x] === 0) continue
            top = Math.min(top, y)
            bottom = y
            left = Math.min(left, x)
            right = Math.max(right, x)
        }
    }
    if (bottom < 0) return null
    const high = bottom - top + 1, wide = right - left + 1, crop = new Uint8Array(high * wide)
    for (let y = 0; y < high; y++) {
        const first = (top + y) * columns + left
        crop.set(pixels.subarray(first, first + wide), y * wide)
    }
    return { pixels: crop, rows: high, columns: wide }
}

/** Returns (28, 28): an image moved by whole pixels so that its centre of mass lies in the middle, and not cut. */
function centreByMass({ pixels, rows, columns }) {
    let mass = 0, down = 0, across = 0
    for (let y = 0; y < rows; y++) {
        for (let x = 0; x < columns; x++) {
            const ink = pixels[y * columns + x]
            mass += ink
            down += y * ink
            across += x * ink
        }
    }
    const place = (centre, side) => Math.min(Math.max(MASS_CENTRE - Math.floor(centre + 0.5), 0), MNIST_SIDE - side)
    const top = place(down / mass, rows), left = place(across / mass, columns)
    const image = new Uint8Array(MNIST_SIDE * MNIST_SIDE)
    for (let y = 0; y < rows; y++) {
        image.set(pixels.subarray(y * columns, (y + 1) * columns), (top + y) * MNIST_SIDE + left)
    }
    return image
}

/** Returns the nearest whole number; of two as near, the even one, as Python rounds. */
function roundHalfEven(value) {
    const whole = Math.floor(value), rest = value - whole
    if (rest !== 0.5) return rest < 0.5 ? whole : whole + 1
    return whole % 2 === 0 ? whole : whole + 1
}
