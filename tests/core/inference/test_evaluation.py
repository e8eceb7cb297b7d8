"""Counting right and wrong, on answers that can be counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.inference.evaluation import DigitScore, Evaluation, MixUp, wilson_interval
from core.inference.predict import Predictions, join_predictions


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


def test_mix_up_has_the_surest_picture_first():
    assert SEEN.mixed_up(4, 9).tolist() == [2, 0]


def test_without_a_mistake_there_is_no_mix_up():
    right = evaluation((1, 1, 0.9), (2, 2, 0.9))
    assert right.mix_ups == ()
    assert right.mistakes.tolist() == []


def test_mix_ups_are_what_happened_with_the_most_frequent_first():
    assert SEEN.mix_ups == (MixUp(label=4, answer=9, count=2), MixUp(label=7, answer=1, count=1))
    assert SEEN.wrong == sum(mix_up.count for mix_up in SEEN.mix_ups) == 3


def test_mix_ups_of_equal_count_keep_the_order_of_the_digits():
    shown = evaluation((9, 4, 0.9), (2, 7, 0.9), (2, 1, 0.9))
    assert [(mix_up.label, mix_up.answer) for mix_up in shown.mix_ups] == [(2, 1), (2, 7), (9, 4)]


def test_each_digit_has_its_own_score():
    assert SEEN.by_digit[4] == DigitScore(digit=4, count=3, correct=1)
    assert (SEEN.by_digit[4].wrong, SEEN.by_digit[0].wrong) == (2, 0)
    assert SEEN.by_digit[5] == DigitScore(digit=5, count=0, correct=0)
    assert sum(score.count for score in SEEN.by_digit) == SEEN.count


def test_hardest_and_easiest_digit_go_by_share_and_leave_out_digits_without_pictures():
    assert SEEN.hardest == DigitScore(digit=7, count=1, correct=0)  # 1 of 1, though 4 has two mistakes
    assert SEEN.easiest == DigitScore(digit=0, count=1, correct=1)
    assert evaluation((1, 1, 0.9)).hardest is evaluation((1, 1, 0.9)).easiest is None


def test_sureness_is_the_probability_of_the_answer_that_was_given():
    assert SEEN.sureness(2) == pytest.approx(0.8)


def test_loss_is_the_mean_of_minus_ln_of_the_label_s_probability():
    shown = evaluation((3, 3, 0.5), (3, 3, 0.25))
    assert shown.loss == pytest.approx((math.log(2) + math.log(4)) / 2)


def test_pieces_are_joined_in_order():
    def piece(answer: int) -> Predictions:
        scores = np.eye(10, dtype=np.float32)[[answer]]
        return Predictions(logits=scores, probabilities=scores)

    assert join_predictions([piece(3), piece(5)]).predicted_digits.tolist() == [3, 5]


@pytest.mark.parametrize(
    ("correct", "count", "low", "high"),
    [(9912, 10_000, 0.98918, 0.99285), (0, 10, 0.0, 0.27753), (10, 10, 0.72247, 1.0)],
    ids=["many", "none right", "all right"],
)
def test_interval_is_wilson_s(correct, count, low, high):
    assert wilson_interval(correct, count) == pytest.approx((low, high), abs=2e-5)
