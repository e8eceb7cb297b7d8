"""Reliability and the expected calibration error: literals, and brute force as the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.calibration import calibration_curve

from core.evaluation import calibration
from core.evaluation.calibration import ece_interval, reliability, surenesses


def drawn(seed: int, count: int, *, off_by: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Return surenesses and whether their answers are right, of a network that is `off_by` too sure."""
    rng = np.random.default_rng(seed)
    sureness = rng.uniform(0.3, 1, count)
    return sureness, rng.random(count) < np.clip(sureness - off_by, 0, 1)


def test_error_of_four_answers_by_hand():
    found = reliability(np.array([0.9, 0.8, 0.62, 0.3]), np.array([True, False, True, True]), bins=2)
    low, high = found.bins
    assert (low.count, low.sureness, low.correct, low.accuracy) == (1, 0.3, 1, 1.0)
    assert (high.count, high.correct) == (3, 2)
    assert high.sureness == pytest.approx(2.32 / 3)
    assert found.ece == pytest.approx((0.7 + 0.32) / 4)  # 1 of 4 is 0.7 off, 3 of 4 are 2.32/3 - 2/3 off
    assert (found.accuracy, found.sureness) == (0.75, pytest.approx(2.62 / 4))


@pytest.mark.parametrize(("sureness", "place"), [(0.0, 0), (0.1, 0), (0.1000001, 1), (0.5, 4), (1.0, 9)], ids=str)
def test_border_belongs_to_the_bin_below_it(sureness, place):
    found = reliability(np.array([sureness]), np.array([True]), bins=10)
    assert [part.count for part in found.bins].index(1) == place
    assert found.bins[place].low <= sureness <= found.bins[place].high


def test_empty_bin_has_no_accuracy_and_adds_nothing():
    found = reliability(np.array([1.0, 1.0]), np.array([True, True]))
    assert found.ece == 0
    assert [part.accuracy for part in found.bins] == [None] * 14 + [1.0]


@pytest.mark.parametrize("seed", range(3))
def test_bins_are_those_of_scikit_learn(seed):
    sureness, is_right = drawn(seed, 2000)
    found = [part for part in reliability(sureness, is_right, bins=10).bins if part.count]
    accuracies, means = calibration_curve(is_right, sureness, n_bins=10)
    np.testing.assert_allclose([part.accuracy for part in found], accuracies)
    np.testing.assert_allclose([part.sureness for part in found], means)


def test_error_is_that_of_brute_force():
    sureness, is_right = drawn(5, 500, off_by=0.1)
    total = 0.0
    for place in range(15):
        inside = (sureness > place / 15) & (sureness <= (place + 1) / 15)
        if inside.any():
            total += inside.sum() * abs(is_right[inside].mean() - sureness[inside].mean())
    assert reliability(sureness, is_right).ece == pytest.approx(total / 500)


def test_sureness_is_the_answers_own_probability_also_where_another_is_rounded_to_the_same():
    probabilities = np.full((2, 10), 0.05)
    probabilities[0, 3] = 0.55
    probabilities[1, [2, 7]] = 1.0
    assert surenesses(probabilities, np.array([3, 7])).tolist() == [0.55, 1.0]


def test_interval_holds_the_true_error_about_as_often_as_it_says(monkeypatch):
    monkeypatch.setattr(calibration, "RESAMPLES", 200)
    true = reliability(*drawn(99, 1_000_000, off_by=0.08)).ece
    held = 0
    for seed in range(40):
        low, high = ece_interval(*drawn(seed, 2000, off_by=0.08), seed=seed)
        held += low <= true <= high
    assert held >= 34  # of 40; 38 are expected


def test_interval_of_what_is_right_by_chance_alone_begins_at_0():
    low, high = ece_interval(*drawn(1, 300))
    assert low == 0
    assert high > 0
