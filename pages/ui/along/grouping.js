// Digits side by side, told apart by the paper between them, as core/drawing/numbers/gaps.py does it.
// Needs preparation.js, which comes before it.

const STROKE_GAP = 0.12, INK_GAP = 0.06  // shares of the drawing's height, between the middles and the edges of lines
const TALL_SHARE = 0.5  // of the tallest part's height: what is shorter is no digit of its own
const NARROW_SHARE = 0.5  // of its own width: nor is what is lower than this
const FEWEST_ROWS = 4  // of a picture's pixels: nor is what is lower
const MOST_DIGITS = 8  // more are a pattern, and no number

/** Returns for each digit, from left to right, the indices of its paths; of one digit alone those of all paths. */
function groupStrokes(paths) {
    const strokes = paths.map((_, index) => index).filter((index) => isStroke(paths[index]))
    const digits = groupBoxes(strokes.map((index) => pathBox(paths[index])), STROKE_GAP, 0)
    if (digits.length < 2) return [paths.map((_, index) => index)]
    return digits.map((digit) => digit.map((stroke) => strokes[stroke]))
}

/** Returns each digit's cells, from left to right, as Uint8Array(784) of 0 and 1; of one digit all cells. */
function groupCells(cells) {
    const boxes = []
    for (let x = 0; x < MNIST_SIDE; x++) {
        for (let y = 0; y < MNIST_SIDE; y++) {
            if (!cells[y * MNIST_SIDE + x]) continue
            if (boxes.length === 0 || boxes[boxes.length - 1][2] < x) boxes.push([x, y, x + 1, y + 1])
            const box = boxes[boxes.length - 1]
            box[1] = Math.min(box[1], y)
            box[2] = x + 1
            box[3] = Math.max(box[3], y + 1)
        }
    }
    const digits = groupBoxes(boxes, INK_GAP, FEWEST_ROWS)
    if (digits.length < 2) return [cells.slice()]
    return digits.map((digit) => {
        const part = new Uint8Array(cells.length)
        for (const [left, , right] of digit.map((index) => boxes[index])) {
            for (let y = 0; y < MNIST_SIDE * MNIST_SIDE; y += MNIST_SIDE) {
                part.set(cells.subarray(y + left, y + right), y + left)
            }
        }
        return part
    })
}

/** Returns which boxes make up each digit, from left to right. */
function groupBoxes(boxes, gap, lowest) {
    const all = boxes.map((_, index) => index)
    if (boxes.length < 2) return [all]
    const [, top, , bottom] = roundBoxes(boxes)
    const columns = []
    let rightEdge = -Infinity
    for (const index of [...all].sort((one, other) => boxes[one][0] - boxes[other][0])) {
        if (columns.length === 0 || boxes[index][0] - rightEdge >= gap * (bottom - top)) columns.push([])
        columns[columns.length - 1].push(index)
        rightEdge = Math.max(rightEdge, boxes[index][2])
    }
    const around = columns.map((column) => roundBoxes(column.map((index) => boxes[index])))
    const height = (box) => box[3] - box[1]
    const least = Math.max(TALL_SHARE * Math.max(...around.map(height)), lowest)
    const isDigit = (box) => height(box) > 0 && height(box) >= Math.max(least, NARROW_SHARE * (box[2] - box[0]))
    const tall = columns.map((_, number) => number).filter((number) => isDigit(around[number]))
    if (tall.length < 2 || tall.length > MOST_DIGITS) return [all]
    const paper = (one, other) => Math.max(one[0], other[0]) - Math.min(one[2], other[2])
    const digits = new Map(tall.map((number) => [number, []]))
    columns.forEach((column, number) => {
        const nearest = tall.reduce((best, other) =>
            paper(around[number], around[other]) < paper(around[number], around[best]) ? other : best)
        digits.get(nearest).push(...column)
    })
    return [...digits.values()]
}
