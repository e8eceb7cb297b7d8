"""Two networks' answers to the same pictures side by side, and whether their difference is more than chance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from core.evaluation.mcnemar import difference_interval, mcnemar_p
from core.inference.evaluation import Evaluation

SIGNIFICANCE = 0.05  # p-values below it count as more than chance
Verdict = Literal["real", "could be chance"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Comparison:
    """Which of N pictures each of two networks reads right; indices are those of the pictures in their collection."""

    count: int  # N, 1 or more
    both_right: int
    both_wrong: int
    only_first_right: np.ndarray  # indices, (b,) int64, rising
    only_second_right: np.ndarray  # indices, (c,) int64, rising

    @cached_property
    def p(self) -> float:
        """The two-sided p-value of McNemar's exact test, 0 to 1."""
        return mcnemar_p(len(self.only_first_right), len(self.only_second_right))

    @property
    def verdict(self) -> Verdict:
        """Whether equally good networks would seldom differ as much."""
        return "real" if self.p < SIGNIFICANCE else "could be chance"

    @property
    def difference(self) -> float:
        """The first's accuracy minus the second's, -1 to 1."""
        return (len(self.only_first_right) - len(self.only_second_right)) / self.count

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the difference, two fractions; see `difference_interval`."""
        return difference_interval(
            self.both_right, len(self.only_first_right), len(self.only_second_right), self.both_wrong
        )


def compare(first: Evaluation, second: Evaluation) -> Comparison:
    """Return two networks' answers side by side.

    Raises:
        ValueError: they are of other pictures, or of none.
    """
    if not first.count or not np.array_equal(first.labels, second.labels):
        raise ValueError("not of the same pictures")
    is_first, is_second = (one.predicted_digits == one.labels for one in (first, second))
    return Comparison(
        count=first.count,
        both_right=int(np.count_nonzero(is_first & is_second)),
        both_wrong=int(np.count_nonzero(~is_first & ~is_second)),
        only_first_right=np.flatnonzero(is_first & ~is_second),
        only_second_right=np.flatnonzero(~is_first & is_second),
    )
