"""All blocks of a pooling at once, for one map: what either kind leaves of each, and which cells win. NumPy alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.layers.pooling import Pooling


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PooledMap:
    """What a pooling makes of one map by either kind; cells outside the map do not count."""

    largest: np.ndarray  # (rows after, columns after) float64
    mean: np.ndarray  # (rows after, columns after) float64
    winners: np.ndarray  # (rows, columns) bool: the largest of at least one block whose cells are not all the same


def pooled_map(values: np.ndarray, layer: Pooling) -> PooledMap:
    """Return what a pooling's windows make of one map.

    Args:
        values: (rows, columns), the map before.
        layer: the pooling, of whatever kind: both are worked out.
    """
    window = layer.window
    rows, columns = values.shape
    (above, below), (left, right) = window.padded(rows), window.padded(columns)
    padded = np.pad(values.astype(np.float64), ((above, below), (left, right)), constant_values=np.nan)
    sides = (window.size, window.size)
    blocks = np.lib.stride_tricks.sliding_window_view(padded, sides)[:: window.strides, :: window.strides]
    flat = blocks.reshape(*blocks.shape[:2], -1)
    largest = np.nanmax(flat, axis=2)
    # The largest of cells that are all the same would be the first one, which says nothing.
    won = np.argwhere(largest > np.nanmin(flat, axis=2))
    places = np.nanargmax(flat, axis=2)[tuple(won.T)]
    down, along = np.divmod(places, window.size)
    winners = np.zeros((rows, columns), bool)
    winners[won[:, 0] * window.strides + down - above, won[:, 1] * window.strides + along - left] = True
    return PooledMap(largest=largest, mean=np.nanmean(flat, axis=2), winners=winners)
