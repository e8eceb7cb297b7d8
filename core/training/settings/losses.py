"""The losses that a run may have: a row each. Their names are those of Keras's functions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Loss = Literal[
    "sparse_categorical_crossentropy", "categorical_crossentropy", "binary_crossentropy", "mean_squared_error"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class LossRow:
    """One loss."""

    keras: str  # its class in keras.losses
    number: str  # losses of the same number can be compared
    blind: float  # of ten equal probabilities, without smoothing
    is_one_hot: bool = True  # takes labels as ten numbers each
    takes_logits: bool = True  # in Keras too
    smooths: bool = True  # labels, in Keras or here


LOSSES: dict[Loss, LossRow] = {
    "sparse_categorical_crossentropy": LossRow(
        keras="SparseCategoricalCrossentropy", number="cross-entropy", blind=math.log(10), is_one_hot=False
    ),
    "categorical_crossentropy": LossRow(keras="CategoricalCrossentropy", number="cross-entropy", blind=math.log(10)),
    "binary_crossentropy": LossRow(  # a mean over the ten outputs
        keras="BinaryCrossentropy", number="binary", blind=-(0.1 * math.log(0.1) + 0.9 * math.log(0.9))
    ),
    "mean_squared_error": LossRow(
        keras="MeanSquaredError", number="squared error", blind=0.09, takes_logits=False, smooths=False
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LossChoice:
    """A loss with its smoothing of labels."""

    name: Loss
    smoothing: float = 0.0  # share of a label that is spread over all ten outputs; in binary ones, that a half takes

    @property
    def function(self) -> Loss:
        """Keras's function: the sparse one smooths no labels, so the other, of the same number, does."""
        is_smoothed_digit = self.smoothing > 0 and not LOSSES[self.name].is_one_hot
        return "categorical_crossentropy" if is_smoothed_digit else self.name

    @property
    def row(self) -> LossRow:
        """The row of that function."""
        return LOSSES[self.function]

    @property
    def blind(self) -> float:
        """The loss of ten equal probabilities."""
        if self.name != "binary_crossentropy":
            return self.row.blind
        ones = 0.1 + 0.4 * self.smoothing  # of ten labels, the mean
        return -(ones * math.log(0.1) + (1 - ones) * math.log(0.9))

    def arguments(self, *, from_logits: bool) -> dict[str, bool | float]:
        """Return what Keras is told beside labels and outputs."""
        told: dict[str, bool | float] = {"from_logits": True} if from_logits and self.row.takes_logits else {}
        return told | ({"label_smoothing": self.smoothing} if self.smoothing else {})
