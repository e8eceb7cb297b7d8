"""Occlusion: erase a square of the picture, read it again, and see by how much the target falls. NumPy alone.

M. D. Zeiler and R. Fergus, "Visualizing and understanding convolutional networks", ECCV 2014. What is erased becomes
paper. It asks the network alone, so a person can check each number by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.inference.attribution.target import Target

SIDE = 28
SQUARES = range(2, 8)  # sides of the square, in pixels
STRIDES = (1, 2, 4)  # pixels from one square to the next


def starts(square: int, stride: int) -> range:
    """Return at which rows, or columns, a square begins that lies within the picture."""
    return range(0, SIDE - square + 1, stride)


def erased(image: np.ndarray, top: int, left: int, square: int) -> np.ndarray:
    """Return a copy of an image, (28, 28) uint8, with a square of paper (0) in it."""
    changed = image.copy()
    changed[top : top + square, left : left + square] = 0
    return changed


def erased_images(image: np.ndarray, square: int, stride: int) -> np.ndarray:
    """Return the image with each of the squares erased, row after row: (n * n, 28, 28) uint8."""
    along = starts(square, stride)
    return np.stack([erased(image, top, left, square) for top in along for left in along])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Occlusion:
    """What a network says of a picture, and of it with each of n x n squares erased."""

    square: int  # its side, in pixels
    stride: int  # pixels from one to the next
    logits: np.ndarray  # (n, n, 10) float32, by the squares' rows and columns
    probabilities: np.ndarray  # (n, n, 10) float32
    whole_logits: np.ndarray  # (10,) float32, of the picture as it is
    whole_probabilities: np.ndarray  # (10,) float32

    @property
    def count(self) -> int:
        """Squares in a row."""
        return len(self.logits)

    @property
    def is_finite(self) -> bool:
        """Whether all logits are numbers."""
        return bool(np.isfinite(self.logits).all() and np.isfinite(self.whole_logits).all())

    def falls(self, target: Target) -> np.ndarray:
        """Return by how much the target falls without each square, (n, n) float64: above 0 it speaks for it."""
        return target.of(self.whole_logits) - target.of(self.logits)

    def per_pixel(self, target: Target) -> np.ndarray:
        """Return the mean of the falls of all squares that cover a pixel, (28, 28) float64; 0 where none does."""
        sums, covered = np.zeros((SIDE, SIDE)), np.zeros((SIDE, SIDE))
        falls = self.falls(target)
        along = starts(self.square, self.stride)
        for row, top in enumerate(along):
            for column, left in enumerate(along):
                area = np.s_[top : top + self.square, left : left + self.square]
                sums[area] += falls[row, column]
                covered[area] += 1
        return sums / np.maximum(covered, 1)
