"""A network as data: what a form edits, a run records, a file holds and build.py turns into Keras.

Equal specs are equal networks by value; only what can be built and trained here can be constructed.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

from core.errors import SpecError
from core.messages import models as model_messages
from core.messages import spec_json as messages
from models.checks import short_repr
from models.costs import BATCH_SIZE, MAX_PARAMETERS, MAX_TRAINING_MIB, MOMENTS, training_mib
from models.layer_table import LayerRow, layer_rows
from models.layers import LAYER_KINDS, Dropout, Flatten, Layer, Shape, check_layer_count
from models.layers.kernel import KernelLayer
from models.spec_json import Document, layer_document, read_layers, unknown_entries

SCHEMA = 1
FLAT, IMAGE = (784,), (28, 28, 1)
INPUT_SHAPES: tuple[Shape, ...] = (FLAT, IMAGE)
_ENTRIES = ("schema", "input_shape", "layers")


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
            raise SpecError(messages.layers_not_a_tuple(value=short_repr(self.layers)), layer=None)
        check_layer_count(len(self.layers))
        for index, layer in enumerate(self.layers):
            if type(layer) not in LAYER_KINDS.values():
                raise SpecError(messages.not_a_layer(layer=index, value=short_repr(layer)), layer=index)
        _check_size(self)  # its rows too: layers that do not fit have none
        if isinstance(self.layers[self.last_index], Dropout):
            last = len(self.layers) - 1
            raise SpecError(model_messages.dropout_at_end(layer=last), layer=last)

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

    def memory_mib(self, *, batch_size: int = BATCH_SIZE, moments: int = MOMENTS) -> float:
        """Return a rough estimate of the memory that training takes, in MiB, as `models.costs.training_mib`."""
        values = sum(math.prod(row.output_shape) + row.inner_values for row in self.rows())
        return training_mib(self.parameters, values, batch_size=batch_size, moments=moments)

    @property
    def outputs_probabilities(self) -> bool:
        """Whether the ten values are probabilities (softmax or sigmoid) and not logits."""
        return self.last_function in ("softmax", "sigmoid")

    @property
    def last_function(self) -> str:
        """The function that the ten values come out of: "softmax", "linear", ..."""
        return self.layers[self.last_index].output_function

    @property
    def from_logits(self) -> bool:
        """What a Keras loss for this network is told: the opposite of `outputs_probabilities`."""
        return not self.outputs_probabilities

    @property
    def dropout_rate(self) -> float | None:
        """The rate of the first Dropout layer; None where there is none."""
        return next((layer.rate for layer in self.dropout_layers.values()), None)

    def with_dropout_rate(self, rate: float) -> NetworkSpec:
        """Return the same network with another rate in every Dropout layer.

        Raises:
            SpecError: the rate is out of bounds.
        """
        changed = {index: dataclasses.replace(layer, rate=rate) for index, layer in self.dropout_layers.items()}
        layers = tuple(changed.get(index, layer) for index, layer in enumerate(self.layers))
        return dataclasses.replace(self, layers=layers)

    @property
    def last_index(self) -> int:
        """The index of the last layer that does something to values: what comes behind it only lays them out anew."""
        behind = (index for index, layer in enumerate(self.layers) if not isinstance(layer, Flatten))
        return max(behind, default=len(self.layers) - 1)

    @property
    def is_compiled(self) -> bool:
        """Whether XLA makes its training faster; where a layer's becomes slower, all of it does."""
        return all(layer.is_compiled for layer in self.layers)

    @property
    def kernel_layers(self) -> dict[int, KernelLayer]:
        """The layers that multiply their values by weights, by their indices; at least one, as all see the image."""
        return {index: layer for index, layer in enumerate(self.layers) if isinstance(layer, KernelLayer)}

    @property
    def dropout_layers(self) -> dict[int, Dropout]:
        """The Dropout layers, by their indices."""
        return {index: layer for index, layer in enumerate(self.layers) if isinstance(layer, Dropout)}

    @property
    def first_kernel(self) -> int:
        """The index of the first layer that multiplies its values by weights."""
        return min(self.kernel_layers)

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
            raise SpecError(messages.network_not_an_object(schema=SCHEMA, value=short_repr(document)), layer=None)
        schema = document.get("schema")
        if type(schema) is not int or schema != SCHEMA:
            raise SpecError(messages.other_schema(schema=SCHEMA, value=short_repr(schema)), layer=None)
        for key in unknown_entries(document, _ENTRIES):
            raise SpecError(messages.network_has_unknown_entry(value=short_repr(key), known=_ENTRIES), layer=None)
        for key in _ENTRIES:
            if key not in document:
                raise SpecError(messages.network_lacks_entry(entry=key), layer=None)
        shape = document["input_shape"]
        if type(shape) is not list:
            raise SpecError(messages.input_shape_not_a_list(value=short_repr(shape)), layer=None)
        _check_input_shape(tuple(shape))
        return cls(input_shape=tuple(shape), layers=read_layers(document["layers"]))


def _check_input_shape(shape: object) -> None:
    received = short_repr(shape)
    if isinstance(shape, tuple):
        if all(type(size) is int for size in shape) and shape in INPUT_SHAPES:
            return
        received = f"({', '.join(short_repr(size) for size in shape[:4])}{', ...' if len(shape) > 4 else ''})"
    raise SpecError(model_messages.unknown_input_shape(known=INPUT_SHAPES, value=received), layer=None)


def _check_size(spec: NetworkSpec) -> None:
    parameters, mebibytes = spec.parameters, spec.memory_mib()
    if parameters <= MAX_PARAMETERS and mebibytes <= MAX_TRAINING_MIB:
        return
    worst = max(spec.rows(), key=lambda row: training_mib(row.parameters, math.prod(row.output_shape)))
    message = model_messages.too_large(
        layer=worst.index,
        input_shape=worst.input_shape,
        output_shape=worst.output_shape,
        layer_parameters=worst.parameters,
        parameters=parameters,
        mebibytes=mebibytes,
        most_parameters=MAX_PARAMETERS,
        most_mebibytes=MAX_TRAINING_MIB,
        is_flat=spec.input_shape == FLAT,
    )
    raise SpecError(message, layer=worst.index)
