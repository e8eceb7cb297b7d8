"""McNemar's exact test and Newcombe's interval, against SciPy, published figures and all that could happen."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import stats

from core.evaluation.mcnemar import difference_interval, mcnemar_p


@pytest.mark.parametrize(
    ("only_first", "only_second", "p"),
    [(10, 2, 0.03857421875), (2, 10, 0.03857421875), (0, 0, 1.0), (1, 0, 1.0), (5, 5, 1.0), (0, 6, 0.03125)],
)
def test_p_is_the_share_of_coins_that_fall_as_unevenly(only_first, only_second, p):
    assert mcnemar_p(only_first, only_second) == p


@pytest.mark.parametrize(
    ("only_first", "only_second"),
    [(3, 8), (30, 50), (121, 20), (812, 40), (4_900, 5_100), (5_000, 5_000), (0, 900), (9_000, 1_000)],
)
def test_p_is_the_binomial_tests(only_first, only_second):
    binomial = stats.binomtest(only_first, only_first + only_second, 0.5).pvalue
    assert mcnemar_p(only_first, only_second) == pytest.approx(binomial, rel=1e-9)


def test_p_of_ten_thousand_against_none_is_not_beyond_what_can_be_counted():
    assert mcnemar_p(10_000, 0) == 0.0


# Newcombe (1998), table III: 36, 12, 2, 0 has 0.0569 to 0.3404 by method 10.
def test_interval_is_the_published_one():
    low, high = difference_interval(36, 12, 2, 0)
    assert (round(low, 4), round(high, 4)) == (0.0569, 0.3404)


def test_interval_of_the_second_minus_the_first_is_the_same_with_the_other_sign():
    low, high = difference_interval(9_700, 180, 60, 60)
    assert difference_interval(9_700, 60, 180, 60) == pytest.approx((-high, -low))
    assert low < 0.012 < high


@pytest.mark.parametrize("counts", [(100, 0, 0, 0), (0, 0, 0, 100)], ids=["all right", "all wrong"])
def test_interval_of_two_that_never_differ_is_around_zero(counts):
    low, high = difference_interval(*counts)
    assert low == pytest.approx(-high)
    assert 0 < high < 0.06


def test_interval_of_one_that_is_always_right_against_one_that_never_is_stays_within_one():
    low, high = difference_interval(0, 100, 0, 0)
    assert 0.9 < low < high == 1.0


def test_interval_holds_the_true_difference_about_95_times_of_100():
    chances = np.array([0.70, 0.14, 0.06, 0.10])
    draws = np.random.default_rng(7).multinomial(200, chances, size=4_000)
    intervals = [difference_interval(*draw) for draw in draws.tolist()]
    assert np.mean([low <= 0.08 <= high for low, high in intervals]) == pytest.approx(0.95, abs=0.012)


@pytest.mark.parametrize("counts", list(itertools.product((0, 1, 7), repeat=4))[1:])
def test_interval_holds_what_was_counted(counts):
    _, only_first, only_second, _ = counts
    low, high = difference_interval(*counts)
    assert -1 <= low <= (only_first - only_second) / sum(counts) <= high <= 1
