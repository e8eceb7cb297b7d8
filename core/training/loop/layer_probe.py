"""What a network computes between its images and its loss, looked at from outside: nothing that trains is touched.

The network is run as it predicts, and its functions are traced once. Sizes are root mean squares, always over the same
images, so that those of two moments can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.training.graph.training_graph import TrainingGraph
from models.layers import Conv2D, Dense, Flatten, activation_of
from models.spec import NetworkSpec

GRADIENT_IMAGES = 200  # the first that validate or, where none do, that train
GRADIENT_BATCH = 100  # of them at once; few, for a gradient needs all layers' values
LIMITS = {"sigmoid": (0.01, 0.99), "tanh": (-0.98, 0.98)}  # a hundredth of the range from the bounds


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Values:
    """What was seen of layers' values for some images; what is seen for others can be added."""

    images: int
    sums: tuple[np.ndarray, ...]  # for each of `rectified`: (units or maps,) float32, over images, rows and columns
    saturated: np.ndarray  # for each of `squashed`: share of the values beyond the limits, summed over images

    def __add__(self, others: Values) -> Values:
        return Values(
            images=self.images + others.images,
            sums=tuple(mine + theirs for mine, theirs in zip(self.sums, others.sums, strict=True)),
            saturated=self.saturated + others.saturated,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sizes:
    """How large the k kernels and their gradients are, and what was seen on the way."""

    weights: np.ndarray  # (k,) float32
    gradients: np.ndarray  # (k,) float32, of what training makes smaller
    seen: Values


class LayerProbe:
    """Looks at a run's network: at its kernels, their gradients, and what comes out of its activations."""

    def __init__(self, program: TrainingGraph) -> None:
        """Trace nothing yet."""
        import tensorflow as tf

        layers = program.model.layers
        self.names = tuple(layer.name for layer in layers if hasattr(layer, "kernel"))
        self.kernels = [layer.kernel.value for layer in layers if hasattr(layer, "kernel")]
        self.rectified = rectified(program.spec)
        self.squashed = squashed(program.spec)
        images, labels = program.examples.first(GRADIENT_IMAGES)
        self._batches = list(zip(rows(images, GRADIENT_BATCH), rows(labels, GRADIENT_BATCH), strict=True))
        last = max((*self.rectified, *self.squashed), default=-1)

        def outputs_of(images: Any, end: int) -> tuple[Any, list, list]:
            values, sums, saturated = program.inputs(images), [], []
            for index, layer in enumerate(layers[:end]):
                values = layer(values, training=False)
                if index in self.rectified:
                    cells = tf.reshape(values, [-1, values.shape[-1]])
                    sums.append(tf.matmul(tf.ones([1, tf.shape(cells)[0]]), cells)[0])  # the fastest way to add up
                if index in self.squashed:
                    low, high = self.squashed[index]
                    is_beyond = tf.logical_or(values < low, values > high)
                    saturated.append(tf.reduce_mean(tf.cast(is_beyond, tf.float32)))
            return values, sums, saturated

        def gradients(images: Any, labels: Any) -> tuple[list, list, list]:
            with tf.GradientTape(watch_accessed_variables=False) as tape:
                for kernel in self.kernels:
                    tape.watch(kernel)
                outputs, sums, saturated = outputs_of(images, len(layers))
                minimised = program.minimised(outputs, labels)
            return tape.gradient(minimised, self.kernels), sums, saturated

        pictures, whole = tf.TensorSpec([None, 28, 28], tf.uint8), tf.TensorSpec([None], tf.int32)
        self._gradients_untraced = gradients
        self._gradients = tf.function(gradients, autograph=False, input_signature=[pictures, whole])
        self._values = tf.function(
            lambda images: outputs_of(images, last + 1)[1:], autograph=False, input_signature=[pictures]
        )

    def trace_sizes(self) -> None:
        """Trace what `sizes` runs."""
        images, labels = self._batches[0]
        self._gradients(images[:1], labels[:1])

    def trace_values(self) -> None:
        """Trace what `values` runs."""
        self._values(self._batches[0][0][:1])

    def sizes(self, *, traced: bool = True) -> Sizes:
        """Return how large kernels and gradients are, in the order of `names`.

        Args:
            traced: False for operation by operation: what is asked once is answered sooner so.
        """
        function = self._gradients if traced else self._gradients_untraced
        sums: list[Any] = [0.0] * len(self.kernels)
        seen: Values | None = None
        for images, labels in self._batches:
            found, *values = function(images, labels)
            seen = _seen(images, *values) if seen is None else seen + _seen(images, *values)
            sums = [before + one * float(len(images)) for before, one in zip(sums, found, strict=True)]
        assert seen is not None  # there is an image
        gradients = _root_mean_squares(sums) / np.float32(seen.images)
        return Sizes(weights=_root_mean_squares(self.kernels), gradients=gradients, seen=seen)

    def values(self, images: Any) -> Values:
        """Return what is seen for images, a (N, 28, 28) uint8 tensor."""
        return _seen(images, *self._values(images))


def rows(array: Any, count: int) -> list:
    """Return an array's rows in order, so many at once; the last may be fewer."""
    return [array[first : first + count] for first in range(0, len(array), count)]


def rectified(spec: NetworkSpec) -> tuple[int, ...]:
    """Return the indices of the layers whose values come out of a ReLU and hang on a kernel."""
    first = next(index for index, layer in enumerate(spec.layers) if isinstance(layer, Dense | Conv2D))
    return tuple(index for index, layer in enumerate(spec.layers) if index >= first and activation_of(layer) == "relu")


def squashed(spec: NetworkSpec) -> dict[int, tuple[float, float]]:
    """Return, for the index of each hidden layer whose values come out of a sigmoid or tanh, the limits of these."""
    last = max(index for index, layer in enumerate(spec.layers) if not isinstance(layer, Flatten))
    functions = {index: activation_of(layer) for index, layer in enumerate(spec.layers[:last])}
    return {index: LIMITS[function] for index, function in functions.items() if function in LIMITS}


def _root_mean_squares(arrays: list) -> np.ndarray:
    return np.sqrt([np.mean(np.square(np.asarray(one, np.float64))) for one in arrays]).astype(np.float32)


def _seen(images: Any, sums: list, saturated: list) -> Values:
    return Values(
        images=len(images),
        sums=tuple(np.asarray(one) for one in sums),
        saturated=np.asarray([float(one) * len(images) for one in saturated]),
    )
