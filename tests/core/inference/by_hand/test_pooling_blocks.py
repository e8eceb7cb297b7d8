"""All blocks of a pooling at once: against one cell after the other, and a map made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.by_hand.pooling_blocks import pooled_map
from core.inference.cell_arithmetic import pooling_cell
from models.layers import AveragePooling2D, MaxPooling2D

RANDOM = np.random.default_rng(2)


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(("size", "strides"), [(2, None), (3, None), (2, 1), (3, 2)])
def test_either_kind_and_the_winners_are_those_of_each_cell(size: int, strides: int | None, padding: str) -> None:
    values = RANDOM.normal(size=(11, 11))
    largest = MaxPooling2D(pool_size=size, strides=strides, padding=padding)
    mean = AveragePooling2D(pool_size=size, strides=strides, padding=padding)
    pooled = pooled_map(values, largest)
    winners = np.zeros_like(values, bool)
    for row in range(pooled.largest.shape[0]):
        for column in range(pooled.largest.shape[1]):
            cell = pooling_cell(values[..., np.newaxis], largest, row, column, 0)
            assert pooled.largest[row, column] == cell.output
            averaged = pooling_cell(values[..., np.newaxis], mean, row, column, 0)
            assert pooled.mean[row, column] == pytest.approx(averaged.output)
            if cell.is_inside.sum() > 1:
                winners[cell.region.row + cell.winner[0], cell.region.column + cell.winner[1]] = True
    np.testing.assert_array_equal(pooled.winners, winners)
    assert pooled.mean.shape == (largest.window.positions(11),) * 2


def test_block_whose_cells_are_the_same_has_no_winner() -> None:
    values = np.array([[0, 0, 1, 1], [0, 0, 1, 2], [-3, -4, 5, 5], [-3, -3, 5, 5]])
    pooled = pooled_map(values, AveragePooling2D())
    assert np.argwhere(pooled.winners).tolist() == [[1, 3], [2, 0]]
    assert pooled.largest.tolist() == [[0, 2], [-3, 5]]
    assert pooled.mean.tolist() == [[0, 1.25], [-3.25, 5]]


@pytest.mark.parametrize("padding", ["valid", "same"])
def test_block_with_what_is_no_number_has_no_winner_and_the_others_keep_theirs(padding: str) -> None:
    values = np.arange(25.0).reshape(5, 5)
    values[:2, :3] = np.nan
    values[2, 0], values[3, 1] = np.inf, -np.inf
    pooled = pooled_map(values, MaxPooling2D(padding=padding))
    after = pooled.largest.shape[0]
    assert np.argwhere(np.isnan(pooled.largest)).tolist() == [[0, 0], [0, 1]]
    assert np.argwhere(np.isnan(pooled.mean)).tolist() == [[0, 0], [0, 1], [1, 0]]
    assert np.argwhere(pooled.winners)[0].tolist() == ([2, 0] if after == 2 else [1, 4])
    nothing = pooled_map(np.full((5, 5), np.nan), MaxPooling2D(padding=padding))
    assert not nothing.winners.any()
    assert np.isnan(nothing.largest).all()
