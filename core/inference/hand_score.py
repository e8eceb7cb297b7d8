"""How well a network reads a person's own digits: how many it reads right, and which it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.inference.evaluation import wilson_interval


@dataclass(frozen=True, slots=True, kw_only=True)
class HandScore:
    """A network's answers to a person's digits, counted.

    Attributes:
        count: digits.
        correct: those read as what they are.
        wrong: places of the others, in order.
    """

    count: int
    correct: int
    wrong: tuple[int, ...]

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share that is read right, two fractions; of no digits all there is."""
        return wilson_interval(self.correct, self.count) if self.count else (0.0, 1.0)


def hand_score(predictions: Sequence[int], labels: Sequence[int]) -> HandScore:
    """Return the score of answers, each 0 to 9, to digits with these labels.

    Raises:
        ValueError: there are more of one than of the other.
    """
    pairs = list(zip(predictions, labels, strict=True))
    wrong = tuple(place for place, (answer, label) in enumerate(pairs) if int(answer) != int(label))
    return HandScore(count=len(pairs), correct=len(pairs) - len(wrong), wrong=wrong)
