"""Two networks' answers side by side."""

from __future__ import annotations

import numpy as np
import pytest

from core.evaluation.comparison import compare
from core.inference.evaluation import Evaluation


def evaluation(labels: list[int], answers: list[int]) -> Evaluation:
    logits = np.eye(10, dtype=np.float32)[answers]
    return Evaluation(logits=logits, probabilities=logits, labels=np.array(labels, np.uint8))


def test_pictures_are_told_apart_by_who_reads_them_right():
    labels = [0, 1, 2, 3, 4, 5]
    first, second = evaluation(labels, [0, 1, 9, 3, 9, 9]), evaluation(labels, [0, 9, 2, 9, 9, 8])
    found = compare(first, second)
    assert (found.count, found.both_right, found.both_wrong) == (6, 1, 2)
    assert found.only_first_right.tolist() == [1, 3]
    assert found.only_second_right.tolist() == [2]
    assert found.difference == pytest.approx(1 / 6)
    assert found.p == 1.0
    assert found.interval[0] < 1 / 6 < found.interval[1]


@pytest.mark.parametrize(
    ("only_first", "only_second", "p", "verdict"),
    [(10, 2, 0.03857421875, "real"), (9, 2, 0.0654296875, "could be chance"), (0, 0, 1.0, "could be chance")],
)
def test_verdict_is_by_the_exact_test(only_first, only_second, p, verdict):
    labels = [1] * 100
    first = evaluation(labels, [2] * only_second + [1] * (100 - only_second))
    second = evaluation(labels, [1] * (100 - only_first) + [2] * only_first)
    found = compare(first, second)
    assert (found.p, found.verdict) == (p, verdict)
    assert found.difference == pytest.approx((only_first - only_second) / 100)


@pytest.mark.parametrize("labels", [[0, 1], [0, 1, 3], []], ids=["fewer", "others", "none"])
def test_answers_to_other_pictures_are_not_compared(labels):
    with pytest.raises(ValueError, match="not of the same pictures"):
        compare(evaluation(labels, labels), evaluation([0, 1, 2] if labels else [], [0, 1, 2] if labels else []))
