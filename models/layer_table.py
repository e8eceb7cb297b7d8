"""A network as a table: one row per layer with its name, shapes, costs and receptive field."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from core.errors import SpecError
from models.costs import formula, multiply_adds, parameters
from models.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    Layer,
    MaxPooling2D,
)
from models.receptive_field import Seen, pixels_seen, widest
from models.shapes import Shape, fitting_shapes, output_shapes, window

_PREFIXES: dict[type[Layer], str] = {
    Dense: "dense",
    Dropout: "dropout",
    Conv2D: "conv2d",
    BatchNormalization: "batch_normalization",
    MaxPooling2D: "max_pooling2d",
    AveragePooling2D: "average_pooling2d",
    Flatten: "flatten",
    Activation: "activation",
}
_FUNCTION_WORDS = {"relu": "ReLU"}  # the others are written as Keras names them


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
    formula: str  # of all its parameters: "(3·3·1 + 1)·32"
    multiply_adds: int  # per image
    seen: Seen  # first and last pixel row (and column) that each cell sees
    jump: int | None  # pixels of the image between neighbouring cells; None where values lie in one row

    @property
    def parameters(self) -> int:
        """Trainable and non-trainable parameters together."""
        return self.trainable_parameters + self.non_trainable_parameters

    @property
    def receptive_field(self) -> int:
        """Side in pixels of the square of the image that one cell sees; where padding cuts it, the widest."""
        return widest(self.seen)


@lru_cache(maxsize=64)
def layer_rows(input_shape: Shape, layers: tuple[Layer, ...]) -> tuple[LayerRow, ...]:
    """Return one row per layer.

    Raises:
        SpecError: a layer does not fit its input, or the last does not give 10 values.
    """
    return _rows((input_shape, *output_shapes(input_shape, layers)), layers)


def fitting_rows(input_shape: Shape, layers: tuple[Layer, ...]) -> tuple[tuple[LayerRow, ...], SpecError | None]:
    """Return the rows up to the first layer that does not fit its input, and why it does not, or None.

    Whether the last gives 10 values is not asked: there may be more to come.
    """
    shapes, misfit = fitting_shapes(input_shape, layers)
    return _rows((input_shape, *shapes), layers[: len(shapes)]), misfit


def _rows(shapes: tuple[Shape, ...], layers: tuple[Layer, ...]) -> tuple[LayerRow, ...]:
    rows = []
    jump = 1
    for index, (layer, name, seen) in enumerate(
        zip(layers, layer_names(layers), pixels_seen(shapes, layers), strict=True)
    ):
        before, after = shapes[index], shapes[index + 1]
        sliding = window(layer)
        jump *= sliding.strides if sliding is not None else 1
        trainable, kept = parameters(layer, before)
        rows.append(
            LayerRow(
                index=index,
                name=name,
                kind=type(layer).__name__,
                text=describe(layer),
                input_shape=before,
                output_shape=after,
                trainable_parameters=trainable,
                non_trainable_parameters=kept,
                formula=formula(layer, before),
                multiply_adds=multiply_adds(layer, before, after),
                seen=seen,
                jump=jump if len(after) == 3 else None,
            )
        )
    return tuple(rows)


def layer_names(layers: tuple[Layer, ...]) -> tuple[str, ...]:
    """Return the names that Keras gives these layers in a fresh session: dense, dense_1, ..."""
    used: dict[str, int] = {}
    names = []
    for layer in layers:
        prefix = _PREFIXES[type(layer)]
        count = used.get(prefix, 0)
        names.append(f"{prefix}_{count}" if count else prefix)
        used[prefix] = count + 1
    return tuple(names)


def describe(layer: Layer) -> str:
    """Return a layer in one line: "Conv 32, 3 x 3, ReLU"; what is as usual is left out."""
    if isinstance(layer, Dense):
        return ", ".join([f"Dense {layer.units}", *_function(layer.activation), *_l2(layer.l2)])
    if isinstance(layer, Dropout):
        return f"Dropout {layer.rate:g}"
    if isinstance(layer, Conv2D):
        size = f"{layer.kernel_size} x {layer.kernel_size}"
        stride = [f"stride {layer.strides}"] if layer.strides != 1 else []
        more = [*stride, *_same(layer.padding), *_function(layer.activation), *_l2(layer.l2)]
        return ", ".join([f"Conv {layer.filters}", size, *more])
    if isinstance(layer, BatchNormalization):
        return "Batch normalisation"
    if isinstance(layer, MaxPooling2D | AveragePooling2D):
        kind = "Max" if isinstance(layer, MaxPooling2D) else "Average"
        stride = [f"stride {layer.strides}"] if layer.strides not in (None, layer.pool_size) else []
        return ", ".join([f"{kind} pooling {layer.pool_size} x {layer.pool_size}", *stride, *_same(layer.padding)])
    if isinstance(layer, Flatten):
        return "Flatten"
    return f"Activation {_FUNCTION_WORDS.get(layer.function, layer.function)}"


def _function(activation: str) -> list[str]:
    return [] if activation == "linear" else [_FUNCTION_WORDS.get(activation, activation)]


def _l2(factor: float) -> list[str]:
    return [f"L2 {factor:g}"] if factor else []


def _same(padding: str) -> list[str]:
    return ["same padding"] if padding == "same" else []
