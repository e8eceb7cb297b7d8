"""A picture shifted by whole pixels, and how many numbers of a layer that changes."""

from __future__ import annotations

import numpy as np

MOST_PIXELS = 14  # that a picture is shifted, in each direction: half of it
ROUNDING = 1e-5  # of the largest number: what differs by less is the same


def shifted(image: np.ndarray, down: int, right: int) -> np.ndarray:
    """Return a picture, (rows, columns), shifted by pixels; paper (0) comes in, and what leaves it is gone.

    Args:
        image: of any type.
        down: pixels; below 0 is up.
        right: pixels; below 0 is left.
    """
    rows, columns = image.shape
    moved = np.zeros_like(image)
    moved[max(down, 0) : rows + min(down, 0), max(right, 0) : columns + min(right, 0)] = image[
        max(-down, 0) : rows + min(-down, 0), max(-right, 0) : columns + min(-right, 0)
    ]
    return moved


def count_changed(before: np.ndarray, after: np.ndarray) -> int:
    """Return how many of the numbers of two arrays of one shape differ, by more than the rounding of float32."""
    largest = max(float(np.abs(before).max()), float(np.abs(after).max()))
    return int(np.count_nonzero(np.abs(after - before) > ROUNDING * largest))
