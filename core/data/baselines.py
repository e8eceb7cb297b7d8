"""What is easy: how many test images are read right by somebody who hardly looks. A network has to be better."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.data.formats.validate import DIGIT_COUNT
from core.data.statistics import count_by_label

_CHUNK = 1000  # images at a time: the whole as float32 would take 188 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Baselines:
    """Two answers without learning, on the test images; accuracies are fractions."""

    digit: int  # the most frequent one among the training images
    always_accuracy: float  # of always saying that one
    nearest_mean_accuracy: float  # of saying the digit whose mean training image is nearest (Euclidean distance)


def baselines(
    train_images: np.ndarray, train_labels: np.ndarray, test_images: np.ndarray, test_labels: np.ndarray
) -> Baselines:
    """Return both accuracies.

    Args:
        train_images: (N, 28, 28) uint8.
        train_labels: (N,) uint8, 0 to 9.
        test_images: (M, 28, 28) uint8.
        test_labels: (M,) uint8, 0 to 9.
    """
    counts = count_by_label(train_labels)
    digit = int(counts.argmax())
    sums = np.zeros((DIGIT_COUNT, train_images[0].size))
    for first in range(0, len(train_images), _CHUNK):
        rows, labels = _flat(train_images, first), train_labels[first : first + _CHUNK]
        sums += np.eye(DIGIT_COUNT, dtype=np.float32)[labels].T @ rows
    means = (sums / np.maximum(counts, 1)[:, None]).astype(np.float32)
    lengths = np.where(counts > 0, (means**2).sum(axis=1) / 2, np.inf)  # of |x - m|^2, what differs between digits
    correct = 0
    for first in range(0, len(test_images), _CHUNK):
        nearest = (_flat(test_images, first) @ means.T - lengths).argmax(axis=1)
        correct += int(np.count_nonzero(nearest == test_labels[first : first + _CHUNK]))
    return Baselines(
        digit=digit,
        always_accuracy=float(np.count_nonzero(test_labels == digit)) / len(test_labels),
        nearest_mean_accuracy=correct / len(test_labels),
    )


def _flat(images: np.ndarray, first: int) -> np.ndarray:
    part = images[first : first + _CHUNK]
    return part.reshape(len(part), -1).astype(np.float32)
