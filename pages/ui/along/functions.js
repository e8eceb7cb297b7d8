// The functions that a layer may end in. Each changes `values` in place; softmax goes along the last axis, `channels`.

const LEAKY_SLOPE = 0.2  // of leaky_relu below 0

const ACTIVATION_FUNCTIONS = {
    linear: () => {},
    relu: (values) => {
        for (let i = 0; i < values.length; i++) if (values[i] < 0) values[i] = 0
    },
    leaky_relu: (values) => {
        for (let i = 0; i < values.length; i++) if (values[i] < 0) values[i] *= LEAKY_SLOPE
    },
    gelu: (values) => {
        for (let i = 0; i < values.length; i++) values[i] *= 0.5 * (1 + errorFunction(values[i] * Math.SQRT1_2))
    },
    sigmoid: (values) => {
        for (let i = 0; i < values.length; i++) values[i] = 1 / (1 + Math.exp(-values[i]))
    },
    tanh: (values) => {
        for (let i = 0; i < values.length; i++) values[i] = Math.tanh(values[i])
    },
    softmax: softmaxInPlace,
}

function softmaxInPlace(values, channels) {
    for (let first = 0; first < values.length; first += channels) {
        let largest = -Infinity, sum = 0
        for (let i = first; i < first + channels; i++) largest = Math.max(largest, values[i])
        for (let i = first; i < first + channels; i++) sum += Math.exp(values[i] - largest)
        for (let i = first; i < first + channels; i++) values[i] = Math.exp(values[i] - largest) / sum
    }
}

/** Returns the error function, within 1.5e-7 (Abramowitz and Stegun, 1964, formula 7.1.26). */
function errorFunction(x) {
    const t = 1 / (1 + 0.3275911 * Math.abs(x))
    const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    const value = 1 - series * Math.exp(-x * x)
    return x < 0 ? -value : value
}
