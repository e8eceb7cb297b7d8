"""The values that a field's plus and minus go through."""

import pytest

from models.ladder import NEAR_ONE, decades, doublings, whole_decades
from models.layers import LAYER_KINDS
from models.layers.base import settings_of


def test_decades_go_up_by_about_three():
    assert decades(1e-4, 0.1) == (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1)
    assert decades(0.002, 0.02) == (0.003, 0.01)
    assert decades(1e-7, 1e-5, digits=(1,)) == (1e-7, 1e-6, 1e-5)
    assert decades(0.1, 10.0) == (0.1, 0.3, 1.0, 3.0, 10.0)


def test_whole_decades_are_whole():
    values = whole_decades(100, 6_000, digits=(1, 2, 5))
    assert values == (100, 200, 500, 1000, 2000, 5000)
    assert {type(value) for value in values} == {int}


def test_doublings_are_the_powers_of_two():
    assert doublings(1, 100) == (1, 2, 4, 8, 16, 32, 64)
    assert doublings(5, 16) == (8, 16)


def test_shares_come_ever_nearer_to_one():
    gaps = [1 - share for share in NEAR_ONE]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] > 0


@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, name) for kind in LAYER_KINDS for name, row in settings_of(LAYER_KINDS[kind]).items() if not row.choices],
)
def test_layer_may_be_all_that_its_ladder_says(kind, name):
    row = settings_of(LAYER_KINDS[kind])[name]
    steps = row.step if isinstance(row.step, tuple) else ()
    assert [row.checked(name, value) for value in steps] == sorted(steps)
    assert not row.zero or row.checked(name, 0.0) == 0


def test_kernels_stay_odd_and_filters_double():
    rows = settings_of(LAYER_KINDS["Conv2D"])
    assert rows["kernel_size"].step[:4] == (1, 3, 5, 7)
    assert rows["filters"].step[3:6] == (8, 16, 32)
    assert rows["l2"].zero == "off"
