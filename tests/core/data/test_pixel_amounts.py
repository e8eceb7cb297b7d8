"""What is counted in one picture: its values in bins, and the ink of its rows and columns."""

from __future__ import annotations

import numpy as np

from core.data.pixel_amounts import amounts


def test_values_fall_into_bins_and_zeros_into_none() -> None:
    pixels = np.zeros((28, 28), np.uint8)
    pixels[0, :6] = [1, 15, 16, 240, 254, 255]
    found = amounts(pixels)
    assert (found.zeros, found.full) == (778, 1)
    assert len(found.bins) == 16
    assert found.bins[0] == (1, 15, 2)
    assert found.bins[1] == (16, 31, 1)
    assert found.bins[-1] == (240, 255, 3)
    assert sum(count for *_, count in found.bins) == 784 - found.zeros


def test_ink_is_added_up_along_rows_and_columns() -> None:
    pixels = np.zeros((28, 28), np.uint8)
    pixels[2] = 255
    pixels[9, 5] = 10
    found = amounts(pixels)
    assert found.rows[2] == 28 * 255
    assert found.rows[9] == 10
    assert sum(found.rows) == sum(found.columns) == 28 * 255 + 10
    assert found.columns[5] == 265
