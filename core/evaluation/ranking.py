"""Several networks in the order of their accuracy: which of them are as good as the best, as far as one can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.evaluation.comparison import SIGNIFICANCE
from core.evaluation.mcnemar import mcnemar_p


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One network beside the best one.

    Attributes:
        p: of McNemar's exact test against the best one, adjusted for the number of networks by Holm; 1.0 for that one.
        is_as_good: whether chance alone could have put the best one ahead.
    """

    p: float
    is_as_good: bool


def rank(rights: Sequence[np.ndarray]) -> tuple[Ranked, ...]:
    """Return how each network stands beside the one with the most pictures read right, in the order given.

    The best is the first of several that are equal. Whoever asks many networks finds one that is worse by chance:
    Holm's correction keeps the chance of even one such finding below 5 %.

    Args:
        rights: for each network which of the same N pictures it reads right, (N,) bool.
    """
    if not rights:
        return ()
    counts = [np.count_nonzero(right) for right in rights]
    best = counts.index(max(counts))
    others = [place for place in range(len(rights)) if place != best]
    adjusted = holm([_p(rights[best], rights[place]) for place in others])
    by_place = {best: 1.0} | dict(zip(others, adjusted, strict=True))
    return tuple(Ranked(p=by_place[place], is_as_good=by_place[place] >= SIGNIFICANCE) for place in range(len(rights)))


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values adjusted for their number, 0 to 1, in the order given.

    S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979).
    """
    adjusted, largest = [0.0] * len(p_values), 0.0
    for done, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        largest = max(largest, min(1.0, (len(p_values) - done) * p_values[place]))
        adjusted[place] = largest
    return adjusted


def _p(first: np.ndarray, second: np.ndarray) -> float:
    return mcnemar_p(int(np.count_nonzero(first & ~second)), int(np.count_nonzero(second & ~first)))
