"""Global average pooling (Lin, Chen and Yan, 2013): of each map its mean is left, so maps become a row of values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from core.errors import SpecError
from core.messages import models as messages
from models.layers.base import Layer, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalAveragePooling2D(Layer):
    """Keeps the mean of each map."""

    prefix = "global_average_pooling2d"
    keras_fixed: ClassVar = {"data_format": "channels_last", "keepdims": False}

    @property
    def text(self) -> str:
        return "Global average pooling"

    @property
    def short_text(self) -> str:
        return "Global"

    def output_shape(self, before: Shape, earlier: Sequence[Layer]) -> Shape:
        if len(before) != 3:
            index, kind = len(earlier), type(self).__name__
            raise SpecError(messages.window_on_flat_values(layer=index, kind=kind, values=before[0]), layer=index)
        return before[-1:]

    def sees_all(self, before: Shape) -> bool:
        return True

    def numpy_code(self, weight: Callable[[str], str], before: Shape) -> list[str]:
        return ["x = x.mean((1, 2))"]
