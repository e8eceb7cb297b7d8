"""Seams: where touching digits are cut, along the way from top to bottom that crosses the least ink.

The way may lean by up to 45 degrees, so that digits written slanted or reaching over one another are told apart
(a shortest path over the pixels, as in seam carving: Avidan and Shamir, 2007).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_LEAN = 0.2  # of a full pixel of ink, for a step to the side: a straight way where there is nothing to choose
_APART = 0.1  # of the height: seams nearer than this on average are one
_MOST_INK = 4.0  # line widths that a seam may cross
_LEAST_SHARE = 0.04  # of the ink, on either side of a seam
_PER_SQUARE = 5  # seams that are tried for each height's width
_MOST = 14


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seam:
    """A way from top to bottom.

    Attributes:
        columns: (rows,) int64, the first pixel to its right in each row.
        ink: that it crosses, in full pixels; a step to the side counts as a little.
    """

    columns: np.ndarray
    ink: float


def find_seams(ink: np.ndarray, line_width: float) -> list[Seam]:
    """Return seams that may part digits, from left to right; none crosses another.

    Args:
        ink: (rows, columns) uint8, cropped to what is to be parted.
        line_width: in pixels.
    """
    rows, columns = ink.shape
    if rows < 3 or columns < 4:
        return []
    cost = ink / 255.0
    ways = _separate(_lowest_ways(cost, _MOST_INK * line_width), apart=_APART * rows)
    most = min(_MOST, round(_PER_SQUARE * columns / rows) + 1)
    ways = sorted(ways[:most], key=lambda seam: float(seam.columns.mean()))
    seams: list[Seam] = []
    total, left, done = float(cost.sum()), np.zeros(rows, np.int64), 0.0
    for seam in ways:
        way = np.maximum(seam.columns, left)
        share = float(cost[np.arange(columns)[None, :] < way[:, None]].sum())
        if share - done >= _LEAST_SHARE * total and total - share >= _LEAST_SHARE * total:
            seams.append(Seam(columns=way, ink=seam.ink))
            left, done = way, share
    return seams


def _lowest_ways(cost: np.ndarray, limit: float) -> list[Seam]:
    """Return the cheapest ways through the pixels of the middle row, the cheapest first; none that costs more."""
    down, came_down = _ways(cost)
    up, came_up = _ways(cost[::-1])
    rows = len(cost)
    middle = rows // 2
    through = down[middle] + up[rows - 1 - middle] - cost[middle]
    return [
        Seam(columns=_way(came_down, came_up, middle, column), ink=float(through[column]))
        for column in _lowest(through, apart=max(_APART * rows / 2, 2), limit=limit)
    ]


def _separate(seams: Sequence[Seam], *, apart: float) -> list[Seam]:
    """Return the seams that are not all but the same as one before them."""
    kept: list[Seam] = []
    for seam in seams:
        if all(np.abs(seam.columns - other.columns).mean() >= apart for other in kept):
            kept.append(seam)
    return kept


def _ways(cost: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return what the cheapest way from the first row to each pixel costs, and from which side it came (-1, 0, 1)."""
    total = np.empty_like(cost)
    came = np.zeros(cost.shape, np.int64)
    total[0] = cost[0]
    for row in range(1, len(cost)):
        before = np.pad(total[row - 1], 1, constant_values=np.inf)
        steps = np.stack([before[1:-1], before[:-2] + _LEAN, before[2:] + _LEAN])
        best = steps.argmin(axis=0)
        came[row] = np.array([0, -1, 1])[best]
        total[row] = cost[row] + np.take_along_axis(steps, best[None], axis=0)[0]
    return total, came


def _way(came_down: np.ndarray, came_up: np.ndarray, middle: int, column: int) -> np.ndarray:
    rows = len(came_down)
    way = np.empty(rows, np.int64)
    at = column
    for row in range(middle, -1, -1):
        way[row] = at
        at += came_down[row, at]
    at = column
    for row in range(middle, rows):
        way[row] = at
        at += came_up[rows - 1 - row, at]
    return way


def _lowest(values: np.ndarray, *, apart: float, limit: float) -> list[int]:
    """Return where values are lowest, the lowest first; none nearer to another than `apart`."""
    smooth = np.convolve(np.pad(values, 2, mode="edge"), np.ones(5) / 5, mode="valid")
    order = np.argsort(smooth, kind="stable")
    chosen: list[int] = []
    for column in order.tolist():
        if values[column] <= limit and all(abs(column - other) >= apart for other in chosen):
            chosen.append(column)
    return chosen
