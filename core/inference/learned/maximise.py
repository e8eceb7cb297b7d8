"""A picture that a unit or the middle cell of a map answers to as strongly as possible, by gradient ascent.

From noise, each step goes up the gradient and is then held back in ways that keep pictures readable: pixels fade to
paper (L2 decay) and move towards their neighbours' mean (blur), as in Yosinski et al., "Understanding Neural Networks
Through Deep Visualization" (2015); the picture is shifted a little at random (jitter), as in Olah, Mordvintsev and
Schubert, "Feature Visualization" (Distill, 2017). Pixels stay from paper to ink. Runs in the inference engine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.data.input_scaling import shuffled_order
from core.inference.learned.layer_output import cells_of_layer
from core.inference.loaded_networks import LoadedNetwork, StoredNetwork, load_network
from models.layers import Activation, Conv2D, Dense, SeparableConv2D
from models.spec import NetworkSpec

STEPS = 200
FIRST_RATE, LAST_RATE = 0.08, 0.01  # of full ink, a step for a pixel with the mean gradient
LEAST_BLURRED = 12  # pixels, the side of what a cell sees
NOISE = 0.25  # of full ink, at most in the picture that it starts from


@dataclass(frozen=True, slots=True, kw_only=True)
class Ascent:
    """What is maximised, and how the picture is held back."""

    layer: int  # its index, from 0
    unit: int  # or the map, from 0
    seed: int = 0  # of the noise and the shifts
    decay: float = 0.3  # share of a pixel that a step with rate 1 takes away
    blur: float = 2.0  # share of the way to the neighbours' mean in a step with rate 1
    jitter: int = 1  # pixels, at most, up and to the left


def ascent_of(stored: StoredNetwork, layer: int, unit: int, *, seed: int) -> Ascent:
    """Return how to make a picture for a unit.

    A network with shuffled pixels knows no neighbours, and a cell that sees a few pixels needs none: there a picture
    is neither blurred nor shifted.
    """
    rows, _ = seen_pixels(stored.spec, layer, middle_cell(stored.spec, layer))
    if stored.pixels.shuffled or rows.stop - rows.start < LEAST_BLURRED:
        return Ascent(layer=layer, unit=unit, seed=seed, blur=0.0, jitter=0)
    return Ascent(layer=layer, unit=unit, seed=seed)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Climbed:
    """A picture on its way up."""

    image: np.ndarray  # (28, 28) float32, 0 paper to 1 full ink
    step: int  # steps taken
    totals: tuple[float, ...]  # what was maximised, before each step


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What a picture comes to in a layer's map, on the scale of `strongest_images`."""

    value: float  # the map's largest
    cell: int  # where, counted along the rows


