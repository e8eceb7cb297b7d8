"""Pictures turned, shifted, enlarged and slanted: each resampled between its own pixels. NumPy alone.

All of them happen about the picture's middle, between its pixels 13 and 14. What comes from outside is paper.
"""

from __future__ import annotations

import numpy as np

from core.inference.robustness.chance import Chance

_MIDDLE = np.float32(13.5)
_DIRECTIONS = np.array([(0, 1), (1, 0), (0, -1), (-1, 0)], np.float32)  # rows, columns


def rotated(images: np.ndarray, degrees: float, chance: Chance) -> np.ndarray:
    """Return pictures, (N, 28, 28) uint8, turned by an angle, each to one of both sides, by chance."""
    angles = np.deg2rad(np.float32(degrees)) * chance.signs()
    cosines, sines = np.cos(angles), np.sin(angles)
    return resampled(images, np.stack([cosines, sines, -sines, cosines], axis=-1).reshape(-1, 2, 2))


def shifted(images: np.ndarray, pixels: float, chance: Chance) -> np.ndarray:
    """Return pictures moved by whole pixels, each in one of four directions, by chance; what leaves is lost."""
    directions = _DIRECTIONS[(4 * chance.uniform(1)[:, 0]).astype(np.int64)]
    still = np.broadcast_to(np.eye(2, dtype=np.float32), (len(images), 2, 2))
    return resampled(images, still, -np.float32(pixels) * directions)


def scaled(images: np.ndarray, percent: float, chance: Chance) -> np.ndarray:
    """Return pictures enlarged by so many percent, or made smaller by the same factor, by chance."""
    factors = np.float32(1 + percent / 100) ** chance.signs()
    return resampled(images, np.eye(2, dtype=np.float32) / factors[:, np.newaxis, np.newaxis])


def sheared(images: np.ndarray, degrees: float, chance: Chance) -> np.ndarray:
    """Return pictures slanted, so that upright lines lean by an angle, each to one of both sides, by chance."""
    slants = np.tan(np.deg2rad(np.float32(degrees))) * chance.signs()
    matrices = np.tile(np.eye(2, dtype=np.float32), (len(images), 1, 1))
    matrices[:, 1, 0] = slants
    return resampled(images, matrices)


def resampled(images: np.ndarray, matrices: np.ndarray, shifts: np.ndarray | None = None) -> np.ndarray:
    """Return pictures whose pixels are read elsewhere in them, bilinearly between four pixels.

    Args:
        images: (N, 28, 28) uint8, 0 paper.
        matrices: (N, 2, 2) float32: a pixel at (row, column) p from the middle is read at `matrix @ p + shift`.
        shifts: (N, 2) float32 pixels; None for none.

    Returns:
        (N, 28, 28) uint8; rounded to the nearest, outside of the picture is paper.
    """
    count, side = len(images), images.shape[-1]
    away = np.arange(side, dtype=np.float32) - _MIDDLE
    rows, columns = (
        along[:, 0, np.newaxis, np.newaxis] * away[:, np.newaxis] + along[:, 1, np.newaxis, np.newaxis] * away
        for along in (matrices[:, 0], matrices[:, 1])
    )
    if shifts is not None:
        rows, columns = rows + shifts[:, 0, np.newaxis, np.newaxis], columns + shifts[:, 1, np.newaxis, np.newaxis]
    rows, columns = (np.clip(places + _MIDDLE, -1, side) + 1 for places in (rows, columns))  # in the padded picture
    padded = np.pad(images, ((0, 0), (1, 2), (1, 2)))
    wide = padded.shape[-1]
    flat = padded.reshape(-1)
    top, left = rows.astype(np.int32), columns.astype(np.int32)
    down, right = rows - top, columns - left
    corner = top * wide + left + (np.arange(count, dtype=np.int32) * wide * wide)[:, np.newaxis, np.newaxis]
    upper = flat[corner] * (1 - right) + flat[corner + 1] * right
    lower = flat[corner + wide] * (1 - right) + flat[corner + wide + 1] * right
    return np.rint(upper + (lower - upper) * down).astype(np.uint8)
