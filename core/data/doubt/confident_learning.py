"""Which labels of a data set are doubtful, from what networks that have not seen an image say of it.

The arithmetic of confident learning: C. Northcutt, L. Jiang and I. Chuang, "Confident Learning: Estimating Uncertainty
in Dataset Labels", Journal of Artificial Intelligence Research 70 (2021).
"""

from __future__ import annotations

import numpy as np


def class_thresholds(probabilities: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return how sure an answer has to be to count, for each class: how sure the networks are of its own images.

    Args:
        probabilities: (N, K) float, of each image's classes.
        labels: (N,) of whole numbers, 0 to K - 1: what the images are labelled.

    Returns:
        (K,) float64: the mean probability of a class over the images labelled so; infinite where there are none.
    """
    classes = probabilities.shape[1]
    own = probabilities[np.arange(len(labels)), labels].astype(np.float64)
    counts = np.bincount(labels, minlength=classes)
    sums = np.bincount(labels, weights=own, minlength=classes)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.inf)


def confident_answers(probabilities: np.ndarray, thresholds: np.ndarray) -> np.ndarray:
    """Return which class each image confidently belongs to, (N,) int64; -1 where none reaches its threshold.

    Where several reach theirs, the most probable of these.
    """
    reached = np.where(probabilities >= thresholds, probabilities, -1.0)
    return np.where(reached.max(axis=1) >= 0.0, reached.argmax(axis=1), -1)


def confident_joint(labels: np.ndarray, answers: np.ndarray, *, classes: int) -> np.ndarray:
    """Return how many images of each label confidently belong to each class, (K, K) int64, labels down."""
    sure = answers >= 0
    joint = np.zeros((classes, classes), np.int64)
    np.add.at(joint, (labels[sure], answers[sure]), 1)
    return joint


def margins(probabilities: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the probability of each image's label less the largest other one, (N,): -1 for the most doubtful."""
    rows = np.arange(len(labels))
    others = probabilities.astype(np.float64)
    others[rows, labels] = -np.inf
    return probabilities[rows, labels] - others.max(axis=1)


def most_doubtful(labels: np.ndarray, answers: np.ndarray, margin: np.ndarray, *, most: int) -> np.ndarray:
    """Return the images that are read as another class than their label's, the most doubtful first.

    First come those that confidently belong to another class, then those that are only read so.

    Args:
        labels: (N,), what the images are labelled.
        answers: (N,), of `confident_answers`.
        margin: (N,), of `margins`; of two with the same, the first in order comes first.
        most: so many at most.

    Returns:
        (n,) int64 indices.
    """
    is_confident = (answers >= 0) & (answers != labels)
    candidates = np.flatnonzero(is_confident | (margin < 0))
    return candidates[np.lexsort((candidates, margin[candidates], ~is_confident[candidates]))[:most]]
