// Layers with weights. Each function takes a layer's settings, the shape of its input and `take(...sizes)`, which gives
// its next weights as a Float32Array, and returns { shape, run }: `run(values)` gives a new Float32Array.

const KERNEL_BLOCK = 8  // filters that are added up together, in local variables

/** Returns how a window slides along an axis of `cells`: TensorFlow's rules, the odd cell of padding behind. */
function slidingWindow(cells, size, strides, padding) {
    const stops = padding === "same" ? Math.ceil(cells / strides) : Math.floor((cells - size) / strides) + 1
    const padded = padding === "same" ? Math.max((stops - 1) * strides + size - cells, 0) : 0
    return { stops, before: Math.floor(padded / 2) }
}

function denseLayer({ units }, [count], take) {
    const kernel = take(count, units), bias = take(units)
    const inked = new Int32Array(count)
    function run(values) {
        const sums = Float64Array.from(bias)
        let found = 0
        for (let i = 0; i < count; i++) if (values[i] !== 0) inked[found++] = i
        let k = 0
        for (; k + 3 < found; k += 4) {  // four inputs at once: a sum is loaded and kept a quarter as often
            const [i, j, l, m] = [inked[k], inked[k + 1], inked[k + 2], inked[k + 3]]
            const a = values[i], b = values[j], c = values[l], d = values[m]
            const at = i * units, bt = j * units, ct = l * units, dt = m * units
            for (let u = 0; u < units; u++) {
                sums[u] += a * kernel[at + u] + b * kernel[bt + u] + c * kernel[ct + u] + d * kernel[dt + u]
            }
        }
        for (; k < found; k++) {
            const a = values[inked[k]], at = inked[k] * units
            for (let u = 0; u < units; u++) sums[u] += a * kernel[at + u]
        }
        return Float32Array.from(sums)
    }
    return { shape: [units], run }
}

function convolutionLayer(settings, shape, take) {
    const { filters, kernel_size: size } = settings
    const kernel = take(size, size, shape[2], filters), bias = take(filters)
    return slidingKernel(settings, shape, kernel, bias)
}

/** Returns the convolution of a kernel (size, size, channels, filters). */
function slidingKernel({ filters, kernel_size: size, strides, padding }, [cells, , channels], kernel, bias) {
    const { stops, before } = slidingWindow(cells, size, strides, padding)
    const blocks = Math.ceil(filters / KERNEL_BLOCK), perFilter = size * size * channels
    const packed = new Float64Array(blocks * perFilter * KERNEL_BLOCK)  // a block's weights of one input side by side
    for (let weight = 0; weight < perFilter; weight++) {
        for (let f = 0; f < filters; f++) {
            const block = Math.floor(f / KERNEL_BLOCK)
            packed[(block * perFilter + weight) * KERNEL_BLOCK + f % KERNEL_BLOCK] = kernel[weight * filters + f]
        }
    }
    const found = new Float64Array(perFilter), places = new Int32Array(perFilter)
    const sums = new Float64Array(KERNEL_BLOCK)

    /** Notes what the window sees that is not 0, and where its weights begin; returns how many. */
    function look(values, top, left) {
        let count = 0
        const firstColumn = Math.max(left, 0), endColumn = Math.min(left + size, cells)
        for (let y = Math.max(top, 0); y < Math.min(top + size, cells); y++) {
            let weight = ((y - top) * size + firstColumn - left) * channels * KERNEL_BLOCK
            const end = (y * cells + endColumn) * channels
            for (let i = (y * cells + firstColumn) * channels; i < end; i++, weight += KERNEL_BLOCK) {
                if (values[i] !== 0) {
                    found[count] = values[i]
                    places[count++] = weight
                }
            }
        }
        return count
    }
    function run(values) {
        const result = new Float32Array(stops * stops * filters)
        for (let row = 0, out = 0; row < stops; row++) {
            for (let column = 0; column < stops; column++, out += filters) {
                const count = look(values, row * strides - before, column * strides - before)
                for (let block = 0; block < blocks; block++) {
                    addBlock(packed, block * perFilter * KERNEL_BLOCK, found, places, count, sums)
                    const first = block * KERNEL_BLOCK, end = Math.min(first + KERNEL_BLOCK, filters)
                    for (let f = first; f < end; f++) result[out + f] = sums[f - first] + bias[f]
                }
            }
        }
        return result
    }
    return { shape: [stops, stops, filters], run }
}

/** Adds up what a block of filters gives of the first `count` values found. */
function addBlock(packed, base, found, places, count, sums) {
    let s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0
    for (let k = 0; k < count; k++) {
        const value = found[k], w = base + places[k]
        s0 += value * packed[w]
        s1 += value * packed[w + 1]
        s2 += value * packed[w + 2]
        s3 += value * packed[w + 3]
        s4 += value * packed[w + 4]
        s5 += value * packed[w + 5]
        s6 += value * packed[w + 6]
        s7 += value * packed[w + 7]
    }
    sums[0] = s0
    sums[1] = s1
    sums[2] = s2
    sums[3] = s3
    sums[4] = s4
    sums[5] = s5
    sums[6] = s6
    sums[7] = s7
}

function separableLayer({ filters, kernel_size: size, strides, padding }, [cells, , channels], take) {
    const { stops, before } = slidingWindow(cells, size, strides, padding)
    const depthwise = take(size, size, channels, 1), pointwise = take(1, 1, channels, filters), bias = take(filters)
    const mixed = { filters, kernel_size: 1, strides: 1, padding: "valid" }
    const mix = slidingKernel(mixed, [stops, stops, channels], pointwise, bias)
    function run(values) {
        const each = new Float32Array(stops * stops * channels)
        for (let row = 0, out = 0; row < stops; row++) {
            const top = row * strides - before
            for (let column = 0; column < stops; column++, out += channels) {
                const left = column * strides - before
                for (let y = Math.max(top, 0); y < Math.min(top + size, cells); y++) {
                    for (let x = Math.max(left, 0); x < Math.min(left + size, cells); x++) {
                        const seen = (y * cells + x) * channels, weight = ((y - top) * size + x - left) * channels
                        for (let c = 0; c < channels; c++) each[out + c] += values[seen + c] * depthwise[weight + c]
                    }
                }
            }
        }
        return mix.run(each)
    }
    return { shape: mix.shape, run }
}

function normalisationLayer({ epsilon }, shape, take) {
    const channels = shape[shape.length - 1]
    const gamma = take(channels), beta = take(channels), mean = take(channels), variance = take(channels)
    const scale = Float64Array.from(gamma, (value, c) => value / Math.sqrt(variance[c] + epsilon))
    const shift = Float64Array.from(beta, (value, c) => value - mean[c] * scale[c])
    function run(values) {
        const result = new Float32Array(values.length)
        for (let first = 0; first < values.length; first += channels) {
            for (let c = 0; c < channels; c++) result[first + c] = values[first + c] * scale[c] + shift[c]
        }
        return result
    }
    return { shape, run }
}
