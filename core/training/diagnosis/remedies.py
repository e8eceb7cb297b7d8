"""The remedy of a diagnosis: the same run with one thing altered. Always valid, always other than the run is now.

A branch keeps the network, so that what is altered is the only difference; where the network itself must change, the
remedy is a new run.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from core.training.record.history import History
from core.training.settings.commands import with_settings
from core.training.settings.config import MAX_EPOCHS, MAX_LEARNING_RATE, MIN_LEARNING_RATE, TrainingConfig
from core.training.settings.optimizers import usual_rate
from models.layers import FUNCTIONS, Layer
from models.layers.kernel import KernelLayer
from models.spec import NetworkSpec

_NAMES = {"function": "activation", "rate": "dropout_rate"}  # of a layer's fields, where the field's word is another
FAR = 10.0  # a learning rate so many times above or below the usual one is called high or low
ONE_CYCLE = 3.0  # times as high as others: its largest rate holds for a moment (Smith and Topin, 2018)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """A run that differs from another as it is now."""

    epoch: int | None  # kept by the other run, to branch from; 0 for its initial weights; None for a new run
    spec: NetworkSpec
    config: TrainingConfig
    changed: tuple[tuple[str, object, object], ...]  # each setting's name, what it is now, what it becomes


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentSetup:
    """A run's network and settings as they are now: a person may have steered some since it began."""

    spec: NetworkSpec
    config: TrainingConfig
    rate_then: float | None = None  # when what is looked at arose; None: as it is now

    @classmethod
    def of(cls, spec: NetworkSpec, config: TrainingConfig, history: History) -> CurrentSetup:
        """Return what a run that began with these is trained with now."""
        spec, config = with_settings(spec, config, history.changed_settings)
        return cls(spec=spec, config=config)

    @property
    def rate(self) -> float:
        """The learning rate when what is looked at arose; with a schedule the largest."""
        return self.config.learning_rate if self.rate_then is None else self.rate_then

    @property
    def steered_to(self) -> float | None:
        """The learning rate now, where it was another one then."""
        return None if self.rate == self.config.learning_rate else self.config.learning_rate

    @property
    def usual_rate(self) -> float:
        """A learning rate that the optimizer usually gets."""
        return usual_rate(self.config)

    @property
    def rate_is_high(self) -> bool:
        return is_high(self.rate, self.config)

    @property
    def rate_is_low(self) -> bool:
        return is_low(self.rate, self.config)

    def tenth(self, epoch: int) -> Remedy | None:
        """Return the remedy of a tenth of the learning rate."""
        return self._lowered(epoch, self.rate / FAR)

    def slower(self, epoch: int | None, *, by: float = FAR, layers: tuple[Layer, ...] | None = None) -> Remedy | None:
        """Return the remedy of a learning rate divided `by`; the usual one where that would still be high."""
        rate = self.rate / by
        return self._lowered(epoch, self.usual_rate if is_high(rate, self.config) else rate, layers)

    def faster(self, epoch: int) -> Remedy | None:
        """Return the remedy of ten times the learning rate; the usual one where that would still be low.

        None where the rate is that high by now.
        """
        rate = self.rate * FAR
        rate = _bounded(self.usual_rate if is_low(rate, self.config) else rate)
        return None if self.config.learning_rate >= rate else self.altered(epoch, learning_rate=rate)

    def _lowered(self, epoch: int | None, rate: float, layers: tuple[Layer, ...] | None = None) -> Remedy | None:
        """Return the remedy of a lower rate; where a person has chosen a lower one since, that, unless it is low."""
        if self.steered_to is not None and self.steered_to < rate and not is_low(self.steered_to, self.config):
            rate = self.steered_to
        return self.altered(epoch, layers=layers, learning_rate=_bounded(rate))

    def altered(self, epoch: int | None, *, layers: tuple[Layer, ...] | None = None, **settings: Any) -> Remedy | None:
        """Return the remedy of other layers or settings; None where they are as they were.

        Args:
            epoch: to branch from; where no epoch is left after it, as many are added. None for a new run.
            layers: of the network; a branch may only have other rates of dropout.
            settings: of the run, by their names; the learning rate is another one than that of then.
        """
        spec = self.spec if layers is None else dataclasses.replace(self.spec, layers=layers)
        before = dataclasses.replace(
            self.config, **({"learning_rate": self.rate} if "learning_rate" in settings else {})
        )
        config = dataclasses.replace(self.config, **settings)
        if (spec, config) == (self.spec, before):
            return None
        if epoch is not None and epoch >= config.epochs:
            epoch = 0 if epoch >= MAX_EPOCHS else epoch
            config = dataclasses.replace(config, epochs=max(config.epochs, min(MAX_EPOCHS, 2 * epoch)))
        return Remedy(epoch=epoch, spec=spec, config=config, changed=self._changed(spec, before, config))

    def _changed(
        self, spec: NetworkSpec, before: TrainingConfig, config: TrainingConfig
    ) -> tuple[tuple[str, object, object], ...]:
        pairs = [*zip(self.spec.layers, spec.layers, strict=True), (before, config)]
        changed = {}
        for old, new in pairs:
            for field in dataclasses.fields(old):
                was, becomes = getattr(old, field.name), getattr(new, field.name)
                name = _NAMES.get(field.name, field.name)
                if was != becomes:
                    changed.setdefault((name, was, becomes))
        return tuple(changed)


def is_high(rate: float, config: TrainingConfig) -> bool:
    """Return whether a learning rate, with a schedule the largest, is far above what the optimizer usually takes."""
    return rate >= usual_rate(config) * FAR * (ONE_CYCLE if config.schedule == "one_cycle" else 1.0)


def is_low(rate: float, config: TrainingConfig) -> bool:
    """Return whether it is far below that."""
    return rate < usual_rate(config) / FAR


def hidden(layers: tuple[Layer, ...]) -> tuple[int, ...]:
    """Return the indices of the layers before the last one that has a kernel."""
    kernels = [index for index, layer in enumerate(layers) if layer.kernels]
    return tuple(range(kernels[-1])) if kernels else ()


def function_after(layers: tuple[Layer, ...], index: int) -> str:
    """Return the activation that a kernel's sums go through: its layer's own, or the next one before another kernel."""
    end = next((at for at, layer in enumerate(layers) if at > index and layer.kernels), len(layers))
    functions = (layer.output_function for layer in layers[index:end])
    return next((function for function in functions if function != "linear"), "linear")


def initialized(layers: tuple[Layer, ...], unsuited: tuple[str, ...]) -> tuple[Layer, ...]:
    """Return layers whose kernels begin at the size that their activation wants, where they begin `unsuited`.

    He et al. (2015) for ReLU and its like, Glorot and Bengio (2010) for the others.
    """
    return tuple(
        dataclasses.replace(layer, initializer=FUNCTIONS[function_after(layers, index)].initializer)
        if isinstance(layer, KernelLayer) and layer.initializer in unsuited
        else layer
        for index, layer in enumerate(layers)
    )


def with_relu(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """Return layers with ReLU in place of each hidden sigmoid and tanh."""
    indices = hidden(layers)
    return tuple(
        layer.with_function("relu") if index in indices and FUNCTIONS[layer.output_function].flat_beyond else layer
        for index, layer in enumerate(layers)
    )


def _bounded(rate: float) -> float:
    """Return a learning rate within its bounds, in three digits: a third of 0.001 is 0.000333."""
    return float(f"{min(MAX_LEARNING_RATE, max(MIN_LEARNING_RATE, rate)):.3g}")
