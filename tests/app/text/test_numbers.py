"""Shares as a person reads them."""

from __future__ import annotations

import pytest

from pages.text.inside_pooling import Shift
from pages.text.numbers import ordinal, portion

pytestmark = pytest.mark.app


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (0, 2304, "0 %"),
        (1, 2304, "under 0.1 %"),
        (1152, 2304, "50.0 %"),
        (2303, 2304, "over 99.9 %"),
        (2304, 2304, "100 %"),
        (1, 500, "under 1 %"),
        (499, 500, "over 99 %"),
        (1, 30_000, "under 0.01 %"),
        (0, 0, "0 %"),
    ],
)
def test_nothing_is_called_none_or_all_that_is_not(part, whole, expected):
    assert portion(part, whole) == expected


def test_shift_that_changes_one_cell_is_not_called_none():
    assert "**1 of 2,304 (under 0.1 %)** outputs" in Shift.changed(0, 1, (1, 2304), (2303, 9216))


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (20, "20th"),
        (23, "23rd"),
        (1000, "1,000th"),
    ],
)
def test_ordinal_ends_as_it_is_spoken(number: int, name: str) -> None:
    assert ordinal(number) == name
