"""What the images of each label add up to: how many there are, their mean, their spread, where they have ink.

Sums of whole numbers are exact, so pieces joined are what all images at once give. Runs in the inference engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.data.dataset import open_dataset
from core.data.statistics import count_by_label

LABELS, PIXELS, FULL_INK = 10, 784, 255
_SIDE = (28, 28)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClassSums:
    """Sums over images, for each label.

    Attributes:
        counts: (10,) int64, of images.
        sums: (10, 784) int64, of grey values, 0 to 255.
        squares: (10, 784) int64, of grey values squared.
        inked: (10, 784) int64, of images with any ink at a pixel.
    """

    counts: np.ndarray
    sums: np.ndarray
    squares: np.ndarray
    inked: np.ndarray

    @property
    def count(self) -> int:
        """Return the number of images."""
        return int(self.counts.sum())

    def means(self) -> np.ndarray:
        """Return each label's mean image, (10, 28, 28) float64, 0 paper to 1 full ink; 0 of a label without images."""
        return (self._mean(self.sums) / FULL_INK).reshape(LABELS, *_SIDE)

    def deviations(self) -> np.ndarray:
        """Return each pixel's standard deviation within a label, over all its images, (10, 28, 28) float64, 0 to 0.5.

        In full ink; 0 of a label without images.
        """
        variances = self._mean(self.squares) - self._mean(self.sums) ** 2
        return (np.sqrt(np.maximum(variances, 0)) / FULL_INK).reshape(LABELS, *_SIDE)

    def with_ink(self) -> np.ndarray:
        """Return how many of all images have ink at each pixel, (28, 28) int64."""
        return self.inked.sum(axis=0).reshape(_SIDE)

    def _mean(self, sums: np.ndarray) -> np.ndarray:
        return sums / np.maximum(self.counts, 1)[:, None]


def class_sums(images: np.ndarray, labels: np.ndarray) -> ClassSums:
    """Return what images add up to.

    Args:
        images: (N, 28, 28) uint8, ink bright.
        labels: (N,) uint8, 0 to 9.
    """
    rows = images.reshape(len(images), PIXELS)
    sums, squares, inked = (np.zeros((LABELS, PIXELS), np.int64) for _ in range(3))
    for label in range(LABELS):
        own = rows[labels == label]
        sums[label] = own.sum(axis=0, dtype=np.int64)
        squares[label] = (own.astype(np.uint16) ** 2).sum(axis=0, dtype=np.int64)  # 255 squared fits
        inked[label] = np.count_nonzero(own, axis=0)
    return ClassSums(counts=count_by_label(labels), sums=sums, squares=squares, inked=inked)


def sum_stored(data_folder: str, collection: str, first: int, count: int) -> ClassSums:
    """Return what the images `first` to `first + count` of a prepared data set add up to.

    Args:
        data_folder: the data set's.
        collection: "train" or "test".
        first: index of the first one.
        count: how many.

    Raises:
        DataError: the data set is not whole.
    """
    images, labels = open_dataset(Path(data_folder)).arrays_of(collection)
    return class_sums(images[first : first + count], labels[first : first + count])


def join_sums(one: ClassSums, other: ClassSums) -> ClassSums:
    """Return both as one."""
    return ClassSums(
        counts=one.counts + other.counts,
        sums=one.sums + other.sums,
        squares=one.squares + other.squares,
        inked=one.inked + other.inked,
    )
