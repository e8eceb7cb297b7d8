"""What can be said of a set-up before it trains: a learning rate that is far off, weights that all start at 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.training.diagnosis.remedies import function_after, hidden, is_high, is_low
from core.training.settings.config import TrainingConfig
from core.training.settings.optimizers import Optimizer, usual_rate
from models.layers import Layer
from models.layers.kernel import KernelLayer


@dataclass(frozen=True, slots=True, kw_only=True)
class RateFarOff:
    """A learning rate far above or below what its optimizer usually takes."""

    learning_rate: float  # with a schedule the largest
    usual_rate: float
    optimizer: Optimizer
    is_scheduled: bool

    @property
    def is_high(self) -> bool:
        return self.learning_rate > self.usual_rate


def rate_far_off(config: TrainingConfig) -> RateFarOff | None:
    """Return how far a learning rate is off, by the doctor's own measure; None for one that is usual."""
    if not is_high(config.learning_rate, config) and not is_low(config.learning_rate, config):
        return None
    return RateFarOff(
        learning_rate=config.learning_rate,
        usual_rate=usual_rate(config),
        optimizer=config.optimizer,
        is_scheduled=config.is_scheduled,
    )


def zero_starts(layers: Sequence[Layer]) -> dict[int, str]:
    """Return the hidden layers whose kernels all start at 0: the function that each one's sums go through, by index."""
    layers = tuple(layers)
    return {
        index: function_after(layers, index)
        for index in hidden(layers)
        if (layer := layers[index]).kernels and isinstance(layer, KernelLayer) and layer.initializer == "zeros"
    }
