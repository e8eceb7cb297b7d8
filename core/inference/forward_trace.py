"""One image on its way through one network: the input and output of every layer, and where to look first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from core.data.input_scaling import UNIT, Pixels
from core.data.named_label import said
from core.inference.activations import Activations
from core.inference.evaluation import DIGITS
from core.inference.loaded_networks import StoredNetwork
from core.inference.standout import furthest_cell, furthest_map
from models.layer_table import LayerRow
from models.layers import Flatten, Layer
from models.spec import NetworkSpec

KindT = TypeVar("KindT", bound=Layer)


@dataclass(frozen=True, kw_only=True, eq=False)
class ForwardTrace:
    """An image and everything that a network computes of it; layers count from 0."""

    spec: NetworkSpec
    image: np.ndarray  # (28, 28) uint8, 0 paper to 255 ink
    activations: Activations
    weights: Mapping[str, np.ndarray]  # float32, by "layer/name"
    input_scaling: Pixels = UNIT  # how the image's bytes become inputs
    judges_each: bool = False  # the ten logits are judged each for itself, as after a sigmoid
    network: StoredNetwork | None = None  # as the engine is asked about it; None where nobody asks
    class_names: tuple[str, ...] | None = None  # of its ten outputs, where they are not the digits 0 to 9

    @property
    def labels(self) -> tuple[int, ...]:
        """The ten digits or classes, each as texts say it."""
        return tuple(said(label, self.class_names) for label in range(DIGITS))

    @property
    def answers(self) -> tuple[int, ...]:
        """The digits or classes with the highest score: one, or those that share it; as texts say them."""
        return tuple(said(digit, self.class_names) for digit in self.activations.predicted_digits)

    @property
    def answer(self) -> int:
        """The first of `answers`."""
        return said(self.activations.predicted_digit, self.class_names)

    @property
    def count(self) -> int:
        """Number of layers."""
        return len(self.spec.layers)

    def layer(self, index: int) -> Layer:
        """Return a layer's settings."""
        return self.spec.layers[index]

    def layer_as(self, index: int, kind: type[KindT]) -> KindT:
        """Return a layer's settings, of a kind that is known."""
        layer = self.spec.layers[index]
        assert isinstance(layer, kind)
        return layer

    def layer_row(self, index: int) -> LayerRow:
        """Return a layer's name and shapes."""
        return self.spec.rows()[index]

    def input_of(self, index: int) -> np.ndarray:
        """Return a layer's input, float32 in its input shape."""
        if index == 0:
            return self.input_scaling.inputs(self.image[np.newaxis])[0].reshape(self.spec.input_shape)
        return self.activations.outputs[index - 1]

    def output_of(self, index: int) -> np.ndarray:
        """Return a layer's output, float32 in its output shape."""
        return self.activations.outputs[index]

    def weight(self, index: int, name: str) -> np.ndarray:
        """Return a layer's weights of one name: "kernel", "bias", "gamma" ..."""
        return self.weights[f"{self.layer_row(index).name}/{name}"]

    def origin(self, index: int, position: int) -> tuple[int, int, int] | None:
        """Return row, column and map of the cell at a position, from 0, of a layer's row of inputs.

        None where Flatten did not lay that row out: dropout and activations change no position, a dense layer does.
        """
        for earlier in range(index - 1, -1, -1):
            if isinstance(self.layer(earlier), Flatten):
                shape = self.layer_row(earlier).input_shape
                if len(shape) == 3:
                    row, column, channel = np.unravel_index(position, shape)
                    return int(row), int(column), int(channel)
            elif not self.layer(earlier).is_elementwise:
                break
        return None

    @property
    def is_sigmoid(self) -> bool:
        """Whether each digit is judged for itself, so that the ten probabilities do not add up to 1."""
        return self.judges_each or self.spec.last_function == "sigmoid"

    def group(self, index: int) -> int:
        """Return which layer made the maps or units that a layer still has: itself, or the one that it only changes."""
        while index > 0 and self.layer(index).keeps_maps:
            index -= 1
        return index


def strongest_map(values: np.ndarray) -> int:
    """Return which map (or unit) of a layer's output holds the value furthest from 0; of equal ones the first.

    Args:
        values: (rows, columns, maps) or (units,).
    """
    return furthest_map(values).place


def strongest_cell(values: np.ndarray) -> tuple[int, int]:
    """Return row and column of the cell furthest from 0 in one map, (rows, columns)."""
    return divmod(furthest_cell(values).place, values.shape[1])


def furthest(values: np.ndarray) -> float:
    """Return the value furthest from 0, with its sign."""
    return float(values.flat[furthest_cell(values).place])


def next_cell(row: int, column: int, rows: int, columns: int) -> tuple[int, int]:
    """Return the cell to the right, or the first of the next row; after the last comes the first."""
    return divmod((row * columns + column + 1) % (rows * columns), columns)


def snap_to_network(by_hand: float, network_value: float) -> float:
    """Return the network's number where one worked out by hand is the same but for rounding, else that one.

    The network rounds each sum to float32, so that the last digit shown could differ.
    """
    return network_value if np.isclose(by_hand, network_value, rtol=1e-4, atol=1e-5) else by_hand


def is_signed(values: np.ndarray) -> bool:
    """Return whether there are values below 0: then they are drawn in two colours, else in ink."""
    return bool(values.min() < 0)


NOTHING = 1e-12  # what the darkest colour stands for where every value is 0


def max_abs(values: np.ndarray) -> float:
    """Return the largest finite distance from 0, at least a little above it: what the darkest colour stands for."""
    return max(float(np.abs(values).max(where=np.isfinite(values), initial=0.0)), NOTHING)
