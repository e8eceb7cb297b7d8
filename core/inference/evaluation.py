"""How good a network is, counted: from its answers to many pictures to accuracy, mix-ups and the worst mistakes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

DIGITS = 10
_NORMAL_95 = 1.959963984540054  # half-width of the middle 95 % of a normal distribution, in standard deviations


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitScore:
    """How often the pictures of one digit were read right."""

    digit: int
    count: int  # pictures of it
    correct: int  # of these, read as it

    @property
    def wrong(self) -> int:
        """Pictures of it that were read as something else."""
        return self.count - self.correct


@dataclass(frozen=True, slots=True, kw_only=True)
class MixUp:
    """How often one digit was read as one other."""

    label: int
    answer: int
    count: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Evaluation:
    """A network's answers to N pictures beside their labels; index i is the picture's index in its collection."""

    logits: np.ndarray  # (N, 10) float32
    probabilities: np.ndarray  # (N, 10) float32, 0 to 1
    labels: np.ndarray  # (N,) uint8, 0 to 9

    @property
    def count(self) -> int:
        """Number of pictures."""
        return len(self.labels)

    @cached_property
    def predicted_digits(self) -> np.ndarray:
        """The digit with the highest score, (N,) int64."""
        return self.logits.argmax(axis=1)

    @cached_property
    def correct(self) -> int:
        """Number of pictures that were read right."""
        return int(np.count_nonzero(self.predicted_digits == self.labels))

    @property
    def accuracy(self) -> float:
        """Share of pictures that were read right, 0 to 1."""
        return self.correct / self.count

    @cached_property
    def loss(self) -> float:
        """Mean of -ln of the probability that the label got, in nats."""
        of_labels = self.probabilities[np.arange(self.count), self.labels].astype(np.float64)
        return abs(float(np.log(np.maximum(of_labels, np.finfo(np.float32).tiny)).mean()))  # never -0

    @cached_property
    def confusion(self) -> np.ndarray:
        """(10, 10) int64: how many pictures of digit `row` were read as digit `column`."""
        pairs = self.labels.astype(np.int64) * DIGITS + self.predicted_digits
        return np.bincount(pairs, minlength=DIGITS * DIGITS).reshape(DIGITS, DIGITS)

    @cached_property
    def mistakes(self) -> np.ndarray:
        """Indices of the pictures that were read wrong, (M,) int64, the surest mistake first."""
        wrong = np.flatnonzero(self.predicted_digits != self.labels)
        sureness = self.probabilities[wrong, self.predicted_digits[wrong]]
        return wrong[np.argsort(-sureness, kind="stable")]

    @property
    def wrong(self) -> int:
        """Number of pictures that were read wrong."""
        return self.count - self.correct

    @cached_property
    def mix_ups(self) -> tuple[MixUp, ...]:
        """Which digit was read as which other one: what happened, the most frequent first."""
        return mix_ups_in(self.confusion)

    @cached_property
    def by_digit(self) -> tuple[DigitScore, ...]:
        """How often each digit was read right, 0 to 9."""
        right, counts = np.diag(self.confusion).tolist(), self.confusion.sum(axis=1).tolist()
        return tuple(DigitScore(digit=digit, count=counts[digit], correct=right[digit]) for digit in range(DIGITS))

    @property
    def hardest(self) -> DigitScore | None:
        """The digit with the largest share of mistakes; None without a mistake."""
        return max(self._seen, key=lambda score: score.wrong / score.count) if self.wrong else None

    @property
    def easiest(self) -> DigitScore | None:
        """The digit with the smallest share of mistakes; None without a mistake."""
        return min(self._seen, key=lambda score: score.wrong / score.count) if self.wrong else None

    @property
    def _seen(self) -> list[DigitScore]:
        return [score for score in self.by_digit if score.count]

    def sureness(self, index: int) -> float:
        """Return the probability, 0 to 1, that the network gave its own answer to picture `index`."""
        return float(self.probabilities[index, self.predicted_digits[index]])

    def mixed_up(self, label: int, answer: int) -> np.ndarray:
        """Return the indices of the pictures of `label` that were read as `answer`, (M,) int64, the surest first."""
        indices = np.flatnonzero((self.labels == label) & (self.predicted_digits == answer))
        return indices[np.argsort(-self.probabilities[indices, answer], kind="stable")]


def mix_ups_in(confusion: np.ndarray) -> tuple[MixUp, ...]:
    """Return the mistakes of a confusion matrix, (10, 10) int by label and answer, the most frequent first."""
    wrong = confusion - np.diag(np.diag(confusion))
    mix_ups = [
        MixUp(label=int(row), answer=int(column), count=int(wrong[row, column]))
        for row, column in zip(*np.nonzero(wrong), strict=True)
    ]
    return tuple(sorted(mix_ups, key=lambda mix_up: -mix_up.count))


def wilson_interval(correct: int, count: int) -> tuple[float, float]:
    """Return the 95 % interval of an accuracy, two fractions: what other pictures of the same kind would give.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    """
    share, squared = correct / count, _NORMAL_95**2
    centre = (share + squared / (2 * count)) / (1 + squared / count)
    half = _NORMAL_95 / (1 + squared / count) * math.sqrt(share * (1 - share) / count + squared / (4 * count**2))
    return max(0.0, centre - half), min(1.0, centre + half)
