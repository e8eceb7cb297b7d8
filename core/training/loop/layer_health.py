"""Each layer's health after an epoch, on fixed images: sizes of its kernel and gradient, its dead or saturated units.

A ReLU's unit (of a convolution: a whole map) is dead if it gives 0 to every image: no gradient reaches it then. A
sigmoid's or tanh's value is saturated if it lies within a hundredth of the range from a bound: little passes there.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator

import numpy as np

from core.training.graph.training_graph import TrainingGraph
from core.training.loop.layer_probe import GRADIENT_IMAGES, ActivationStatistics, KernelStatistics, LayerProbe, rows
from core.training.loop.run_control import Training
from core.training.record.events import Event, LayerHealth
from core.training.settings.commands import Command
from core.training.settings.workload import EVALUATION_BATCH

HEALTH_IMAGES = 2000  # the first that validate or, where none do, that train


class LayerHealthMonitor:
    """The health of every layer, measured again and again on the same images."""

    def __init__(self, graph: TrainingGraph, probe: LayerProbe) -> None:
        """Trace nothing yet."""
        self._probe = probe
        self._names = tuple(layer.name for layer in graph.model.layers)
        images, _ = graph.examples.first(HEALTH_IMAGES)
        self._others = rows(
            images[GRADIENT_IMAGES:], EVALUATION_BATCH
        )  # the first ones are in the probe's kernel statistics

    def measure(
        self, emit: Callable[[None], Training]
    ) -> Generator[Event | None, Command | None, tuple[LayerHealth, ...]]:
        """Return the health of the layers that have some, in their order; emit None after each batch.

        Args:
            emit: of the run's `RunControl`; commands are received there.
        """
        kernels = self._probe.kernel_statistics()
        activations = kernels.activations
        yield from emit(None)
        for images in self._others:
            if not self._needs_more_images(activations):
                break
            activations = activations + self._probe.activation_statistics(images)
            yield from emit(None)
        return tuple(self._records(kernels, activations))

    def _needs_more_images(self, activations: ActivationStatistics) -> bool:
        """Return whether further images can change the result: a unit that was active once is alive."""
        return bool(self._probe.saturating_layers) or any((sums == 0).any() for sums in activations.sums)

    def _records(self, kernels: KernelStatistics, activations: ActivationStatistics) -> Iterator[LayerHealth]:
        probe = self._probe
        sized = dict(
            zip(probe.names, zip(kernels.weights.tolist(), kernels.gradients.tolist(), strict=True), strict=True)
        )
        dead = dict(zip(probe.relu_layers, (float(np.mean(sums == 0)) for sums in activations.sums), strict=True))
        saturated = dict(
            zip(probe.saturating_layers, (activations.saturated / activations.images).tolist(), strict=True)
        )
        for index, name in enumerate(self._names):
            if name in sized or index in dead or index in saturated:
                weight_size, gradient_size = sized.get(name, (None, None))
                yield LayerHealth(
                    name=name,
                    weight_size=weight_size,
                    gradient_size=gradient_size,
                    dead_fraction=dead.get(index),
                    saturated_fraction=saturated.get(index),
                )
