"""All blocks of a pooling at once, for one map: what either kind leaves of each, and which cells win. NumPy alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.layers.pooling import Pooling


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PooledMap:
    """What a pooling makes of one map by either kind; cells outside the map do not count; of NaN comes NaN."""

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

    def blocks(cells: np.ndarray, outside: float) -> np.ndarray:
        """Return the cells of every block, (rows after, columns after, cells), with a value for those outside."""
        padded = np.pad(cells.astype(np.float64), ((above, below), (left, right)), constant_values=outside)
        views = np.lib.stride_tricks.sliding_window_view(padded, (window.size, window.size))
        views = views[:: window.strides, :: window.strides]
        return views.reshape(*views.shape[:2], -1)

    candidates = blocks(values, -np.inf)
    largest = candidates.max(axis=2)
    # The largest of cells that are all the same would be the first one, which says nothing; of NaN there is none.
    won = np.argwhere(largest > blocks(values, np.inf).min(axis=2))
    places = candidates.argmax(axis=2)[tuple(won.T)]
    down, along = np.divmod(places, window.size)
    winners = np.zeros((rows, columns), bool)
    winners[won[:, 0] * window.strides + down - above, won[:, 1] * window.strides + along - left] = True
    with np.errstate(invalid="ignore"):  # infinity and its opposite
        mean = blocks(values, 0.0).sum(axis=2) / blocks(np.ones_like(values), 0.0).sum(axis=2)
    return PooledMap(largest=largest, mean=mean, winners=winners)
