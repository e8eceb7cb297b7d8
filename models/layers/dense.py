"""A dense layer: every output is a weighted sum of all inputs plus a bias."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from core.errors import SpecError
from core.messages import models as messages
from core.messages.numbers import times
from models.ladder import doublings
from models.layers.base import Layer, Shape
from models.layers.kernel import KernelLayer, activation_field, initializer_field, l2_field
from models.layers.settings import whole

MAX_UNITS = 4096
PIXELS = 28 * 28
BYTES_PER_WEIGHT = 4  # float32
MIB = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Dense(KernelLayer):
    """Every output is a weighted sum of all inputs plus a bias."""

    prefix = "dense"
    kernels = ("kernel",)
    start: ClassVar = {"units": 64, "activation": "relu"}
    shown_always = 1

    units: int = whole(1, MAX_UNITS, step=doublings(1, MAX_UNITS))  # outputs
    activation: str = activation_field()
    initializer: str = initializer_field()
    l2: float = l2_field()

    def __post_init__(self) -> None:
        if type(self.units) is int and MAX_UNITS < self.units <= 10**9:
            mebibytes = (PIXELS + 1) * self.units * BYTES_PER_WEIGHT / MIB
            message = messages.too_many_units(most=MAX_UNITS, units=self.units, pixels=PIXELS, mebibytes=mebibytes)
            raise SpecError(message, layer=None)
        Layer.__post_init__(self)

    @property
    def text(self) -> str:
        return ", ".join([self.short_text, *self.endings])

    @property
    def short_text(self) -> str:
        return f"Dense {self.units}"

    def output_shape(self, before: Shape, earlier: Sequence[Layer]) -> Shape:
        if len(before) != 1:
            raise SpecError(messages.dense_on_image(layer=len(earlier), shape=before), layer=len(earlier))
        return (self.units,)

    def sees_all(self, before: Shape) -> bool:
        return True

    def weights(self, channels: int) -> dict[str, Shape]:
        return {"kernel": (channels, self.units), "bias": (self.units,)}

    def formula(self, channels: int) -> str:
        return times(f"({channels} + 1)", self.units)

    def numpy_code(self, weight: Callable[[str], str], before: Shape) -> list[str]:
        return [self.activated(f"x @ {weight('kernel')} + {weight('bias')}")]
