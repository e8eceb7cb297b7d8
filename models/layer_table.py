"""A network as a table: one row per layer with its name, shapes, costs and receptive field."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from core.errors import SpecError
from core.messages import models as messages
from models.layers import Layer, Shape
from models.receptive_field import Seen, pixels_seen
from models.shapes import CLASSES, shapes_before_misfit


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerRow:
    """What can be said of one layer in its place, without building it."""

    index: int  # from 0
    name: str  # as Keras names it in a fresh session: "conv2d_1"
    kind: str  # Keras's class: "Conv2D"
    text: str  # "Conv 32, 3 x 3, ReLU"
    input_shape: Shape
    output_shape: Shape
    trainable_parameters: int
    non_trainable_parameters: int
    formula: str  # of all its parameters: "(3 × 3 × 1 + 1) × 32"
    multiply_adds: int  # per image
    inner_values: int  # kept for the backward pass beside its output, per image
    seen: Seen  # first and last pixel row (and column) that each cell sees

    @property
    def parameters(self) -> int:
        """Trainable and non-trainable parameters together."""
        return self.trainable_parameters + self.non_trainable_parameters

    @property
    def receptive_field(self) -> int:
        """Side in pixels of the square of the image that one cell sees; where padding cuts it, the widest."""
        return max(last - first + 1 for first, last in self.seen)


@lru_cache(maxsize=64)
def layer_rows(input_shape: Shape, layers: tuple[Layer, ...]) -> tuple[LayerRow, ...]:
    """Return one row per layer.

    Raises:
        SpecError: a layer does not fit its input, or the last does not give 10 values.
    """
    rows, misfit = rows_before_misfit(input_shape, layers)
    if misfit is not None:
        raise misfit
    if (last := rows[-1]).output_shape != (CLASSES,):
        message = messages.other_output_shape(layer=last.index, classes=CLASSES, shape=last.output_shape)
        raise SpecError(message, layer=last.index)
    return rows


def rows_before_misfit(input_shape: Shape, layers: tuple[Layer, ...]) -> tuple[tuple[LayerRow, ...], SpecError | None]:
    """Return the rows up to the first layer that does not fit its input, and why it does not, or None.

    Whether the last gives 10 values is not asked: there may be more to come.
    """
    shapes, misfit = shapes_before_misfit(input_shape, layers)
    befores, fitting = (input_shape, *shapes)[: len(shapes)], layers[: len(shapes)]
    columns = zip(fitting, layer_names(fitting), befores, shapes, pixels_seen(befores, fitting), strict=True)
    rows = []
    for index, (layer, name, before, after, seen) in enumerate(columns):
        trainable, non_trainable = layer.parameters(before)
        rows.append(
            LayerRow(
                index=index,
                name=name,
                kind=type(layer).__name__,
                text=layer.text,
                input_shape=before,
                output_shape=after,
                trainable_parameters=trainable,
                non_trainable_parameters=non_trainable,
                formula=layer.formula(before[-1]),
                multiply_adds=layer.multiply_adds(before, after),
                inner_values=layer.inner_values(before, after),
                seen=seen,
            )
        )
    return tuple(rows), misfit


def layer_names(layers: tuple[Layer, ...]) -> tuple[str, ...]:
    """Return the names that Keras gives these layers in a fresh session: dense, dense_1, ..."""
    used: dict[str, int] = {}
    names = []
    for layer in layers:
        count = used.get(layer.prefix, 0)
        names.append(f"{layer.prefix}_{count}" if count else layer.prefix)
        used[layer.prefix] = count + 1
    return tuple(names)
