"""What shape each layer gives, and whether it fits the one before it: Keras's rules, without Keras."""

from __future__ import annotations

from core.errors import SpecError
from core.messages import models as messages
from models.layers import FUNCTIONS, Layer, Shape

CLASSES = 10  # one output per digit


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
    for index, layer in enumerate(layers):
        try:
            shape = layer.output_shape(shapes[-1], layers[:index])
            if FUNCTIONS[layer.output_function].looks_at_all and shape[-1] == 1:
                raise SpecError(messages.softmax_over_one_value(layer=index), layer=index)
        except SpecError as misfit:
            return tuple(shapes[1:]), misfit
        shapes.append(shape)
    return tuple(shapes[1:]), None
