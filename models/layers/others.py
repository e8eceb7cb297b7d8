"""The layers that learn nothing and have no window: Flatten, Dropout, and a function as a layer of its own."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from models.keras_dropout import dropout_layer
from models.layers.activations import ACTIVATIONS, FUNCTIONS
from models.layers.base import Layer, Shape
from models.layers.settings import number, one_of

MAX_DROPOUT_RATE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Flatten(Layer):
    """Lays rows, columns and channels out as one row of values."""

    prefix = "flatten"
    keras_fixed: ClassVar = {"data_format": "channels_last"}
    keeps_maps = False
    rests = True

    def output_shape(self, before: Shape, earlier: Sequence[Layer]) -> Shape:
        return (math.prod(before),)

    def numpy_code(self, weight: Callable[[str], str], before: Shape) -> list[str]:
        return ["x = x.reshape(len(x), -1)"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropout(Layer):
    """Sets a random share of the values to 0 while training; does nothing when predicting."""

    prefix = "dropout"
    start: ClassVar = {"rate": 0.2}
    shown_always = 1
    is_elementwise = True
    rests = True

    rate: float = number(0.0, MAX_DROPOUT_RATE, step=0.05, is_of_training=True)  # share of the values

    @property
    def text(self) -> str:
        return f"Dropout {self.rate:g}"

    def keras(self, keras: Any, *, name: str, seeds: Sequence[int], is_plain: bool) -> Any:
        kind = keras.layers.Dropout if is_plain else dropout_layer()
        dropout = kind(0.5, seed=seeds[1], name=name, dtype="float32")
        dropout.rate = self.rate  # so that one of rate 0 has its random generator too: the rate may be changed
        return dropout


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation(Layer):
    """Applies a function to every value (softmax: along the last axis)."""

    prefix = "activation"
    start: ClassVar = {"function": "relu"}
    shown_always = 1
    is_elementwise = True

    function: str = one_of(ACTIVATIONS)

    @property
    def text(self) -> str:
        return f"Activation {FUNCTIONS[self.function].text}"

    @property
    def short_text(self) -> str:
        text = FUNCTIONS[self.function].text
        return text[0].upper() + text[1:]

    @property
    def output_function(self) -> str:
        return self.function

    def with_function(self, name: str) -> Self:
        return type(self)(function=name)

    def sees_all(self, before: Shape) -> bool:
        return FUNCTIONS[self.function].looks_at_all and len(before) == 1

    @property
    def keras_arguments(self) -> dict[str, Any]:
        return {"activation": self.function}

    def numpy_code(self, weight: Callable[[str], str], before: Shape) -> list[str]:
        return [] if self.function == "linear" else [self.activated("x")]
