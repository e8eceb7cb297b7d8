"""Several networks in the order of their accuracy: which of them are as good as the best, as far as one can tell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.evaluation.comparison import SIGNIFICANCE
from core.evaluation.mcnemar import mcnemar_p


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One network beside the best one.

    Attributes:
        p: of McNemar's exact test against the best one, times the number of pairs of networks; at most 1.0, and 1.0
            for that one.
        is_as_good: whether chance alone could have put the best one ahead.
    """

    p: float
    is_as_good: bool


def rank(rights: Sequence[np.ndarray]) -> tuple[Ranked, ...]:
    """Return how each network stands beside the one with the most pictures read right, in the order given.

    The best is the first of several that are equal. Whoever asks many networks finds one that is worse by chance, the
    more so as the best is chosen by the same pictures: its luck is in every comparison with it. So each p is multiplied
    by the number of all pairs, k (k - 1) / 2 of k networks (Bonferroni). Whichever is chosen as the best, its
    comparisons are among these: the chance of even one wrong "worse" is at most 5 %.

    J. C. Hsu, "Multiple Comparisons: Theory and Methods" (1996), on all pairwise comparisons.

    Args:
        rights: for each network which of the same N pictures it reads right, (N,) bool.
    """
    if not rights:
        return ()
    counts = [np.count_nonzero(right) for right in rights]
    best = counts.index(max(counts))
    pairs = math.comb(len(rights), 2)
    adjusted = [
        1.0 if place == best else min(1.0, pairs * _p(rights[best], right)) for place, right in enumerate(rights)
    ]
    return tuple(Ranked(p=p, is_as_good=p >= SIGNIFICANCE) for p in adjusted)


def _p(first: np.ndarray, second: np.ndarray) -> float:
    return mcnemar_p(int(np.count_nonzero(first & ~second)), int(np.count_nonzero(second & ~first)))
