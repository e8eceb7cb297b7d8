"""Orders of mistakes, on answers that can be counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.evaluation.mistake_order import by_loss, by_pair, label_losses, label_margins
from core.inference.evaluation import Evaluation


def of(*probabilities: dict[int, float], labels: list[int]) -> Evaluation:
    """Return an evaluation of pictures whose other probabilities are tiny."""
    rows = np.full((len(labels), 10), 1e-6, np.float32)
    for row, given in zip(rows, probabilities, strict=True):
        for digit, probability in given.items():
            row[digit] = probability
    return Evaluation(logits=np.log(rows), probabilities=rows, labels=np.array(labels, np.uint8))


SEEN = of(
    {4: 0.3, 9: 0.6},  # surer than the next, and with a smaller loss
    {4: 0.1, 9: 0.5},
    {7: 0.2, 1: 0.8},
    {0: 0.9},
    labels=[4, 4, 7, 0],
)


def test_loss_is_minus_the_logarithm_of_what_the_label_got():
    assert label_losses(SEEN) == pytest.approx([-math.log(0.3), -math.log(0.1), -math.log(0.2), -math.log(0.9)])


def test_loss_of_a_label_that_got_nothing_is_finite_and_of_one_that_got_all_is_0():
    all_of_it = np.zeros((2, 10), np.float32)
    all_of_it[:, 3] = 1.0
    seen = Evaluation(logits=all_of_it, probabilities=all_of_it, labels=np.array([3, 4], np.uint8))
    assert label_losses(seen)[0] == 0.0
    assert math.copysign(1.0, label_losses(seen)[0]) == 1.0
    assert label_losses(seen)[1] == pytest.approx(87.3365, abs=1e-3)


def test_margin_is_to_the_best_other_logit():
    expected = [math.log(0.3 / 0.6), math.log(0.1 / 0.5), math.log(0.2 / 0.8), math.log(0.9 / 1e-6)]
    assert label_margins(SEEN) == pytest.approx(expected, rel=1e-5)


def test_orders_of_the_mistakes():
    assert SEEN.mistakes.tolist() == [2, 0, 1]
    assert by_loss(SEEN).tolist() == [1, 2, 0]
    assert by_pair(SEEN).tolist() == [0, 1, 2]  # twice 4 read as 9, then 7 read as 1


def test_without_a_mistake_every_order_is_empty():
    right = of({3: 0.9}, labels=[3])
    assert by_loss(right).tolist() == by_pair(right).tolist() == []
