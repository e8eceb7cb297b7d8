"""Numbers of other types as uint8, where not one value changes its meaning; anything else is refused, not rounded.

Integers must lie in 0..255. Floats must be whole numbers in 0..255, or k/255 (what most programs write), or k/256
(what the pickled MNIST of deeplearning.net holds), to the last bit of their type. The first value that is neither 0
nor 1 decides which of the three it is for the whole array.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from core.data.formats.stored_array import StoredArray
from core.errors import DataError
from core.messages.data import dataset as messages

_UINT8 = np.dtype(np.uint8)
_WHOLE = 1
_FRACTIONS = (255, 256)
_MAX_UINT8 = 255


def to_uint8(array: StoredArray, *, fractions: bool) -> StoredArray:
    """Return the array as uint8, converted piece by piece when it is read.

    Args:
        array: integers or floats of any size and byte order.
        fractions: whether floats may also be k/255 or k/256, as images have them.

    Returns:
        (same shape) uint8, 0..255. Reading it raises `DataError` at the first value that has no exact counterpart.

    Raises:
        DataError: the first deciding value of a float array is already no such number.
    """
    if array.dtype == _UINT8:
        return array
    scale = _scale(array) if array.dtype.kind == "f" and fractions else _WHOLE
    return replace(array, dtype=_UINT8, pieces=lambda: _converted(array, scale))


def _scale(array: StoredArray) -> int:
    """Return what the first value that is neither 0 nor 1 must be multiplied by; if there is none, 1 is full ink."""
    first = 0
    for piece in array.pieces():
        deciding = np.flatnonzero((piece != 0) & (piece != 1))
        if deciding.size:
            value = piece[deciding[:1]]
            for scale in (_WHOLE, *_FRACTIONS):
                if _exact(value, scale)[1].all():
                    return scale
            raise _not_exact(array, first + int(deciding[0]), value[0])
        first += piece.size
    return _FRACTIONS[0]


def _converted(array: StoredArray, scale: int) -> Iterator[np.ndarray]:
    first = 0
    for piece in array.pieces():
        numbers, good = _exact(piece, scale)
        if not good.all():
            bad = int(np.argmin(good))
            raise _not_exact(array, first + bad, piece[bad])
        first += piece.size
        yield numbers


def _exact(piece: np.ndarray, scale: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (numbers uint8, good bool): the piece times `scale`, and where that is exact."""
    good = (piece >= 0) & (piece <= _MAX_UINT8 / scale)  # false for NaN
    safe = np.where(good, piece, 0)
    if scale == _WHOLE:
        numbers = safe.astype(np.uint8)
        return numbers, good & (numbers == safe)
    numbers = np.rint(safe * scale).astype(np.uint8)
    fractions = (np.arange(_MAX_UINT8 + 1) / scale).astype(safe.dtype)
    return numbers, good & (fractions[numbers] == safe)


def _not_exact(array: StoredArray, position: int, value: np.generic) -> DataError:
    index = tuple(int(axis_index) for axis_index in np.unravel_index(position, array.shape))
    return DataError(messages.not_exact(name=array.name, index=index, value=str(value)))
