"""How far runs of one recipe lie apart that differ in their seed alone."""

from __future__ import annotations

import math
from dataclasses import dataclass

_HALVINGS = 80  # of the angle in which the quantile lies: more than a float64 has digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """What several runs reached, as fractions 0 to 1, in the order given; two or more."""

    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.values) < 2:
            raise ValueError("one run has no spread")

    @property
    def mean(self) -> float:
        """Their mean."""
        return math.fsum(self.values) / len(self.values)

    @property
    def deviation(self) -> float:
        """Their sample standard deviation, with n - 1 below the line."""
        mean = self.mean
        return math.sqrt(math.fsum((value - mean) ** 2 for value in self.values) / (len(self.values) - 1))

    @property
    def lowest(self) -> float:
        """The least of them."""
        return min(self.values)

    @property
    def highest(self) -> float:
        """The most of them."""
        return max(self.values)

    @property
    def repeatability(self) -> float:
        """How far two further runs seldom, 5 times of 100, lie further apart: the repeatability limit of ISO 5725-6.

        That takes the deviation for known, with 2.8 of them. Here it is estimated from a few runs, so Student's t
        stands in place of 1.96: the difference of two further runs over sqrt(2) deviations has that distribution,
        where the values are normally distributed.
        """
        return t_quantile(0.975, len(self.values) - 1) * math.sqrt(2) * self.deviation

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the mean that endless runs would have, by Student's t ("Student", Biometrika 6, 1908).

        It takes the values for normally distributed, and may reach below 0 or above 1.
        """
        half = t_quantile(0.975, len(self.values) - 1) * self.deviation / math.sqrt(len(self.values))
        return self.mean - half, self.mean + half


def t_quantile(probability: float, freedom: int) -> float:
    """Return the value that Student's t stays below with a probability, more than 0.5 and less than 1.

    Args:
        probability: which quantile.
        freedom: degrees of freedom, 1 or more.
    """
    low, high = 0.0, math.pi / 2
    for _ in range(_HALVINGS):
        angle = (low + high) / 2
        if (1 + _within(angle, freedom)) / 2 < probability:
            low = angle
        else:
            high = angle
    return math.sqrt(freedom) * math.tan((low + high) / 2)


def _within(angle: float, freedom: int) -> float:
    """Return the probability that |t| is below sqrt(freedom) tan(angle).

    M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions" (1964), 26.7.3 and 26.7.4.
    """
    cosine, is_odd = math.cos(angle), freedom % 2
    term = cosine if is_odd else 1.0
    total = 0.0 if freedom == 1 else term
    for factor in range(3 if is_odd else 2, freedom - 1, 2):
        term *= cosine**2 * (factor - 1) / factor
        total += term
    if is_odd:
        return 2 / math.pi * (angle + math.sin(angle) * total)
    return math.sin(angle) * total
