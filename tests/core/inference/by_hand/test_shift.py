"""A picture shifted by pixels, and what counts as changed."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.by_hand.shift import count_changed, shifted

IMAGE = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]], np.uint8)


@pytest.mark.parametrize(
    ("down", "right", "expected"),
    [
        (0, 0, [[1, 2, 3], [4, 5, 6], [7, 8, 9]]),
        (1, 0, [[0, 0, 0], [1, 2, 3], [4, 5, 6]]),
        (-1, 0, [[4, 5, 6], [7, 8, 9], [0, 0, 0]]),
        (0, 1, [[0, 1, 2], [0, 4, 5], [0, 7, 8]]),
        (0, -2, [[3, 0, 0], [6, 0, 0], [9, 0, 0]]),
        (2, -1, [[0, 0, 0], [0, 0, 0], [2, 3, 0]]),
        (3, 0, [[0, 0, 0]] * 3),
    ],
)
def test_paper_comes_in_and_what_leaves_is_gone(down: int, right: int, expected: list) -> None:
    moved = shifted(IMAGE, down, right)
    assert moved.tolist() == expected
    assert moved.dtype == np.uint8


def test_rounding_is_no_change() -> None:
    before = np.array([0.0, 1.0, 100.0, -2.0])
    assert count_changed(before, before) == 0
    assert count_changed(before, before + np.array([0.0, 1e-6, 1e-4, 0.01])) == 1
    assert count_changed(np.zeros(3), np.array([0.0, 0.0, 1e-30])) == 1
