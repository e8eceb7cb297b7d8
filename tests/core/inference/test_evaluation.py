"""Counting right and wrong, on answers that can be counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.inference.evaluation import Evaluation, joined, wilson_interval
from core.inference.predict import Predictions


def evaluation(*rows: tuple[int, int, float]) -> Evaluation:
    """Return the evaluation of pictures given as (label, answer, probability of the answer)."""
    probabilities = np.zeros((len(rows), 10), np.float32)
    for place, (_, answer, sureness) in enumerate(rows):
        probabilities[place] = (1 - sureness) / 9
        probabilities[place, answer] = sureness
    labels = np.array([label for label, _, _ in rows], np.uint8)
    return Evaluation(logits=np.log(probabilities), probabilities=probabilities, labels=labels)


SEEN = evaluation((4, 9, 0.6), (4, 4, 0.9), (4, 9, 0.8), (7, 1, 0.7), (0, 0, 0.5))


def test_right_answers_are_counted():
    assert (SEEN.correct, SEEN.count, SEEN.accuracy) == (2, 5, 0.4)


def test_confusion_has_labels_as_rows_and_answers_as_columns():
    expected = np.zeros((10, 10), int)
    expected[4, 9], expected[4, 4], expected[7, 1], expected[0, 0] = 2, 1, 1, 1
    assert np.array_equal(SEEN.confusion, expected)


def test_mistakes_come_with_the_surest_first():
    assert SEEN.mistakes.tolist() == [2, 3, 0]


def test_largest_mix_up_is_the_most_frequent():
    assert SEEN.largest_mix_up == (4, 9)
    assert SEEN.mixed_up(4, 9).tolist() == [2, 0]


def test_without_a_mistake_there_is_no_mix_up():
    right = evaluation((1, 1, 0.9), (2, 2, 0.9))
    assert right.largest_mix_up is None
    assert right.mistakes.tolist() == []


def test_loss_is_the_mean_of_minus_ln_of_the_label_s_probability():
    shown = evaluation((3, 3, 0.5), (3, 3, 0.25))
    assert shown.loss == pytest.approx((math.log(2) + math.log(4)) / 2)


def test_pieces_are_joined_in_order():
    def piece(answer: int) -> Predictions:
        scores = np.eye(10, dtype=np.float32)[[answer]]
        return Predictions(logits=scores, probabilities=scores)

    assert joined([piece(3), piece(5)], np.array([3, 4], np.uint8)).answers.tolist() == [3, 5]


@pytest.mark.parametrize(
    ("correct", "count", "low", "high"),
    [(9912, 10_000, 0.98918, 0.99285), (0, 10, 0.0, 0.27753), (10, 10, 0.72247, 1.0)],
    ids=["many", "none right", "all right"],
)
def test_interval_is_wilson_s(correct, count, low, high):
    assert wilson_interval(correct, count) == pytest.approx((low, high), abs=2e-5)
