"""Digits of 16 x 16 pixels, as the post office's are (USPS; Hull, 1994), brought to MNIST's size.

MNIST's own digits were scaled to fit 20 x 20 and stand in the middle of 28 x 28 (LeCun, Cortes, Burges). A digit of
USPS fills its 16 x 16, so the whole picture is scaled: bilinearly, between the pixels' middles, in whole numbers.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.data.formats.reading import ArrayHeader, NamedArray, refuse_above_cap
from core.data.formats.validate import IMAGE_SHAPE, to_uint8

SMALL_SHAPE = (16, 16)  # rows, columns
_SMALL, _SCALED = 16, 20  # pixels along a side
_PARTS = 10  # a pixel of 20 lies at a tenth between two of 16
_AT_ONCE = 4096  # images: 16 MB while they are worked out


def is_small(shape: tuple[int, ...]) -> bool:
    """Return whether an array of that shape holds small pictures."""
    return shape[1:] == SMALL_SHAPE


def scaled_header(header: ArrayHeader) -> ArrayHeader:
    """Return what the array that a header tells of will be: (N, 28, 28) uint8 where the pictures are small."""
    if not is_small(header.shape):
        return header
    return replace(header, shape=(header.shape[0], *IMAGE_SHAPE), dtype=np.dtype(np.uint8))


def scaled(array: NamedArray) -> NamedArray:
    """Return small pictures at MNIST's size; others as they are.

    Args:
        array: any shape; where it is (N, 16, 16), numbers that have an exact counterpart from 0 to 255, ink bright.

    Returns:
        (N, 28, 28) uint8: 20 x 20 pixels of the picture, and 4 of paper on each side.

    Raises:
        DataError: a pixel of a small picture has no exact counterpart, or there are too many.
    """
    if not is_small(array.values.shape):
        return array
    small = to_uint8(array, fractions=True)
    refuse_above_cap(len(small) * IMAGE_SHAPE[0] * IMAGE_SHAPE[1], array.name)
    large = np.zeros((len(small), *IMAGE_SHAPE), np.uint8)
    first = (IMAGE_SHAPE[0] - _SCALED) // 2
    middle = slice(first, first + _SCALED)
    weights = _weights()
    for start in range(0, len(small), _AT_ONCE):
        sums = weights @ small[start : start + _AT_ONCE].astype(np.float32) @ weights.T  # below 2**24: exact
        large[start : start + _AT_ONCE, middle, middle] = (sums.astype(np.int32) + _PARTS**2 // 2) // _PARTS**2
    return replace(array, values=large)


def _weights() -> np.ndarray:
    """Return (20, 16) float32 whole numbers, ten in each row: how a pixel is mixed of its two neighbours."""
    middles = (2 * np.arange(_SCALED) + 1) * _SMALL * _PARTS // (2 * _SCALED) - _PARTS // 2  # in tenths of a pixel
    middles = middles.clip(0, (_SMALL - 1) * _PARTS)
    before, tenths = middles // _PARTS, middles % _PARTS
    weights = np.zeros((_SCALED, _SMALL), np.float32)
    rows = np.arange(_SCALED)
    weights[rows, before] += _PARTS - tenths
    weights[rows, np.minimum(before + 1, _SMALL - 1)] += tenths
    return weights
