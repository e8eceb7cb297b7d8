"""Whether one of two networks is better, from their answers to the same pictures: an exact test and an interval.

Only pictures that one alone reads right tell the two apart. Were the two equally good, each of these would fall to
either as a coin falls.
"""

from __future__ import annotations

import math

from core.inference.evaluation import wilson_interval


def mcnemar_p(only_first: int, only_second: int) -> float:
    """Return the two-sided p-value of McNemar's test, 0 to 1, exact by the binomial distribution.

    That is how often, were both equally good, the pictures that one alone reads right would be shared out at least as
    unevenly. Counted in whole numbers: nothing overflows, and only the quotient is rounded.

    Q. McNemar, "Note on the sampling error of the difference between correlated proportions or percentages",
    Psychometrika 12 (1947); for two classifiers: T. G. Dietterich, "Approximate statistical tests for comparing
    supervised classification learning algorithms", Neural Computation 10 (1998).

    Args:
        only_first: number of pictures that the first alone reads right.
        only_second: number of those that the second alone reads right.
    """
    flips, fewer = only_first + only_second, min(only_first, only_second)
    ways = in_tail = 1  # to choose 0 of the flips
    for chosen in range(fewer):
        ways = ways * (flips - chosen) // (chosen + 1)
        in_tail += ways
    return min(1.0, 2 * in_tail / 2**flips)


def difference_interval(both: int, only_first: int, only_second: int, neither: int) -> tuple[float, float]:
    """Return the 95 % interval of the first's accuracy minus the second's, two fractions, -1 to 1.

    Method 10 of R. G. Newcombe, "Improved confidence intervals for the difference between binomial proportions based
    on paired data", Statistics in Medicine 17 (1998): Wilson's interval of each, put together with the correlation of
    the two. No interval of this kind agrees with the exact test in every case close to p = 0.05.

    Args:
        both: number of pictures that both read right.
        only_first: of those that the first alone reads right.
        only_second: of those that the second alone reads right.
        neither: of those that both read wrong; with no picture at all there is no interval.
    """
    count = both + only_first + only_second + neither
    rights = both + only_first, both + only_second
    (first, second), (first_ends, second_ends) = zip(
        *((right / count, wilson_interval(right, count)) for right in rights), strict=True
    )
    first_below, first_above = first - first_ends[0], first_ends[1] - first
    second_below, second_above = second - second_ends[0], second_ends[1] - second
    correlation = _correlation(both, only_first, only_second, neither)
    below = _joined(first_below, second_above, correlation)
    above = _joined(first_above, second_below, correlation)
    difference = (only_first - only_second) / count
    return max(-1.0, difference - below), min(1.0, difference + above)


def _joined(first: float, second: float, correlation: float) -> float:
    return math.sqrt(max(0.0, first**2 - 2 * correlation * first * second + second**2))  # never below 0 by rounding


def _correlation(both: int, only_first: int, only_second: int, neither: int) -> float:
    """Return phi of the four counts, where positive with a continuity correction; 0 where one of the two never errs."""
    sums = (both + only_first) * (only_second + neither) * (both + only_second) * (only_first + neither)
    if not sums:
        return 0.0
    excess = both * neither - only_first * only_second
    if excess > 0:
        excess = max(excess - (both + only_first + only_second + neither) / 2, 0)
    return excess / math.sqrt(sums)
