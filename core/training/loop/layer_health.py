"""How each layer fares after an epoch, on fixed images: how large its kernel and gradient are, what never answers.

A ReLU's unit (of a convolution: a whole map) is dead if it gives 0 to every image: no gradient reaches it then. A
sigmoid's or tanh's value is saturated if it lies within a hundredth of the range from a bound: little passes there.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator

import numpy as np

from core.training.graph.training_graph import EVALUATION_BATCH, TrainingGraph
from core.training.loop.layer_probe import GRADIENT_IMAGES, LayerProbe, Sizes, Values, rows
from core.training.loop.run_control import Training
from core.training.record.events import Event, LayerHealth
from core.training.settings.commands import Command

HEALTH_IMAGES = 2000  # the first that validate or, where none do, that train


class Health:
    """The health of every layer, measured again and again on the same images."""

    def __init__(self, program: TrainingGraph, probe: LayerProbe) -> None:
        """Trace nothing yet."""
        self._probe = probe
        self._names = tuple(layer.name for layer in program.model.layers)
        images, _ = program.examples.first(HEALTH_IMAGES)
        self._others = rows(images[GRADIENT_IMAGES:], EVALUATION_BATCH)  # the first ones the probe's sizes tell of

    def measured(
        self, say: Callable[[None], Training]
    ) -> Generator[Event | None, Command | None, tuple[LayerHealth, ...]]:
        """Return the health of the layers that have anything to say, in their order; say nothing after each batch.

        Args:
            say: of the run's steering; commands are heard there.
        """
        sizes = self._probe.sizes()
        seen = sizes.seen
        yield from say(None)
        for images in self._others:
            if not self._hangs_on_more(seen):
                break
            seen = seen + self._probe.values(images)
            yield from say(None)
        return tuple(self._told(sizes, seen))

    def _hangs_on_more(self, seen: Values) -> bool:
        """Return whether further images can tell anything: a unit that answered once is alive."""
        return bool(self._probe.squashed) or any((sums == 0).any() for sums in seen.sums)

    def _told(self, sizes: Sizes, seen: Values) -> Iterator[LayerHealth]:
        probe = self._probe
        sized = dict(zip(probe.names, zip(sizes.weights.tolist(), sizes.gradients.tolist(), strict=True), strict=True))
        dead = dict(zip(probe.rectified, (float(np.mean(sums == 0)) for sums in seen.sums), strict=True))
        saturated = dict(zip(probe.squashed, (seen.saturated / seen.images).tolist(), strict=True))
        for place, name in enumerate(self._names):
            if name in sized or place in dead or place in saturated:
                weight_size, gradient_size = sized.get(name, (None, None))
                yield LayerHealth(
                    name=name,
                    weight_size=weight_size,
                    gradient_size=gradient_size,
                    dead_fraction=dead.get(place),
                    saturated_fraction=saturated.get(place),
                )
