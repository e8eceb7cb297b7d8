"""How much ink stored images have, and how far they are from the mean image of their label. Runs in the engine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.data.dataset import open_dataset
from core.data.formats.validate import DIGIT_COUNT
from core.data.gallery import Collection
from core.data.selection.image_order import PixelMeasures

PIXELS = 784
FULL_INK = 255
_AT_ONCE = 1000  # images: 3 MB as float32


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PixelSums:
    """The sum of the images of each label, of which the mean images are made."""

    sums: np.ndarray  # (10, 784) int64, of grey values 0 to 255
    counts: np.ndarray  # (10,) int64

    @property
    def means(self) -> np.ndarray:
        """(10, 784) float32, 0 to 255; zero of a label that no image has."""
        return (self.sums / np.maximum(self.counts, 1)[:, np.newaxis]).astype(np.float32)


def sum_stored(data_folder: str, first: int, count: int) -> PixelSums:
    """Return the sums of the training images `first` to `first + count` of a prepared data set.

    Raises:
        DataError: the data set is not whole.
    """
    dataset = open_dataset(Path(data_folder))
    there = slice(first, first + count)
    return pixel_sums(dataset.train_images[there], np.array(dataset.train_labels[there]))


def measure_stored(
    data_folder: str, means: np.ndarray, collection: Collection, first: int, count: int
) -> PixelMeasures:
    """Return the measures of some images of a collection; arguments and errors as `sum_stored` and `pixel_measures`."""
    images, labels = open_dataset(Path(data_folder)).arrays_of(collection)
    there = slice(first, first + count)
    return pixel_measures(images[there], np.array(labels[there]), means)


def pixel_sums(images: np.ndarray, labels: np.ndarray) -> PixelSums:
    """Return the sums of (N, 28, 28) uint8 images by their (N,) uint8 labels, 0 to 9."""
    sums = np.zeros((DIGIT_COUNT, PIXELS), np.int64)
    for digit in range(DIGIT_COUNT):
        sums[digit] = images[labels == digit].reshape(-1, PIXELS).sum(axis=0, dtype=np.int64)
    return PixelSums(sums=sums, counts=np.bincount(labels, minlength=DIGIT_COUNT).astype(np.int64))


def pixel_measures(images: np.ndarray, labels: np.ndarray, means: np.ndarray) -> PixelMeasures:
    """Return the measures of images.

    Args:
        images: (N, 28, 28) uint8, ink bright.
        labels: (N,) uint8, 0 to 9.
        means: (10, 784) float32, the mean image of each label, 0 to 255.
    """
    ink, distances = [np.zeros(0, np.float32)], [np.zeros(0, np.float32)]
    for first in range(0, len(images), _AT_ONCE):
        rows = images[first : first + _AT_ONCE].reshape(-1, PIXELS).astype(np.float32)
        ink.append(rows.mean(axis=1) / FULL_INK)
        rows -= means[labels[first : first + _AT_ONCE]]
        distances.append(np.sqrt(np.einsum("np,np->n", rows, rows)) / FULL_INK)
    return PixelMeasures(ink=np.concatenate(ink), distances=np.concatenate(distances))


def join_sums(one: PixelSums, other: PixelSums) -> PixelSums:
    """Return both as one."""
    return PixelSums(sums=one.sums + other.sums, counts=one.counts + other.counts)


def join_measures(one: PixelMeasures, other: PixelMeasures) -> PixelMeasures:
    """Return both as one."""
    return PixelMeasures(
        ink=np.concatenate([one.ink, other.ink]), distances=np.concatenate([one.distances, other.distances])
    )
