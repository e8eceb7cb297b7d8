"""A network as data: what a form edits, a run records, a file holds and build.py turns into Keras.

Equal specs are equal networks by value; only what can be built and trained here can be constructed.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

from core.errors import SpecError
from models.checks import shown
from models.costs import BATCH_SIZE, MAX_PARAMETERS, MAX_TRAINING_MIB, MOMENTS, training_mib
from models.layer_table import LayerRow, layer_rows
from models.layers import LAYER_KINDS, Dropout, Flatten, Layer, activation_of, check_layer_count
from models.shapes import Shape, shape_text
from models.spec_json import Document, layer_document, read_layers, refuse_other_keys

SCHEMA = 1
FLAT, IMAGE = (784,), (28, 28, 1)
INPUT_SHAPES: tuple[Shape, ...] = (FLAT, IMAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSpec:
    """A sequence of layers from an image to ten values; valid once constructed.

    Raises:
        SpecError: a layer does not fit, or the network is too large; field `layer` is its index, from 0.
    """

    input_shape: Shape  # (784,) or (28, 28, 1), without the axis N
    layers: tuple[Layer, ...]

    def __post_init__(self) -> None:
        _check_input_shape(self.input_shape)
        if type(self.layers) is not tuple:
            raise SpecError(f"The layers of a network must be a tuple; got {shown(self.layers)}.", layer=None)
        check_layer_count(len(self.layers))
        for index, layer in enumerate(self.layers):
            if type(layer) not in LAYER_KINDS.values():
                raise SpecError(f"Layer {index + 1} is no layer that we know: {shown(layer)}.", layer=index)
        rows = layer_rows(self.input_shape, self.layers)
        _check_size(rows)
        if isinstance(self._last_layer, Dropout):
            raise SpecError(
                f"Layer {len(self.layers)} does not fit: a Dropout layer at the end would erase answers. "
                f"Put it before the last Dense layer.",
                layer=len(self.layers) - 1,
            )

    def rows(self) -> tuple[LayerRow, ...]:
        """Return one row per layer: its name, shapes, costs and receptive field."""
        return layer_rows(self.input_shape, self.layers)

    @property
    def trainable_parameters(self) -> int:
        """Numbers that training changes by gradients."""
        return sum(row.trainable_parameters for row in self.rows())

    @property
    def non_trainable_parameters(self) -> int:
        """Moving averages of batch normalisation."""
        return sum(row.non_trainable_parameters for row in self.rows())

    @property
    def parameters(self) -> int:
        """Trainable and non-trainable parameters together."""
        return self.trainable_parameters + self.non_trainable_parameters

    @property
    def multiply_adds(self) -> int:
        """Multiply-adds of one image through the network (costs.py says what is counted)."""
        return sum(row.multiply_adds for row in self.rows())

    @property
    def training_mib(self) -> float:
        """Rough estimate of the memory that training takes, in MiB: Adam, 128 images in a batch."""
        return _training_mib(self.rows())

    def memory_mib(self, *, batch_size: int, moments: int) -> float:
        """Return a rough estimate of the memory that training takes, in MiB, as `models.costs.training_mib`."""
        return _training_mib(self.rows(), batch_size=batch_size, moments=moments)

    @property
    def outputs_probabilities(self) -> bool:
        """Whether the ten values are probabilities (softmax or sigmoid) and not logits."""
        return self.last_function in ("softmax", "sigmoid")

    @property
    def last_function(self) -> str:
        """The function that the ten values come out of: "softmax", "linear", ..."""
        last = self._last_layer
        return "linear" if last is None else activation_of(last)

    @property
    def from_logits(self) -> bool:
        """What a Keras loss for this network is told: the opposite of `outputs_probabilities`."""
        return not self.outputs_probabilities

    @property
    def dropout_rate(self) -> float | None:
        """The rate of the first Dropout layer; None where there is none."""
        return next((layer.rate for layer in self.layers if isinstance(layer, Dropout)), None)

    def with_dropout_rate(self, rate: float) -> NetworkSpec:
        """Return the same network with another rate in every Dropout layer.

        Raises:
            SpecError: the rate is out of bounds.
        """
        layers = (
            dataclasses.replace(layer, rate=rate) if isinstance(layer, Dropout) else layer for layer in self.layers
        )
        return dataclasses.replace(self, layers=tuple(layers))

    @property
    def _last_layer(self) -> Layer | None:
        """The last layer that does something to values."""
        return next((layer for layer in reversed(self.layers) if not isinstance(layer, Flatten)), None)

    def to_json(self) -> Document:
        """Return the network as plain JSON values, always in the same order."""
        return {
            "schema": SCHEMA,
            "input_shape": list(self.input_shape),
            "layers": [layer_document(layer) for layer in self.layers],
        }

    @classmethod
    def from_json(cls, document: object) -> NetworkSpec:
        """Return the network that `to_json` gave.

        Raises:
            SpecError: an unknown schema, kind or entry, a missing entry, a value out of bounds, a misfit.
        """
        if type(document) is not dict:
            raise SpecError(f"A network must be an object with schema {SCHEMA}; got {shown(document)}.", layer=None)
        schema = document.get("schema")
        if type(schema) is not int or schema != SCHEMA:
            raise SpecError(
                f"The network's schema must be {SCHEMA}; got {shown(schema)}. Save it again with this Digit Lab.",
                layer=None,
            )
        refuse_other_keys("The network", document, ("schema", "input_shape", "layers"), layer=None)
        for key in ("input_shape", "layers"):
            if key not in document:
                raise SpecError(f"The network lacks the entry {key!r}. Add it.", layer=None)
        shape = document["input_shape"]
        if type(shape) is not list:
            raise SpecError(f"The input shape must be a list; got {shown(shape)}.", layer=None)
        _check_input_shape(tuple(shape))
        return cls(input_shape=tuple(shape), layers=read_layers(document["layers"]))


def _check_input_shape(shape: object) -> None:
    received = shown(shape)
    if isinstance(shape, tuple):
        if all(type(size) is int for size in shape) and shape in INPUT_SHAPES:
            return
        received = f"({', '.join(shown(size) for size in shape[:4])}{', ...' if len(shape) > 4 else ''})"
    known = " or ".join(str(known) for known in INPUT_SHAPES)
    raise SpecError(f"The input shape must be {known}; got {received}.", layer=None)


def _check_size(rows: tuple[LayerRow, ...]) -> None:
    parameters, mebibytes = sum(row.parameters for row in rows), _training_mib(rows)
    if parameters <= MAX_PARAMETERS and mebibytes <= MAX_TRAINING_MIB:
        return
    worst = max(rows, key=lambda row: training_mib(row.parameters, math.prod(row.output_shape)))
    flat = rows[0].input_shape == FLAT
    remedy = "Use fewer units" if flat else "Use fewer units or filters, or a pooling layer before it"
    raise SpecError(
        f"Layer {worst.index + 1} is too large: its input is {shape_text(worst.input_shape)}, its output "
        f"{shape_text(worst.output_shape)}, it has {worst.parameters:,} parameters. The network has {parameters:,} and "
        f"would take about {mebibytes:,.0f} MiB to train; at most {MAX_PARAMETERS:,} parameters and "
        f"{MAX_TRAINING_MIB:,} MiB are allowed. {remedy}.",
        layer=worst.index,
    )


def _training_mib(rows: tuple[LayerRow, ...], *, batch_size: int = BATCH_SIZE, moments: int = MOMENTS) -> float:
    values = sum(math.prod(row.output_shape) for row in rows)
    return training_mib(sum(row.parameters for row in rows), values, batch_size=batch_size, moments=moments)
