"""A hand's score is a count, its interval, and which digits are misread."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.hand_score import hand_score


def test_score_counts_and_names_the_misread():
    score = hand_score([1, 2, 3, 9], np.array([1, 2, 8, 4]))
    assert (score.count, score.correct, score.wrong) == (4, 2, (2, 3))


def test_interval_is_wilsons():
    low, high = hand_score([7] * 30, [7] * 27 + [1] * 3).interval
    assert (round(100 * low, 1), round(100 * high, 1)) == (74.4, 96.5)


def test_of_no_digits_everything_is_possible():
    assert hand_score([], []).interval == (0.0, 1.0)


def test_more_answers_than_digits_are_a_fault():
    with pytest.raises(ValueError, match="argument"):
        hand_score([1, 2], [1])
