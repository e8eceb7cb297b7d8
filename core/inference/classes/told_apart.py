"""How well mean images alone tell labels apart: an image is said to be of the label whose mean is nearer.

Two means are the simplest classifier that there is: one straight border, half way between them. Runs in the engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.data.dataset import open_dataset
from core.data.statistics import count_by_label
from core.inference.classes.sums import FULL_INK, LABELS, PIXELS

_AT_ONCE = 1000  # images: 3 MB as float32


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ToldApart:
    """How many test images are nearer to the mean of their own label.

    Attributes:
        counts: (10,) int64, test images of each label.
        nearer: (10, 10) int64: how many of a row's label are nearer to its mean than to that of a column's.
        nearest: (10,) int64: how many of a label are nearer to its mean than to all nine others.
    """

    counts: np.ndarray
    nearer: np.ndarray
    nearest: np.ndarray

    def pair(self, one: int, other: int) -> tuple[int, int]:
        """Return how many images of two labels the two means tell apart, and how many images there are."""
        right = self.nearer[one, other] + self.nearer[other, one]
        return int(right), int(self.counts[one] + self.counts[other])

    def all(self) -> tuple[int, int]:
        """Return how many images all means together read right, and how many images there are."""
        return int(self.nearest.sum()), int(self.counts.sum())


def told_apart(images: np.ndarray, labels: np.ndarray, means: np.ndarray, known: np.ndarray) -> ToldApart:
    """Return how many images are nearer to their own label's mean, by the Euclidean distance; as near is not nearer.

    Args:
        images: (N, 28, 28) uint8.
        labels: (N,) uint8, 0 to 9.
        means: (10, 28, 28) float64, in full ink, 0 to 1.
        known: (10,) bool: whether a label has a mean; to one that has none, no image is near.
    """
    rows, grey = images.reshape(len(images), PIXELS), (means.reshape(LABELS, PIXELS) * FULL_INK).astype(np.float32)
    lengths = np.where(known, (grey**2).sum(axis=1) / 2, np.inf)  # of |x - m|^2, what differs between labels
    nearer, nearest = np.zeros((LABELS, LABELS), np.int64), np.zeros(LABELS, np.int64)
    for start in range(0, len(images), _AT_ONCE):
        of = labels[start : start + _AT_ONCE]
        scores = rows[start : start + _AT_ONCE].astype(np.float32) @ grey.T - lengths
        own = scores[np.arange(len(of)), of][:, None]
        is_nearer = own > scores  # never of its own
        np.add.at(nearer, of, is_nearer)
        nearest += np.bincount(of[is_nearer.sum(axis=1) == LABELS - 1], minlength=LABELS)
    return ToldApart(counts=count_by_label(labels), nearer=nearer, nearest=nearest)


def told_apart_stored(data_folder: str, means: np.ndarray, known: np.ndarray, first: int, count: int) -> ToldApart:
    """Return the same of the test images `first` to `first + count` of a prepared data set.

    Raises:
        DataError: the data set is not whole.
    """
    dataset, there = open_dataset(Path(data_folder)), slice(first, first + count)
    return told_apart(dataset.test_images[there], dataset.test_labels[there], means, known)


def join_told_apart(one: ToldApart, other: ToldApart) -> ToldApart:
    """Return both as one."""
    return ToldApart(
        counts=one.counts + other.counts, nearer=one.nearer + other.nearer, nearest=one.nearest + other.nearest
    )
