"""Statistics of a network's kernels, gradients and activations; measuring them changes nothing that trains.

The network is run as it predicts, and its functions are traced once. Sizes are root mean squares, always over the same
images, so that those of two moments can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf

from core.training.graph.training_graph import TrainingGraph
from models.layers import FUNCTIONS
from models.spec import NetworkSpec
from models.weights import kernels_by_layer

GRADIENT_IMAGES = 200  # the first that validate or, where none do, that train
GRADIENT_BATCH = 100  # of them at once; few, for a gradient needs all layers' values


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ActivationStatistics:
    """Sums over the activations for some images; those for other images can be added."""

    images: int
    sums: tuple[np.ndarray, ...]  # for each of `relu_layers`: (units or maps,) float32, over images, rows and columns
    saturated: np.ndarray  # for each of `saturating_layers`: share of the values beyond the limits, summed over images

    def __add__(self, others: ActivationStatistics) -> ActivationStatistics:
        return ActivationStatistics(
            images=self.images + others.images,
            sums=tuple(mine + theirs for mine, theirs in zip(self.sums, others.sums, strict=True)),
            saturated=self.saturated + others.saturated,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KernelStatistics:
    """How large the kernels of k layers and their gradients are, with the activations of the same images."""

    weights: np.ndarray  # (k,) float32
    gradients: np.ndarray  # (k,) float32, of what training makes smaller
    activations: ActivationStatistics


class LayerProbe:
    """Measures a run's network: its kernels, their gradients and its activations."""

    def __init__(self, graph: TrainingGraph) -> None:
        """Trace nothing yet."""
        layers = graph.model.layers
        kernels = {name: list(own.values()) for name, own in kernels_by_layer(graph.model, graph.spec).items()}
        self.names = tuple(kernels)
        self.kernels = [[kernel.value for kernel in own] for own in kernels.values()]  # of each of them
        self.relu_layers = relu_layers(graph.spec)
        self.saturating_layers = saturating_layers(graph.spec)
        images, labels = graph.examples.first(GRADIENT_IMAGES)
        self._batches = list(zip(rows(images, GRADIENT_BATCH), rows(labels, GRADIENT_BATCH), strict=True))
        last = max((*self.relu_layers, *self.saturating_layers), default=-1)

        def outputs_of(images: Any, end: int) -> tuple[Any, list, list]:
            values, sums, saturated = graph.inputs(images), [], []
            for index, layer in enumerate(layers[:end]):
                values = layer(values, training=False)
                if index in self.relu_layers:
                    cells = tf.reshape(values, [-1, values.shape[-1]])
                    sums.append(tf.matmul(tf.ones([1, tf.shape(cells)[0]]), cells)[0])  # the fastest way to add up
                if index in self.saturating_layers:
                    low, high = self.saturating_layers[index]
                    is_beyond = tf.logical_or(values < low, values > high)
                    saturated.append(tf.reduce_mean(tf.cast(is_beyond, tf.float32)))
            return values, sums, saturated

        def gradients(images: Any, labels: Any) -> tuple[Any, list, list]:
            with tf.GradientTape(watch_accessed_variables=False) as tape:
                tape.watch(self.kernels)
                outputs, sums, saturated = outputs_of(images, len(layers))
                minimised = graph.minimised(outputs, labels)
            return tape.gradient(minimised, self.kernels), sums, saturated

        pictures, whole = tf.TensorSpec([None, 28, 28], tf.uint8), tf.TensorSpec([None], tf.int32)
        self._gradients = tf.function(gradients, autograph=False, input_signature=[pictures, whole])
        self._values = tf.function(
            lambda images: outputs_of(images, last + 1)[1:], autograph=False, input_signature=[pictures]
        )

    def trace_kernels(self) -> None:
        """Trace what `kernel_statistics` runs."""
        images, labels = self._batches[0]
        self._gradients(images[:1], labels[:1])

    def trace_activations(self) -> None:
        """Trace what `activation_statistics` runs."""
        self._values(self._batches[0][0][:1])

    def kernel_statistics(self, *, traced: bool = True) -> KernelStatistics:
        """Return how large kernels and gradients are, in the order of `names`.

        Args:
            traced: False for operation by operation: faster where it is computed once.
        """
        function = self._gradients if traced else self._gradients.python_function
        sums: list[list[Any]] = [[0.0] * len(own) for own in self.kernels]
        total: ActivationStatistics | None = None
        for images, labels in self._batches:
            gradients, *values = function(images, labels)
            activations = _statistics(images, *values)
            total = activations if total is None else total + activations
            sums = [
                [before + mean * float(len(images)) for before, mean in zip(own, means, strict=True)]
                for own, means in zip(sums, gradients, strict=True)
            ]
        assert total is not None  # there is an image
        sizes = _root_mean_squares(sums) / np.float32(total.images)
        return KernelStatistics(weights=_root_mean_squares(self.kernels), gradients=sizes, activations=total)

    def activation_statistics(self, images: Any) -> ActivationStatistics:
        """Return the statistics for images, a (N, 28, 28) uint8 tensor."""
        return _statistics(images, *self._values(images))


def rows(array: Any, count: int) -> list:
    """Return an array's rows in order, so many at once; the last may be fewer."""
    return [array[first : first + count] for first in range(0, len(array), count)]


def relu_layers(spec: NetworkSpec) -> tuple[int, ...]:
    """Return the indices of the layers whose values come out of a ReLU and depend on a kernel."""
    layers = enumerate(spec.layers)
    return tuple(index for index, layer in layers if index >= spec.first_kernel and layer.output_function == "relu")


def saturating_layers(spec: NetworkSpec) -> dict[int, tuple[float, float]]:
    """Return, for the index of each hidden layer whose values come out of a sigmoid or tanh, the limits of these."""
    limits = {
        index: FUNCTIONS[layer.output_function].flat_beyond
        for index, layer in enumerate(spec.layers[: spec.last_index])
    }
    return {index: beyond for index, beyond in limits.items() if beyond is not None}


def _root_mean_squares(groups: list[list]) -> np.ndarray:
    """Return the size of each group of arrays, over the entries of all of them."""
    entries = [np.concatenate([np.asarray(array, np.float64).reshape(-1) for array in own]) for own in groups]
    return np.sqrt([np.mean(np.square(own)) for own in entries]).astype(np.float32)


def _statistics(images: Any, sums: list, saturated: list) -> ActivationStatistics:
    return ActivationStatistics(
        images=len(images),
        sums=tuple(np.asarray(values) for values in sums),
        saturated=np.asarray([float(share) * len(images) for share in saturated]),
    )
