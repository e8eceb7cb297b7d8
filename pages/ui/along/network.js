// A network in the browser: the weights that the server sends, and what each layer makes of an image.
// Values lie as in Keras: rows, columns, channels, each layer's in one Float32Array.
// Needs layers.js, pooling.js and functions.js, which come before it.

// what makes a layer of each kind
const networkLayers = () => ({
    Dense: denseLayer,
    Conv2D: convolutionLayer,
    SeparableConv2D: separableLayer,
    BatchNormalization: normalisationLayer,
    MaxPooling2D: (settings, shape) => poolingLayer(settings, shape, poolLargest),
    AveragePooling2D: (settings, shape) => poolingLayer(settings, shape, poolMean),
    GlobalAveragePooling2D: globalPoolingLayer,
    Flatten: (settings, shape) => ({ shape: [shape.reduce((a, b) => a * b)], run: (values) => values.slice() }),
    Dropout: (settings, shape) => ({ shape, run: (values) => values.slice() }),
    Activation: (settings, shape) => ({ shape, run: (values) => values.slice(), activation: settings.function }),
})

/**
 * Returns a network that runs here.
 *
 * spec: the document of NetworkSpec.to_json; one that it cannot build is an Error.
 * buffer: ArrayBuffer of little-endian float32, each layer's weights in their order.
 * inputs: { offset, divisor, order, outputFunction }: a byte's input is (byte - offset) / divisor, `order` says which
 * pixel stands at each place (null: its own), and outputFunction, "softmax" or "sigmoid", makes probabilities.
 *
 * network.run(image) takes Uint8Array(784), ink bright, and gives { logits, probabilities, outputs }: ten numbers each,
 * and one { name, kind, shape, values } a layer. As on the server, the last layer's softmax or sigmoid is left out.
 */
function loadNetwork(spec, buffer, inputs) {
    const weights = networkFloats(buffer)
    const makers = networkLayers(), layers = [], counts = {}
    let shape = spec.input_shape, read = 0
    const take = (...sizes) => {
        const first = read
        read += sizes.reduce((a, b) => a * b, 1)
        if (read > weights.length) throw new Error("There are fewer weights than the network has.")
        return weights.subarray(first, read)
    }
    const last = spec.layers.findLastIndex((layer) => layer.kind !== "Flatten")
    spec.layers.forEach((settings, index) => {
        if (!Object.hasOwn(makers, settings.kind)) throw new Error("The network has a layer of an unknown kind.")
        const layer = makers[settings.kind](settings, shape, take)
        const activation = layer.activation ?? settings.activation ?? "linear"
        const isEnd = index === last && (activation === "softmax" || activation === "sigmoid")
        layers.push({
            name: layerName(settings.kind, counts), kind: settings.kind, shape: layer.shape, run: layer.run,
            activate: ACTIVATION_FUNCTIONS[isEnd ? "linear" : activation],
        })
        shape = layer.shape
    })
    if (read !== weights.length) throw new Error("There are more weights than the network has.")
    const scaled = Float32Array.from({ length: 256 }, (_, byte) =>
        Math.fround(byte - Math.fround(inputs.offset)) / Math.fround(inputs.divisor))
    const finish = ACTIVATION_FUNCTIONS[inputs.outputFunction === "sigmoid" ? "sigmoid" : "softmax"]

    function run(image) {
        let values = new Float32Array(image.length)
        const order = inputs.order
        for (let i = 0; i < values.length; i++) values[i] = scaled[image[order ? order[i] : i]]
        const outputs = layers.map(({ name, kind, shape, run, activate }) => {
            values = run(values)
            activate(values, shape[shape.length - 1])
            return { name, kind, shape, values }
        })
        const probabilities = Float64Array.from(values)
        finish(probabilities, probabilities.length)
        return { logits: values, probabilities: Float32Array.from(probabilities), outputs }
    }
    return { run }
}

/** Returns the numbers of little-endian float32, whatever this machine's own order is. */
function networkFloats(buffer) {
    if (new Uint8Array(Uint16Array.of(1).buffer)[0] === 1) return new Float32Array(buffer)
    const bytes = new DataView(buffer)
    return Float32Array.from({ length: buffer.byteLength / 4 }, (_, i) => bytes.getFloat32(4 * i, true))
}

/** Returns a layer's name as Keras gives it in a fresh session, "conv2d_1", and counts it. */
function layerName(kind, counts) {
    const prefix = kind.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase()
    const count = counts[prefix] ?? 0
    counts[prefix] = count + 1
    return count ? `${prefix}_${count}` : prefix
}
