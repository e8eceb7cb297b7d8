"""Which arrays a network's weights are, by name and shape, worked out from its spec; and what their values may be."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.errors import ModelFileError
from core.messages.importing import files as messages
from core.messages.message import Message
from models.checks import short_repr
from models.layers import Shape
from models.spec import NetworkSpec

FILLED = {"bias": 0.0, "gamma": 1.0, "beta": 0.0}  # what stands for an array that a layer does without


def weight_shapes(spec: NetworkSpec) -> dict[str, Shape]:
    """Return the shape of each array of a network's weights by its name, such as "dense/kernel"."""
    return {
        f"{row.name}/{name}": shape
        for layer, row in zip(spec.layers, spec.rows(), strict=True)
        for name, shape in layer.weights(row.input_shape[-1]).items()
    }


def as_float32(array: np.ndarray, name: Message, *, layer: int | None) -> np.ndarray:
    """Return an array of numbers as contiguous float32, each the same number.

    Args:
        array: of float16, float32 or float64 in any byte order.
        name: of the array, as a message names it: "Layer 2, 'dense': its kernel".
        layer: the index of its layer in the file, from 0.

    Raises:
        ModelFileError: a number is infinite, none at all, or has no equal among those of float32.
    """
    if not np.isfinite(array).all():
        raise ModelFileError(messages.array_is_not_finite(array=name, has_nan=bool(np.isnan(array).any())), layer=layer)
    with np.errstate(over="ignore", under="ignore"):
        numbers = np.ascontiguousarray(array, dtype=np.float32)
    if array.dtype.itemsize > 4 and not np.array_equal(numbers, array):
        raise ModelFileError(messages.array_would_lose_digits(array=name, dtype=array.dtype.name), layer=layer)
    return numbers


def check_shape(name: Message, received: tuple[int, ...], expected: Shape, *, layer: int | None) -> None:
    """Raise ModelFileError unless an array has the shape that the network gives it."""
    if received != expected:
        message = messages.array_of_other_shape(array=name, expected=expected, received=received[:6])
        raise ModelFileError(message, layer=layer)


def check_variances(weights: Mapping[str, np.ndarray]) -> None:
    """Raise ModelFileError where a moving variance is below 0: its square root would be no number."""
    for name, array in weights.items():
        if name.endswith("/moving_variance") and (array < 0).any():
            raise ModelFileError(messages.negative_variance(name=short_repr(name)))
