"""Batch normalisation: each channel is brought to mean 0 and variance 1, then scaled and shifted by learned numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from core.messages.numbers import times
from models.ladder import NEAR_ONE, decades
from models.layers.base import Layer, Shape
from models.layers.settings import number

MAX_MOMENTUM = 0.9999
MIN_EPSILON, MAX_EPSILON = 1e-7, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchNormalization(Layer):
    """Shifts and scales each channel to mean 0 and variance 1, then by two learned numbers."""

    prefix = "batch_normalization"
    untrained = ("moving_mean", "moving_variance")
    is_elementwise = True

    # share of the old moving average that is kept at each step
    momentum: float = number(0.0, MAX_MOMENTUM, step=NEAR_ONE, default=0.99, is_of_training=True)
    epsilon: float = number(  # added to the variance
        MIN_EPSILON, MAX_EPSILON, step=decades(MIN_EPSILON, MAX_EPSILON, digits=(1,)), default=1e-3
    )

    @property
    def text(self) -> str:
        return "Batch normalisation"

    @property
    def short_text(self) -> str:
        return "Norm"

    def weights(self, channels: int) -> dict[str, Shape]:
        return dict.fromkeys(("gamma", "beta", *self.untrained), (channels,))

    def formula(self, channels: int) -> str:
        return times(4, channels)

    def multiply_adds(self, before: Shape, after: Shape) -> int:
        """Return one per value."""
        return math.prod(after)

    def numpy_code(self, weight: Callable[[str], str], before: Shape) -> list[str]:
        arrays = ", ".join(weight(name) for name in self.weights(1))
        return [f"x = normalisation(x, {arrays}, {self.epsilon!r})"]
