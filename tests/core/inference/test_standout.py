"""The largest of several numbers, and whether it is alone."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.standout import furthest_cell, furthest_map, largest, largest_digits

NAN = float("nan")


@pytest.mark.parametrize(
    ("values", "place", "equal"),
    [
        ([0.0, 3.0, 1.0], 1, 1),
        ([2.0, 5.0, 5.0], 1, 2),
        ([0.0, 0.0, 0.0], 0, 3),
        ([NAN, -1.0, -1.0], 1, 2),
        ([NAN, NAN, NAN], 0, 3),
        ([1.0, float("inf"), NAN], 1, 1),
    ],
)
def test_first_of_the_largest_and_how_many_they_are(values, place, equal):
    found = largest(np.array(values, np.float32))
    assert (found.place, found.equal, found.count) == (place, equal, 3)
    assert found.is_alone == (equal == 1)
    assert found.is_level == (equal == 3)


def test_one_number_alone_stands_out():
    assert largest(np.array([0.0])).is_alone
    assert not largest(np.array([0.0])).is_level


def test_cells_count_along_the_rows_and_maps_by_what_is_furthest_from_0_in_them():
    values = np.zeros((2, 3, 4), np.float32)
    values[1, 0, 2], values[0, 1, 3] = -7.0, 7.0
    assert (furthest_map(values).place, furthest_map(values).equal, furthest_map(values).count) == (2, 2, 4)
    assert furthest_cell(values[..., 2]).place == 3
    values[0, 0, 2] = NAN
    assert furthest_map(values).equal == 2


def test_digits_that_share_the_highest_score():
    scores = np.zeros(10, np.float32)
    assert largest_digits(scores) == tuple(range(10))
    scores[[4, 7]] = 1.5
    assert largest_digits(scores) == (4, 7)
    scores[7] = 1.6
    assert largest_digits(scores) == (7,)
    assert largest_digits(np.full(10, NAN)) == tuple(range(10))
