"""Several seeds of one recipe, against SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from core.evaluation.spread import Spread, t_quantile


def test_spread_is_worked_out_by_hand():
    spread = Spread(values=(0.5, 0.7, 0.6))
    assert spread.mean == pytest.approx(0.6)
    assert spread.deviation == pytest.approx(0.1)
    assert spread.repeatability == pytest.approx(0.6085, abs=5e-5)  # 4.3027 * sqrt(2) * 0.1
    assert (spread.lowest, spread.highest) == (0.5, 0.7)
    assert spread.interval == pytest.approx((0.6 - 0.2484, 0.6 + 0.2484), abs=1e-4)  # 4.3027 * 0.1 / sqrt(3)


@pytest.mark.parametrize("count", [2, 3, 5, 8, 30])
def test_interval_is_scipys(count):
    values = np.random.default_rng(count).normal(0.98, 0.002, count)
    spread = Spread(values=tuple(values.tolist()))
    assert spread.deviation == pytest.approx(values.std(ddof=1))
    expected = stats.t.interval(0.95, count - 1, loc=values.mean(), scale=stats.sem(values))
    assert spread.interval == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("count", [2, 3, 5, 20])
def test_two_further_runs_lie_further_apart_than_the_repeatability_5_times_of_100(count):
    rng, trials = np.random.default_rng(count), 4000
    runs = rng.normal(0.98, 0.002, (trials, count + 2))
    apart = np.abs(runs[:, 0] - runs[:, 1])
    further = sum(
        gap > Spread(values=tuple(known)).repeatability for gap, known in zip(apart, runs[:, 2:], strict=True)
    )
    assert further / trials == pytest.approx(0.05, abs=0.012)


def test_runs_that_are_alike_to_the_bit_have_no_spread():
    spread = Spread(values=(0.98, 0.98))
    assert (spread.deviation, spread.interval) == (0.0, (0.98, 0.98))


def test_one_run_has_no_spread():
    with pytest.raises(ValueError, match="one run has no spread"):
        Spread(values=(0.98,))


@pytest.mark.parametrize("probability", [0.6, 0.9, 0.975, 0.9995])
@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 6, 29, 30, 999, 1000])
def test_quantiles_are_scipys(probability, freedom):
    assert t_quantile(probability, freedom) == pytest.approx(stats.t.ppf(probability, freedom), rel=1e-11)
