// The width of a painted digit's lines brought to what MNIST's have, as core/drawing/stroke_width.py does it.

const THINNEST_LINE = 2, THICKEST_LINE = 3, WIDEST_LINE = 10  // pixels of the 20 x 20 box
const FEWEST_TO_WIDEN = 80  // pixels of the longer side at which a line can be widened in steps fine enough

/** Returns an image { pixels, rows, columns }, of another size where its lines were changed. */
function normaliseStrokeWidth(ink) {
    const side = Math.max(ink.rows, ink.columns), box = 20  // pixels, where a digit is fitted in
    const width = Math.min(meanStrokeWidth(ink) * box / side, WIDEST_LINE)
    const wanted = Math.min(Math.max(width, THINNEST_LINE), THICKEST_LINE)
    if (wanted === width) return ink
    const enlarged = Math.max(Math.ceil(FEWEST_TO_WIDEN / side), 1)
    const large = resampleImage(ink, ink.rows * enlarged, ink.columns * enlarged, "bilinear")
    const change = (wanted - width) * side * enlarged / (box - wanted)
    const changed = change > 0 ? dilateInk(large, change / 2, 0) : erodeInk(large, -change / 2)
    return changed.pixels.some((pixel) => pixel > 127) ? changed : ink
}

/** Returns the mean width of the lines in an image, in its pixels: twice the area over the outline's length. */
function meanStrokeWidth({ pixels, rows, columns }) {
    const isInked = (y, x) => y >= 0 && y < rows && x >= 0 && x < columns && pixels[y * columns + x] > 127
    let crossings = 0, ink = 0
    for (let y = 0; y <= rows; y++) {
        for (let x = 0; x <= columns; x++) {
            if (isInked(y, x) !== isInked(y - 1, x)) crossings++
            if (isInked(y, x) !== isInked(y, x - 1)) crossings++
        }
    }
    for (const pixel of pixels) ink += pixel
    return 2 * ink / 255 / Math.max(Math.PI / 4 * crossings, 1)
}

/**
 * Returns the ink, its edge moved outwards by `radius` pixels, in an image so much larger on every side.
 *
 * Each pixel becomes the largest under a disc. Rows of the disc that are equally wide share an image of
 * maxima along the row, made of the next narrower one's; pixels at the rim, which count in part, come by themselves.
 */
function dilateInk(image, radius, outside) {
    const whole = Math.ceil(radius), padded = paddedImage(image, 2 * whole, outside), wide = padded.columns
    const rows = image.rows + 2 * whole, columns = image.columns + 2 * whole
    const result = new Uint8Array(rows * columns), along = padded.pixels.slice()
    const share = (across, down) => Math.min(Math.max(radius - Math.sqrt(across * across + down * down) + 1, 0), 1)
    const raise = (from, across, down, faintness) => {
        for (let y = 0; y < rows; y++) {
            let at = (whole + down + y) * wide + whole + across
            for (let i = y * columns; i < (y + 1) * columns; i++, at++) {
                const value = faintness ? faintness[from[at]] : from[at]
                if (value > result[i]) result[i] = value
            }
        }
    }
    for (let across = 0; across <= whole; across++) {
        if (across > 0) widenMaxima(along, padded.pixels, across)
        for (let down = -whole; down <= whole; down++) {
            const part = share(across, down)
            if (part === 1 && share(across + 1, down) < 1) raise(along, 0, down, null)
            if (part === 0 || part === 1) continue
            const faintness = Uint8Array.from({ length: 256 }, (_, value) => Math.trunc(value * part))
            raise(padded.pixels, across, down, faintness)
            if (across > 0) raise(padded.pixels, -across, down, faintness)
        }
    }
    return { pixels: result, rows, columns }
}

/** Raises each pixel to those `across` to its left and right; what comes from the next row is never looked at. */
function widenMaxima(maxima, pixels, across) {
    for (let i = across; i < pixels.length - across; i++) {
        const left = pixels[i - across], right = pixels[i + across], most = left > right ? left : right
        if (most > maxima[i]) maxima[i] = most
    }
}

function paddedImage({ pixels, rows, columns }, width, outside) {
    const wide = columns + 2 * width
    const padded = new Uint8Array((rows + 2 * width) * wide).fill(outside)
    for (let y = 0; y < rows; y++) {
        padded.set(pixels.subarray(y * columns, (y + 1) * columns), (y + width) * wide + width)
    }
    return { pixels: padded, rows: rows + 2 * width, columns: wide }
}

/** Returns the ink, its edge moved inwards by `radius` pixels. */
function erodeInk(ink, radius) {
    const inverted = (image) => ({ ...image, pixels: image.pixels.map((pixel) => 255 - pixel) })
    return inverted(dilateInk(inverted(ink), radius, 255))
}
