"""Which training images are nearest to a picture, by the Euclidean distance of their pixels. Runs in the engine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.data.dataset import open_dataset
from core.errors import DataError
from core.messages import inference as messages

KEPT = 5  # images
_AT_ONCE = 500  # images: 1.6 MB of differences, which a processor keeps at hand


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Nearest:
    """The nearest of some images, the nearest first; of equals the earlier.

    Attributes:
        indices: (k,) int64, in their collection; k is as many as were asked for, or as there were images.
        labels: (k,) uint8, 0 to 9.
        squares: (k,) int64, of the distances: sums of squared differences of grey values, 0 to 255.
        count: how many images were looked at.
    """

    indices: np.ndarray
    labels: np.ndarray
    squares: np.ndarray
    count: int

    @property
    def distances(self) -> np.ndarray:
        """(k,) float64, in full ink: of two pictures that differ in one pixel, paper here and ink there, 1."""
        return np.sqrt(self.squares) / 255


def nearest(
    image: np.ndarray,
    images: np.ndarray,
    labels: np.ndarray,
    *,
    first: int = 0,
    kept: int = KEPT,
    without: int | None = None,
) -> Nearest:
    """Return the nearest of images.

    Args:
        image: (28, 28) uint8.
        images: (N, 28, 28) uint8, N at least 1.
        labels: (N,) uint8.
        first: index of the first of them in their collection.
        kept: how many to return, at least 1.
        without: index in the collection of one that is left out, as a picture is of its own neighbours.
    """
    squares = np.concatenate(
        [_squares(image, images[start : start + _AT_ONCE]) for start in range(0, len(images), _AT_ONCE)]
    )
    order = np.argsort(squares, kind="stable")
    if without is not None:
        order = order[order != without - first]
    nearest_ones = order[:kept]
    return Nearest(
        indices=nearest_ones + first,
        labels=np.array(labels[nearest_ones]),
        squares=squares[nearest_ones],
        count=len(order),
    )


def nearest_stored(
    data_folder: str, image: np.ndarray, first: int, count: int, *, kept: int = KEPT, without: int | None = None
) -> Nearest:
    """Return the nearest of the training images `first` to `first + count` of a prepared data set.

    Raises:
        DataError: the data set is not whole, or `image` is not (28, 28) uint8.
    """
    if image.dtype != np.uint8 or image.shape != (28, 28):
        raise DataError(messages.not_images(dtype=str(image.dtype), shape=image.shape))
    dataset = open_dataset(Path(data_folder))
    there = slice(first, first + count)
    return nearest(
        image, dataset.train_images[there], dataset.train_labels[there], first=first, kept=kept, without=without
    )


def join_nearest(one: Nearest, other: Nearest, *, kept: int = KEPT) -> Nearest:
    """Return the nearest of both; `one` is of earlier images."""
    squares = np.concatenate([one.squares, other.squares])
    order = np.argsort(squares, kind="stable")[:kept]
    return Nearest(
        indices=np.concatenate([one.indices, other.indices])[order],
        labels=np.concatenate([one.labels, other.labels])[order],
        squares=squares[order],
        count=one.count + other.count,
    )


def _squares(image: np.ndarray, images: np.ndarray) -> np.ndarray:
    """Return (N,) int64."""
    away = images.reshape(len(images), -1).astype(np.int32) - image.ravel()
    return np.einsum("np,np->n", away, away).astype(np.int64)  # at most 51 million
