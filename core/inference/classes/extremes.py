"""Which images of each label are most, and which least, like its mean image. Runs in the inference engine.

The measure is the Euclidean distance of an image's pixels to the mean of all images of its label.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.data.dataset import open_dataset
from core.inference.classes.sums import FULL_INK, LABELS, PIXELS

KEPT = 10  # images of each label, at each end
_AT_ONCE = 1000  # images: 3 MB of differences


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranked:
    """Some images in an order, KEPT of each label at most.

    Attributes:
        labels: (k,) uint8, 0 to 9.
        indices: (k,) int64, in their collection.
        squares: (k,) float64, of the distances to the label's mean: sums of squared differences of grey values.
    """

    labels: np.ndarray
    indices: np.ndarray
    squares: np.ndarray

    def of(self, label: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the images of a label, in order: indices and distances, (n,) int64 and (n,) float64 in full ink.

        An image and a mean that differ in one pixel, paper here and full ink there, are 1 apart.
        """
        own = self.labels == label
        return self.indices[own], np.sqrt(self.squares[own]) / FULL_INK


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Extremes:
    """The images nearest to their label's mean, the nearest first, and those furthest from it, the furthest first."""

    near: Ranked
    far: Ranked


def extremes(images: np.ndarray, labels: np.ndarray, means: np.ndarray, *, first: int = 0) -> Extremes:
    """Return the nearest and the furthest images of each label; of equals the earlier ones.

    Args:
        images: (N, 28, 28) uint8.
        labels: (N,) uint8, 0 to 9.
        means: (10, 28, 28) float64, each label's mean in full ink, 0 to 1.
        first: index of the first of them in their collection.
    """
    rows, grey = images.reshape(len(images), PIXELS), (means.reshape(LABELS, PIXELS) * FULL_INK).astype(np.float32)
    squares = np.zeros(len(images), np.float64)
    for start in range(0, len(images), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        away = rows[part] - grey[labels[part]]
        squares[part] = np.einsum("np,np->n", away, away)
    indices, labels = np.arange(len(images), dtype=np.int64) + first, np.array(labels)
    return Extremes(near=_ends(labels, indices, squares, 1), far=_ends(labels, indices, squares, -1))


def extremes_stored(data_folder: str, collection: str, means: np.ndarray, first: int, count: int) -> Extremes:
    """Return the same of the images `first` to `first + count` of a prepared data set.

    Args:
        data_folder: the data set's.
        collection: "train" or "test".
        means: as `extremes` has them.
        first: index of the first one.
        count: how many.

    Raises:
        DataError: the data set is not whole.
    """
    images, labels = open_dataset(Path(data_folder)).arrays_of(collection)
    there = slice(first, first + count)
    return extremes(images[there], labels[there], means, first=first)


def join_extremes(one: Extremes, other: Extremes) -> Extremes:
    """Return both as one; `one` is of earlier images."""
    return Extremes(near=_join(one.near, other.near, 1), far=_join(one.far, other.far, -1))


def _join(one: Ranked, other: Ranked, sign: int) -> Ranked:
    return _ends(
        np.concatenate([one.labels, other.labels]),
        np.concatenate([one.indices, other.indices]),
        np.concatenate([one.squares, other.squares]),
        sign,
    )


def _ends(labels: np.ndarray, indices: np.ndarray, squares: np.ndarray, sign: int) -> Ranked:
    """Return the first KEPT of each label by distance, rising for sign 1 and falling for -1."""
    order = np.argsort(sign * squares, kind="stable")
    kept = np.concatenate([order[labels[order] == label][:KEPT] for label in range(LABELS)])
    return Ranked(labels=labels[kept], indices=indices[kept], squares=squares[kept])
