"""How much like upright handwritten digits pictures are: nearest of ten mean digits, those of the bundled 5,000.

It tells pictures that are mirrored at their diagonal, and which reading of labels is meant. Reading the bundled digits
takes 40 MB and two seconds: for a child process.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from core.data import bundled_digits
from core.data.examination.findings import LABELS
from core.errors import DataError

MOST_COMPARED = 2000  # pictures of a split, spread over all of it
IS_DIGITS = 0.45  # read right by the nearest mean; MNIST's are 0.82 upright, 0.3 mirrored; chance is 0.1
_CLEAR_DEVIATIONS = 3.0  # by which one reading is better than another, in standard deviations of their difference


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Compared:
    """What the nearest mean says of some pictures.

    Attributes:
        upright: (n,) uint8, 0 to 9: of each picture as it is.
        mirrored: (n,) uint8: of each picture with rows and columns exchanged.
        labels: (n,) uint8.
    """

    upright: np.ndarray
    mirrored: np.ndarray
    labels: np.ndarray

    @property
    def is_digits(self) -> bool:
        """Whether the pictures are digits, upright or with rows and columns exchanged."""
        return is_like_digits(self.upright == self.labels) or is_like_digits(self.mirrored == self.labels)

    @property
    def is_mirrored(self) -> bool:
        """Whether the pictures are digits, clearly more so with rows and columns exchanged."""
        return is_clearly_better(self.mirrored == self.labels, self.upright == self.labels)

    @property
    def is_upright(self) -> bool:
        """Whether the pictures are digits, clearly more so as they are."""
        return is_clearly_better(self.upright == self.labels, self.mirrored == self.labels)

    def with_those_of(self, other: Compared) -> Compared:
        """Return what is said of these pictures and of others."""
        return Compared(
            upright=np.concatenate([self.upright, other.upright]),
            mirrored=np.concatenate([self.mirrored, other.mirrored]),
            labels=np.concatenate([self.labels, other.labels]),
        )


def is_clearly_better(right: np.ndarray, other: np.ndarray) -> bool:
    """Return whether a reading is that of digits, and far better than the other: (n,) bool, which are right."""
    gained, lost = int(np.count_nonzero(right & ~other)), int(np.count_nonzero(other & ~right))
    is_far = gained - lost > _CLEAR_DEVIATIONS * np.sqrt(gained + lost)
    return is_like_digits(right) and bool(is_far)


def is_like_digits(right: np.ndarray) -> bool:
    """Return whether so many are right, (n,) bool, that the pictures are digits."""
    return len(right) > 0 and bool(right.mean() >= IS_DIGITS)


def compare(images: np.ndarray, labels: np.ndarray, invert: np.ndarray) -> Compared | None:
    """Return what the nearest mean digit is; None where the bundled digits cannot be read.

    Args:
        images: (N, 28, 28) uint8.
        labels: (N,) uint8, 0 to 9.
        invert: (N,) bool: which pictures are dark ink on bright paper.
    """
    means = _means()
    if means is None:
        return None
    chosen = np.unique(np.linspace(0, len(labels) - 1, min(len(labels), MOST_COMPARED)).astype(np.int64))
    some = np.asarray(images[chosen])
    some = np.where(invert[chosen, None, None], 255 - some, some)
    turned = some.transpose(0, 2, 1)
    return Compared(upright=_nearest(some, means), mirrored=_nearest(turned, means), labels=np.asarray(labels[chosen]))


def _nearest(images: np.ndarray, means: np.ndarray) -> np.ndarray:
    rows = images.reshape(len(images), -1).astype(np.float32) / 255
    return (rows @ means.T - (means**2).sum(axis=1) / 2).argmax(axis=1).astype(np.uint8)


@cache
def _means() -> np.ndarray | None:
    """Return (10, 784) float32, 0 to 1: the mean of each digit."""
    try:
        digits = bundled_digits.make_digits()
    except DataError:
        return None
    rows = digits["train_images"].reshape(-1, 784).astype(np.float32) / 255
    means = np.stack([rows[digits["train_labels"] == digit].mean(axis=0) for digit in range(LABELS)])
    means.setflags(write=False)
    return means
