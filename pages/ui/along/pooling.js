// Layers that make one number of a window or of a map. Padding does not count: no maximum and no mean has it in it.

/** Returns a pooling; `pool` fills the channels of one stop from the rows and columns under the window. */
function poolingLayer({ pool_size: size, strides, padding }, [cells, , channels], pool) {
    const step = strides ?? size
    const { stops, before } = slidingWindow(cells, size, step, padding)
    const spans = Array.from({ length: stops }, (_, stop) => {
        const first = stop * step - before
        return [Math.max(first, 0), Math.min(first + size, cells)]
    })
    function run(values) {
        const result = new Float32Array(stops * stops * channels)
        let out = 0
        for (const [top, bottom] of spans) {
            for (const [left, right] of spans) {
                pool(values, cells, channels, top, bottom, left, right, result, out)
                out += channels
            }
        }
        return result
    }
    return { shape: [stops, stops, channels], run }
}

function poolLargest(values, cells, channels, top, bottom, left, right, result, out) {
    for (let c = 0; c < channels; c++) {
        let largest = -Infinity
        for (let y = top; y < bottom; y++) {
            for (let i = (y * cells + left) * channels + c; i < (y * cells + right) * channels; i += channels) {
                if (values[i] > largest) largest = values[i]
            }
        }
        result[out + c] = largest
    }
}

function poolMean(values, cells, channels, top, bottom, left, right, result, out) {
    const count = (bottom - top) * (right - left)
    for (let c = 0; c < channels; c++) {
        let sum = 0
        for (let y = top; y < bottom; y++) {
            for (let i = (y * cells + left) * channels + c; i < (y * cells + right) * channels; i += channels) {
                sum += values[i]
            }
        }
        result[out + c] = sum / count
    }
}

function globalPoolingLayer(settings, [rows, columns, channels]) {
    function run(values) {
        const result = new Float32Array(channels)
        poolMean(values, columns, channels, 0, rows, 0, columns, result, 0)
        return result
    }
    return { shape: [channels], run }
}
