"""Which of several networks are as good as the best."""

from __future__ import annotations

import numpy as np
import pytest

from core.evaluation.ranking import rank


def wrong_at(*places: int) -> np.ndarray:
    """Return which of a thousand pictures a network reads right that misreads these."""
    right = np.ones(1000, bool)
    right[list(places)] = False
    return right


def test_those_that_differ_from_the_best_by_chance_are_as_good():
    ranked = rank([wrong_at(*range(30)), wrong_at(*range(8)), wrong_at(*range(3, 12))])
    assert [one.is_as_good for one in ranked] == [False, True, True]
    assert ranked[0].p == pytest.approx(3 * 2 * 2**-22)
    assert ranked[1].p == 1.0
    assert ranked[2].p == 1.0


# 13 images that the best alone reads right: p = 2 * 2**-13, times 1, 3, 6 and 10 pairs.
@pytest.mark.parametrize(("networks", "pairs"), [(2, 1), (3, 3), (4, 6), (5, 10)])
def test_p_is_multiplied_by_all_pairs_of_networks(networks, pairs):
    ranked = rank([wrong_at()] * (networks - 1) + [wrong_at(*range(13))])
    assert ranked[-1].p == pytest.approx(pairs * 2 * 2**-13)


def test_one_of_many_needs_a_larger_difference():
    best, worse = wrong_at(), wrong_at(*range(6))  # p = 0.03125
    assert [one.is_as_good for one in rank([best, worse])] == [True, False]
    assert [one.is_as_good for one in rank([best, worse, best])] == [True, True, True]


@pytest.mark.parametrize("networks", [2, 10, 25])
def test_networks_that_are_equally_good_are_seldom_called_worse(networks):
    rng, trials, found = np.random.default_rng(0), 300, 0
    chances = rng.beta(1, 3, 400)  # of each image to be misread, by any of them: their mistakes go together
    for _ in range(trials):
        rights = rng.random((networks, len(chances))) >= chances
        found += not all(one.is_as_good for one in rank(list(rights)))
    assert found <= 0.05 * trials


def test_network_that_is_worse_is_found_among_many_equal_ones():
    rng = np.random.default_rng(0)
    rights = list(rng.random((25, 400)) >= 0.05)
    rights[7] = rng.random(400) >= 0.3
    assert [place for place, one in enumerate(rank(rights)) if not one.is_as_good] == [7]


def test_first_of_equals_is_the_best():
    assert [one.p for one in rank([wrong_at(1), wrong_at(1)])] == [1.0, 1.0]
    assert rank([]) == ()