def middle_cell(spec: NetworkSpec, layer: int) -> tuple[int, ...]:
    """Return row and column of the middle cell of a layer's maps; () where it has units."""
    return tuple(side // 2 for side in spec.rows()[layer].output_shape[:-1])


def seen_pixels(spec: NetworkSpec, layer: int, cell: tuple[int, ...]) -> tuple[slice, slice]:
    """Return the rows and the columns that a cell sees; of a unit that mixes everything, all it can.

    They are those of the network's input. Where its pixels are shuffled they are no places of the picture.
    """
    seen = spec.rows()[layer].seen
    spans = [seen[place] for place in cell] if cell and len(seen) > max(cell) else [(seen[0][0], seen[-1][1])] * 2
    rows, columns = (slice(first, last + 1) for first, last in spans)
    return rows, columns


def seen_mask(stored: StoredNetwork, layer: int) -> np.ndarray:
    """Return which pixels of the picture a layer's middle cell sees, (28, 28) bool, in whatever order it gets them."""
    seen = np.zeros((28, 28), bool)
    seen[seen_pixels(stored.spec, layer, middle_cell(stored.spec, layer))] = True
    if stored.pixels.shuffled:
        placed = np.zeros(28 * 28, bool)
        placed[shuffled_order()] = seen.reshape(-1)
        return placed.reshape(28, 28)
    return seen


def start(stored: StoredNetwork, ascent: Ascent) -> Climbed:
    """Return noise where the cell can see, and paper elsewhere."""
    noise = np.random.default_rng(ascent.seed).uniform(0, NOISE, (28, 28)).astype(np.float32)
    return Climbed(image=np.where(seen_mask(stored, ascent.layer), noise, np.float32(0)), step=0, totals=())


def climb(stored: StoredNetwork, ascent: Ascent, climbed: Climbed, steps: int) -> Climbed:
    """Return the picture after more steps.

    What grows is the value before the layer's function, or a digit's logit: behind ReLU there is no gradient at 0.

    Raises:
        CheckpointError: the weights are missing, damaged or another network's.
    """
    network = load_network(stored)
    gradient = _traced_gradient(network, ascent.layer)
    seen = seen_mask(stored, ascent.layer)
    image, totals = climbed.image, []
    for step in range(climbed.step, climbed.step + steps):
        rng = np.random.default_rng([ascent.seed, step])
        shift = tuple(rng.integers(-ascent.jitter, ascent.jitter + 1, 2).tolist())
        total, slope = gradient(np.roll(image, shift, (0, 1)), ascent.unit)
        up = np.roll(np.asarray(slope), (-shift[0], -shift[1]), (0, 1))
        totals.append(float(total))
        rate = FIRST_RATE + (LAST_RATE - FIRST_RATE) * min(step / STEPS, 1)
        image = _stepped(image, up, seen, rate, ascent)
    return Climbed(image=image, step=climbed.step + steps, totals=(*climbed.totals, *totals))


def reached(stored: StoredNetwork, ascent: Ascent, pixels: np.ndarray) -> Reached:
    """Return what a picture, (28, 28) uint8, comes to.

    Raises:
        CheckpointError: the weights are missing, damaged or another network's.
    """
    values = cells_of_layer(stored, ascent.layer, pixels[np.newaxis])[0, :, ascent.unit]
    return Reached(value=float(values.max()), cell=int(values.argmax()))


def _stepped(image: np.ndarray, slope: np.ndarray, seen: np.ndarray, rate: float, ascent: Ascent) -> np.ndarray:
    """Return the picture after a step; what is not seen stays as it is, and is no neighbour."""
    size = np.abs(slope[seen]).mean()
    up = slope / size if size > 0 else slope
    values, known, around = np.pad(image, 1), np.pad(seen, 1), np.zeros_like(image)
    for neighbour in (np.s_[:-2, 1:-1], np.s_[2:, 1:-1], np.s_[1:-1, :-2], np.s_[1:-1, 2:]):
        around += np.where(known[neighbour], values[neighbour], image) / 4
    back = ascent.decay * image + ascent.blur * (image - around)
    return np.where(seen, np.clip(image + rate * (up - back), 0, 1), image)


def _traced_gradient(network: LoadedNetwork, layer: int) -> Callable[[np.ndarray, int], tuple[Any, Any]]:
    """Return a function from a picture, (28, 28) float32 of 0 to 1, and a unit to its total and that one's gradient."""

    def make(network: LoadedNetwork) -> Callable[[np.ndarray, int], tuple[Any, Any]]:
        import tensorflow as tf

        middle = middle_cell(network.spec, layer)
        total_of = _totals(network, layer)

        def gradient(image: Any, unit: Any) -> tuple[Any, Any]:
            with tf.GradientTape() as tape:
                tape.watch(image)
                totals = total_of(network.inputs(255.0 * image[tf.newaxis]))[0]
                for place in middle:
                    totals = totals[place]
                total = tf.gather(totals, unit)
            return total, tape.gradient(total, image, unconnected_gradients=tf.UnconnectedGradients.ZERO)

        signature = [tf.TensorSpec([28, 28], tf.float32), tf.TensorSpec([], tf.int32)]
        return tf.function(gradient, input_signature=signature, autograph=False)

    return network.once(("learned", "gradient", layer), make)


def _totals(network: LoadedNetwork, layer: int) -> Callable[[Any], Any]:
    """Return a function from the network's inputs to a layer's values before its function."""
    import keras

    built, kind = network.model.layers[layer], network.spec.layers[layer]
    before = (
        keras.Model(network.model.inputs, network.model.layers[layer - 1].output) if layer else lambda inputs: inputs
    )

    def totals(inputs: Any) -> Any:
        values = before(inputs)
        match kind:
            case Dense():
                return keras.ops.matmul(values, built.kernel) + built.bias
            case Conv2D():
                window = {"strides": kind.strides, "padding": kind.padding, "data_format": "channels_last"}
                return keras.ops.conv(values, built.kernel, **window) + built.bias
            case SeparableConv2D():
                window = {"strides": kind.strides, "padding": kind.padding, "data_format": "channels_last"}
                kernels = (built.depthwise_kernel, built.pointwise_kernel)
                return keras.ops.separable_conv(values, *kernels, **window) + built.bias
            case Activation():
                return values
            case _:
                return built(values, training=False)

    return totals
