"""How far two trainings may differ by chance, worked out by hand."""

import math
from dataclasses import replace

import pytest

from core.importing.capsule.agreement import has_same_figures, is_same_test, max_chance_difference
from tests.support.capsules import TEST, epoch


def test_expected_difference_is_six_standard_errors():
    half = 3 * math.sqrt(2 * 2) * math.sqrt(0.25 / 10_000)
    assert max_chance_difference(0.5, 10_000) == pytest.approx(half)
    assert max_chance_difference(0.98, 10_000) == pytest.approx(0.0084, abs=1e-4)


def test_expected_difference_is_not_0_where_all_were_read_right():
    assert max_chance_difference(1.0, 1000) == pytest.approx(0.006, abs=1e-4)


@pytest.mark.parametrize("name", ["loss", "accuracy", "validation_loss", "validation_accuracy"])
def test_epoch_differs_where_one_figure_does(name):
    other = epoch(1, **{name: getattr(epoch(1), name) + 1e-6})
    assert has_same_figures(epoch(1), epoch(1, seconds=9.0), decimals=None)
    assert not has_same_figures(epoch(1), other, decimals=None)
    assert not has_same_figures(epoch(1), epoch(1, **{name: None}), decimals=None)


def test_rounded_figures_are_compared_as_such():
    assert has_same_figures(epoch(1, loss=0.123457), epoch(1, loss=0.1234565), decimals=6)
    assert not has_same_figures(epoch(1, loss=0.123457), epoch(1, loss=0.1234555), decimals=6)


def test_last_digits_of_a_mean_may_differ():
    assert has_same_figures(epoch(1, loss=0.1), epoch(1, loss=0.1 + 1e-16), decimals=None)


@pytest.mark.parametrize("other", [None, replace(TEST, correct=921), replace(TEST, loss=0.26)], ids=str)
def test_test_differs_where_it_was_read_otherwise(other):
    assert is_same_test(TEST, TEST)
    assert not is_same_test(TEST, other)
