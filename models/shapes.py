"""What shape each layer gives, and whether it fits the one before it: Keras's rules, without Keras.

A shape is (rows, columns, channels) or (values,); the axis N is left out. Images stay square, so rows = columns.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.errors import SpecError
from core.messages import models as messages
from models.layers import AveragePooling2D, Conv2D, Dense, Flatten, Layer, MaxPooling2D, activation_of

Shape = tuple[int, ...]

CLASSES = 10  # one output per digit


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The square that a convolution or a pooling slides over its input."""

    size: int
    strides: int
    padding: str  # "valid" or "same"

    def positions(self, cells: int) -> int:
        """Return how many times the window stands along an axis of `cells` cells; 0 or less if it does not fit."""
        if self.padding == "same":
            return -(-cells // self.strides)
        return (cells - self.size) // self.strides + 1

    def start(self, position: int, cells: int) -> int:
        """Return the first cell under the window at `position`; negative where it stands on padding."""
        if self.padding == "valid":
            return position * self.strides
        padded = max((self.positions(cells) - 1) * self.strides + self.size - cells, 0)
        return position * self.strides - padded // 2  # the odd cell of padding is at the end, as in TensorFlow


def window(layer: Layer) -> Window | None:
    """Return the window of a convolution or a pooling, None for other layers."""
    if isinstance(layer, Conv2D):
        return Window(size=layer.kernel_size, strides=layer.strides, padding=layer.padding)
    if isinstance(layer, MaxPooling2D | AveragePooling2D):
        return Window(size=layer.pool_size, strides=layer.strides or layer.pool_size, padding=layer.padding)
    return None


def shape_text(shape: Shape) -> str:
    """Return a shape as text: "26 x 26 x 32" or "784"."""
    return str(messages.shape(sizes=shape))


def output_shapes(input_shape: Shape, layers: tuple[Layer, ...]) -> tuple[Shape, ...]:
    """Return the output shape of every layer.

    Raises:
        SpecError: a layer does not fit its input, or the last does not give 10 values.
    """
    shapes, misfit = shapes_before_misfit(input_shape, layers)
    if misfit is not None:
        raise misfit
    if (last := (input_shape, *shapes)[-1]) != (CLASSES,):
        index = len(layers) - 1
        raise SpecError(messages.other_output_shape(layer=index, classes=CLASSES, shape=last), layer=index)
    return shapes


def shapes_before_misfit(input_shape: Shape, layers: tuple[Layer, ...]) -> tuple[tuple[Shape, ...], SpecError | None]:
    """Return the output shapes up to the first layer that does not fit its input, and why it does not, or None.

    Whether the last gives 10 values is not asked: there may be more to come.
    """
    shapes = [input_shape]
    for index in range(len(layers)):
        try:
            shapes.append(_output_shape(layers, index, shapes[-1]))
        except SpecError as misfit:
            return tuple(shapes[1:]), misfit
    return tuple(shapes[1:]), None


def _output_shape(layers: tuple[Layer, ...], index: int, before: Shape) -> Shape:
    layer = layers[index]
    if window(layer) is not None:
        shape = _slid(layers, index, before)
    elif isinstance(layer, Dense):
        shape = _dense(layer, index, before)
    else:
        shape = (math.prod(before),) if isinstance(layer, Flatten) else before
    if activation_of(layer) == "softmax" and shape[-1] == 1:
        raise SpecError(messages.softmax_over_one_value(layer=index), layer=index)
    return shape


def _dense(layer: Dense, index: int, shape: Shape) -> Shape:
    if len(shape) != 1:
        raise SpecError(messages.dense_on_image(layer=index, shape=shape), layer=index)
    return (layer.units,)


def _slid(layers: tuple[Layer, ...], index: int, shape: Shape) -> Shape:
    layer, sliding = layers[index], window(layers[index])
    assert sliding is not None
    if len(shape) != 3:
        message = messages.window_on_flat_values(layer=index, kind=type(layer).__name__, values=shape[0])
        raise SpecError(message, layer=index)
    rows, columns, channels = shape
    if sliding.positions(rows) < 1:
        message = messages.window_too_large(
            layer=index,
            window="kernel" if isinstance(layer, Conv2D) else "pooling window",
            size=sliding.size,
            rows=rows,
            columns=columns,
            follows_pooling=any(isinstance(earlier, MaxPooling2D | AveragePooling2D) for earlier in layers[:index]),
        )
        raise SpecError(message, layer=index)
    maps = layer.filters if isinstance(layer, Conv2D) else channels
    return (sliding.positions(rows), sliding.positions(columns), maps)
