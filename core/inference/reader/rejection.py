"""What it costs not to answer where one is not sure: the reject option (C. K. Chow, "On optimum recognition error and
reject tradeoff", IEEE Transactions on Information Theory 16, 1970), counted on pictures whose labels are known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.inference.evaluation import Evaluation


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """How many pictures are not answered at a threshold, and how many are answered wrong."""

    count: int  # pictures
    answered: int  # of these, with a sureness of at least the threshold
    wrong: int  # of the answered


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Surenesses:
    """How sure a network is of each of N pictures, and whether it is right."""

    surenesses: np.ndarray  # (N,) float32, 0 to 1
    is_right: np.ndarray  # (N,) bool

    @classmethod
    def of(cls, evaluation: Evaluation, digit_probabilities: np.ndarray) -> Surenesses:
        """Return those of a network's answers.

        Args:
            evaluation: its answers to N pictures.
            digit_probabilities: (N,) 0 to 1, that each of these is a digit at all.
        """
        answers = evaluation.predicted_digits
        of_answers = evaluation.probabilities[np.arange(evaluation.count), answers]
        return cls(surenesses=of_answers * digit_probabilities, is_right=answers == evaluation.labels)

    def rejection(self, threshold: float) -> Rejection:
        """Return what a threshold costs, 0 to 1: what is less sure is not answered."""
        is_answered = self.surenesses >= threshold
        return Rejection(
            count=len(is_answered),
            answered=int(np.count_nonzero(is_answered)),
            wrong=int(np.count_nonzero(is_answered & ~self.is_right)),
        )
