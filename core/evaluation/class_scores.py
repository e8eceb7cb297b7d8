"""How good a network is at each class: precision, recall and F1 from a confusion matrix."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassScore:
    """How well one class is read.

    Attributes:
        digit: the class, 0 to 9.
        count: images of it.
        answers: images that were read as it.
        correct: images of it that were read as it.
    """

    digit: int
    count: int
    answers: int
    correct: int

    @property
    def precision(self) -> float | None:
        """Of the images that were read as it, the share that is it, 0 to 1; None where none was."""
        return self.correct / self.answers if self.answers else None

    @property
    def recall(self) -> float | None:
        """Of its images, the share that was read as it, 0 to 1; None where it has none."""
        return self.correct / self.count if self.count else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall, 0 to 1; None where it neither has images nor was an answer."""
        both = self.count + self.answers
        return 2 * self.correct / both if both else None


def class_scores(confusion: np.ndarray) -> tuple[ClassScore, ...]:
    """Return the ten scores of a confusion matrix, (10, 10) int by label and answer.

    Source: C. J. van Rijsbergen, "Information Retrieval" (1979), chapter 7.
    """
    counts, answers, right = confusion.sum(axis=1), confusion.sum(axis=0), np.diag(confusion)
    return tuple(
        ClassScore(digit=digit, count=int(counts[digit]), answers=int(answers[digit]), correct=int(right[digit]))
        for digit in range(len(confusion))
    )


def macro_f1(scores: tuple[ClassScore, ...]) -> float:
    """Return the mean F1 of the classes that have one, each of the same weight."""
    known = [score.f1 for score in scores if score.f1 is not None]
    return sum(known) / len(known)
