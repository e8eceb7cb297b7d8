"""The pictures that several networks all read wrong, and how many these would be by chance."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from core.inference.evaluation import Evaluation


def wrong_by_all(evaluations: Sequence[Evaluation]) -> np.ndarray:
    """Return the indices of the pictures that every network misreads, (M,) int64, on average the surest first.

    Args:
        evaluations: of the same pictures; at least one.
    """
    wrong = np.all([each.predicted_digits != each.labels for each in evaluations], axis=0)
    indices = np.flatnonzero(wrong)
    surenesses = np.mean([each.probabilities[indices].max(axis=1) for each in evaluations], axis=0)
    return indices[np.argsort(-surenesses, kind="stable")]


def expected_by_chance(evaluations: Sequence[Evaluation]) -> float:
    """Return how many pictures all would misread, were their mistakes independent: the product of their shares.

    Args:
        evaluations: of the same pictures; at least one.
    """
    return evaluations[0].count * math.prod(each.wrong / each.count for each in evaluations)
