// An image made larger or smaller as Pillow's `resize` does it: in two passes, with weights of 22 binary digits.

const RESAMPLE_BITS = 22
const RESAMPLE_FILTERS = {
    box: { support: 0.5, weight: (x) => x > -0.5 && x <= 0.5 ? 1 : 0 },
    bilinear: { support: 1, weight: (x) => Math.max(1 - Math.abs(x), 0) },
}

/** Returns { pixels, rows, columns } of another size; `filter` is "box", which averages by area, or "bilinear". */
function resampleImage(image, rows, columns, filter) {
    const across = (one) => columns === one.columns ? one : resampleRows(one, columns, RESAMPLE_FILTERS[filter])
    const down = (one) => rows === one.rows ? one : turned(resampleRows(turned(one), rows, RESAMPLE_FILTERS[filter]))
    const isDownFirst = image.rows - rows > 0 && image.rows - rows > (image.columns - columns) * 2
    return isDownFirst ? across(down(image)) : down(across(image))
}

function turned({ pixels, rows, columns }) {
    const result = new Uint8Array(pixels.length)
    for (let y = 0; y < rows; y++) {
        for (let x = 0; x < columns; x++) result[x * rows + y] = pixels[y * columns + x]
    }
    return { pixels: result, rows: columns, columns: rows }
}

function resampleRows({ pixels, rows, columns }, wanted, filter) {
    const result = new Uint8Array(rows * wanted)
    for (let x = 0; x < wanted; x++) {
        const { first, weights } = resampleWeights(columns, wanted, x, filter)
        for (let y = 0; y < rows; y++) {
            let sum = 1 << (RESAMPLE_BITS - 1)
            for (let i = 0; i < weights.length; i++) sum += pixels[y * columns + first + i] * weights[i]
            result[y * wanted + x] = Math.min(Math.max(sum >> RESAMPLE_BITS, 0), 255)
        }
    }
    return { pixels: result, rows, columns: wanted }
}

/** Returns the first of the pixels that the new one at `x` is made of, and the weight of each, a whole number. */
function resampleWeights(count, wanted, x, { support, weight }) {
    const scale = count / wanted, wide = Math.max(scale, 1), reach = support * wide, centre = (x + 0.5) * scale
    const first = Math.max(Math.trunc(centre - reach + 0.5), 0), end = Math.min(Math.trunc(centre + reach + 0.5), count)
    const inverse = 1 / wide
    const shares = Array.from({ length: end - first }, (_, i) => weight((i + first - centre + 0.5) * inverse))
    const sum = shares.reduce((a, b) => a + b, 0)
    return { first, weights: shares.map((share) => Math.trunc(0.5 + (share / sum) * 2 ** RESAMPLE_BITS)) }
}
