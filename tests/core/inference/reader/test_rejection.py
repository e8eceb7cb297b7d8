"""What a threshold costs, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.evaluation import Evaluation
from core.inference.reader.rejection import Rejection, Surenesses

ANSWERS, SURE, LABELS = (3, 5, 7, 1), (0.9, 0.8, 0.5, 0.5), (3, 6, 7, 2)


def surenesses(digit_probabilities: list[float]) -> Surenesses:
    probabilities = np.zeros((4, 10), np.float32)
    probabilities[np.arange(4), ANSWERS] = SURE
    evaluation = Evaluation(logits=probabilities, probabilities=probabilities, labels=np.array(LABELS, np.uint8))
    return Surenesses.of(evaluation, np.array(digit_probabilities, np.float32))


@pytest.mark.parametrize(
    ("threshold", "answered", "wrong"), [(0.0, 4, 2), (0.5, 4, 2), (0.6, 2, 1), (0.85, 1, 0), (0.95, 0, 0)]
)
def test_fewer_are_answered_and_fewer_wrong_the_surer_it_must_be(threshold: float, answered: int, wrong: int) -> None:
    found = surenesses([1, 1, 1, 1]).rejection(threshold)
    assert found == Rejection(count=4, answered=answered, wrong=wrong)


def test_what_the_judge_takes_for_no_digit_is_not_answered() -> None:
    assert surenesses([1, 0.5, 1, 0.5]).rejection(0.5) == Rejection(count=4, answered=2, wrong=0)
