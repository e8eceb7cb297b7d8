"""Pictures of digits seen a little differently: turned one way or the other, and larger or smaller."""

from __future__ import annotations

from functools import cache

import numpy as np

_SIDE = 28  # pixels
_DEGREES = (8.0, -8.0)
_SCALES = (0.9, 1.1)


def seen_variously(images: np.ndarray) -> np.ndarray:
    """Return pictures as they are, and turned each way in either size: (5, N, 28, 28) uint8.

    Args:
        images: (N, 28, 28) uint8.
    """
    pixels = images.reshape(-1, _SIDE * _SIDE).astype(np.float32)
    seen = [np.rint(pixels @ view(degrees, scale)) for degrees in _DEGREES for scale in _SCALES]
    return np.stack([images, *(picture.reshape(images.shape).astype(np.uint8) for picture in seen)])


@cache
def view(degrees: float, scale: float) -> np.ndarray:
    """Return what turns pictures clockwise and makes them larger, about their middle, between pixels bilinearly.

    Args:
        degrees: of the turn.
        scale: 1 leaves the size, 2 doubles it.

    Returns:
        (784, 784) float32, by which rows of 784 pixels are multiplied; what lies outside a picture is 0.
    """
    cos, sin = np.cos(np.radians(degrees)) / scale, np.sin(np.radians(degrees)) / scale
    middle = (_SIDE - 1) / 2
    down, right = (axis.ravel() - middle for axis in np.mgrid[0:_SIDE, 0:_SIDE])
    rows, columns = middle + cos * down - sin * right, middle + sin * down + cos * right
    top, left = np.floor(rows).astype(np.int64), np.floor(columns).astype(np.int64)
    matrix = np.zeros((_SIDE * _SIDE, _SIDE * _SIDE), np.float32)
    for row, of_row in ((top, top + 1 - rows), (top + 1, rows - top)):
        for column, of_column in ((left, left + 1 - columns), (left + 1, columns - left)):
            inside = (row >= 0) & (row < _SIDE) & (column >= 0) & (column < _SIDE)
            to = np.flatnonzero(inside)
            matrix[row[to] * _SIDE + column[to], to] += (of_row * of_column)[to]
    return matrix
