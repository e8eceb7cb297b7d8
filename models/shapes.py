"""What shape each layer gives, and whether it fits the one before it: Keras's rules, without Keras."""

from __future__ import annotations

from core.errors import SpecError
from core.messages import models as messages
from models.layers import FUNCTIONS, Layer, Shape

CLASSES = 10  # one output per digit


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
