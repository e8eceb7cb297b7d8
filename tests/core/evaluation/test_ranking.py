"""Which of several networks are as good as the best."""

from __future__ import annotations

import numpy as np
import pytest

from core.evaluation.ranking import holm, rank


def wrong_at(*places: int) -> np.ndarray:
    """Return which of a thousand pictures a network reads right that misreads these."""
    right = np.ones(1000, bool)
    right[list(places)] = False
    return right


# Holm (1979) by hand: 4 * 0.01, 3 * 0.02, 2 * 0.03, and never less than the one before.
@pytest.mark.parametrize(
    ("p_values", "adjusted"),
    [
        ([0.01, 0.04, 0.03, 0.02], [0.04, 0.06, 0.06, 0.06]),
        ([0.5, 0.001], [0.5, 0.002]),
        ([0.6, 0.7], [1.0, 1.0]),
        ([0.2], [0.2]),
        ([], []),
    ],
    ids=["four", "two", "at most one", "one", "none"],
)
def test_holm_multiplies_by_how_many_are_left(p_values, adjusted):
    assert holm(p_values) == pytest.approx(adjusted)


def test_those_that_differ_from_the_best_by_chance_are_as_good():
    ranked = rank([wrong_at(*range(30)), wrong_at(*range(8)), wrong_at(*range(3, 12))])
    assert [one.is_as_good for one in ranked] == [False, True, True]
    assert ranked[0].p == pytest.approx(2 * 2 * 2**-22)
    assert ranked[1].p == 1.0
    assert ranked[2].p == pytest.approx(1.0)


def test_one_of_many_needs_a_larger_difference():
    best, worse = wrong_at(), wrong_at(*range(6))  # p = 0.03125
    assert [one.is_as_good for one in rank([best, worse])] == [True, False]
    assert [one.is_as_good for one in rank([best, worse, best])] == [True, True, True]


def test_first_of_equals_is_the_best():
    assert [one.p for one in rank([wrong_at(1), wrong_at(1)])] == [1.0, 1.0]
    assert rank([]) == ()
