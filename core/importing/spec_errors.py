"""A network made of a file's layers; what is wrong with it is said of the layer by its number in the file."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import ModelFileError, SpecError
from core.messages.importing import files as messages
from models.layers import Layer, Shape
from models.shapes import shapes_before_misfit
from models.spec import NetworkSpec


def network_of(start: Shape, layers: Sequence[Layer], file_indices: Sequence[int]) -> NetworkSpec:
    """Return the network of an input shape and layers.

    Args:
        start: shape of its inputs.
        layers: in order.
        file_indices: of each of these, the index from 0 of the layer in the file that it came from.

    Raises:
        ModelFileError: there is no such network.
    """
    try:
        return NetworkSpec(input_shape=start, layers=tuple(layers))
    except SpecError as error:
        raise _model_file_error(error, file_indices) from error


def shape_after(start: Shape, layers: Sequence[Layer], file_indices: Sequence[int]) -> Shape:
    """Return the shape that the layers so far give; arguments as `network_of`.

    Raises:
        ModelFileError: one of them does not fit.
    """
    shapes, misfit = shapes_before_misfit(start, tuple(layers))
    if misfit is not None:
        raise _model_file_error(misfit, file_indices) from misfit
    return (start, *shapes)[-1]


def _model_file_error(error: SpecError, file_indices: Sequence[int]) -> ModelFileError:
    index = error.fields.get("layer")
    if not isinstance(index, int) or not 0 <= index < len(file_indices):
        return ModelFileError(error.message)
    in_file = file_indices[index]
    return ModelFileError(messages.layer_does_not_fit(number=in_file + 1, error=error.message), layer=in_file)
