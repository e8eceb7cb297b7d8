"""Whether a network is as sure as it should be: sureness beside the share that is right, and how far both are apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

BINS = 15
RESAMPLES = 500
INTERVAL = (2.5, 97.5)  # percentiles: the middle 95 %


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Answers of about the same sureness.

    Attributes:
        low: the least sureness, 0 to 1; answers of exactly that are in the bin before, but for 0.
        high: the greatest.
        count: of answers.
        sureness: their mean sureness, 0 to 1; 0 where there is none.
        correct: of them, how many are right.
    """

    low: float
    high: float
    count: int
    sureness: float
    correct: int

    @property
    def accuracy(self) -> float | None:
        """The share of them that is right, 0 to 1; None where there is none."""
        return self.correct / self.count if self.count else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """Bins of equal width, from no sureness to full."""

    bins: tuple[Bin, ...]

    @property
    def count(self) -> int:
        """Number of answers."""
        return sum(part.count for part in self.bins)

    @property
    def sureness(self) -> float:
        """Mean sureness of all answers, 0 to 1."""
        return sum(part.count * part.sureness for part in self.bins) / self.count

    @property
    def accuracy(self) -> float:
        """Share of all answers that is right, 0 to 1."""
        return sum(part.correct for part in self.bins) / self.count

    @property
    def ece(self) -> float:
        """Expected calibration error, 0 to 1: how far sureness and accuracy of a bin are apart, weighted by answers.

        M. P. Naeini, G. F. Cooper, M. Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning",
        AAAI 2015; with bins of equal width as in C. Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
        """
        return sum(abs(part.correct - part.count * part.sureness) for part in self.bins) / self.count


def surenesses(probabilities: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """Return how sure each answer is, (N,) float64, 0 to 1.

    Args:
        probabilities: (N, 10), 0 to 1.
        answers: (N,), the digits with the highest scores: where several probabilities are rounded to 1, these do not
            tell which.
    """
    return probabilities[np.arange(len(answers)), answers].astype(np.float64)


def reliability(sureness: np.ndarray, is_right: np.ndarray, *, bins: int = BINS) -> Reliability:
    """Return the bins of some answers.

    Args:
        sureness: (N,), 0 to 1; N at least 1.
        is_right: (N,) bool.
        bins: how many.
    """
    places = _places(sureness, bins)
    counts = np.bincount(places, minlength=bins)
    sums = np.bincount(places, weights=sureness, minlength=bins)
    right = np.bincount(places[is_right], minlength=bins)
    return Reliability(
        bins=tuple(
            Bin(
                low=place / bins,
                high=(place + 1) / bins,
                count=int(counts[place]),
                sureness=float(sums[place] / max(counts[place], 1)),
                correct=int(right[place]),
            )
            for place in range(bins)
        )
    )


def ece_interval(sureness: np.ndarray, is_right: np.ndarray, *, bins: int = BINS, seed: int = 0) -> tuple[float, float]:
    """Return the 95 % interval of the expected calibration error, two fractions; arguments as `reliability`.

    It is the basic bootstrap's: resampled errors are larger by a bias that the errors themselves have, which its
    reflection takes off; B. Efron, R. J. Tibshirani, "An Introduction to the Bootstrap" (1993), section 13; A. C.
    Davison, D. V. Hinkley, "Bootstrap Methods and their Application" (1997), section 5.2. Cut at 0.
    """
    rng, count = np.random.default_rng(seed), len(sureness)
    gaps = sureness - is_right
    places = _places(sureness, bins)
    errors = np.empty(RESAMPLES)
    for number in range(RESAMPLES):
        drawn = rng.integers(0, count, count)
        errors[number] = np.abs(np.bincount(places[drawn], weights=gaps[drawn], minlength=bins)).sum() / count
    measured = reliability(sureness, is_right, bins=bins).ece
    low, high = np.percentile(errors, INTERVAL)
    return max(0.0, float(2 * measured - high)), max(0.0, float(2 * measured - low))


def _places(sureness: np.ndarray, bins: int) -> np.ndarray:
    """Return each answer's bin, (N,) int64; a border belongs to the bin below it."""
    return np.clip(np.ceil(sureness * bins).astype(np.int64) - 1, 0, bins - 1)
