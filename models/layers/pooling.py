"""Poolings: of each window of a map one number is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from core.messages.numbers import times
from models.layers.base import Shape, SlidingLayer, Window, strides_and_padding
from models.layers.conv2d import MAX_STRIDES, PADDINGS
from models.layers.settings import one_of, whole

MAX_POOL_SIZE = 28  # pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooling(SlidingLayer):
    """A layer that makes one number of each window."""

    keras_fixed: ClassVar = {"data_format": "channels_last"}
    shown_always = 1
    operation = ""  # in a word

    pool_size: int = whole(1, MAX_POOL_SIZE, default=2)  # side of the square window, in cells of the layer's input
    strides: int | None = whole(1, MAX_STRIDES, default=None, is_optional=True)  # None: as pool_size
    padding: str = one_of(PADDINGS, default="valid")

    @property
    def text(self) -> str:
        size = f"{self.operation.capitalize()} pooling {times(self.pool_size, self.pool_size)}"
        window = self.window
        return ", ".join([size, *strides_and_padding(window.strides, self.padding, usual=self.pool_size)])

    @property
    def short_text(self) -> str:
        return "Pool"

    @property
    def window(self) -> Window:
        return Window(size=self.pool_size, strides=self.strides or self.pool_size, padding=self.padding)

    @property
    def keras_arguments(self) -> dict[str, Any]:
        strides = None if self.strides == self.pool_size else self.strides
        return {"pool_size": self.pool_size, "strides": strides, "padding": self.padding}


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxPooling2D(Pooling):
    """Keeps the largest value of each window."""

    prefix = "max_pooling2d"
    operation = "max"

    def numpy_code(self, weight: Callable[[str], str], before: Shape) -> list[str]:
        return [*self.padding_code(before, "-np.inf"), f"x = {self.windows_code}.max(3).max(3)"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AveragePooling2D(Pooling):
    """Keeps the mean of each window; cells outside the picture do not count."""

    prefix = "average_pooling2d"
    operation = "average"

    def numpy_code(self, weight: Callable[[str], str], before: Shape) -> list[str]:
        padding = self.padding_code(before, "np.nan")
        mean = f"np.nanmean({self.windows_code}, (3, 4))" if padding else f"{self.windows_code}.mean((3, 4))"
        return [*padding, f"x = {mean}"]
