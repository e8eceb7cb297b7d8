"""Counting and laying out images: how many of each digit, and many of them in one mosaic.

A mosaic is one array because one heatmap draws six times faster than one per image.
"""

from __future__ import annotations

import numpy as np

from core.data.formats.validate import DIGIT_COUNT


def count_by_label(labels: np.ndarray) -> np.ndarray:
    """Return how often each digit occurs.

    Args:
        labels: (N,) uint8, 0..9.

    Returns:
        (10,) int64; position is digit.
    """
    return np.bincount(labels, minlength=DIGIT_COUNT).astype(np.int64)


def mosaic(images: np.ndarray, columns: int, *, gap: int) -> np.ndarray:
    """Tile images, row by row, into one array.

    Args:
        images: (K, 28, 28) uint8, ink bright.
        columns: tiles per row, at least 1.
        gap: pixels between tiles, 0 or more; none round the edge.

    Returns:
        (R * 28 + (R - 1) * gap, columns * 28 + (columns - 1) * gap) uint8 with R = ceil(K / columns) rows of tiles;
        gaps, and tiles that the last row lacks, are 0. No images give no rows: (0, ...).
    """
    count, height, width = images.shape
    rows = -(-count // columns)
    picture = np.zeros((max(rows * (height + gap) - gap, 0), columns * (width + gap) - gap), images.dtype)
    for index, image in enumerate(images):
        top, left = index // columns * (height + gap), index % columns * (width + gap)
        picture[top : top + height, left : left + width] = image
    return picture
