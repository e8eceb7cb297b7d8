"""Seams: where touching digits are cut, along the way from top to bottom that crosses the least ink.

The way may lean by up to 45 degrees, so that digits written slanted or reaching over one another are told apart
(a shortest path over the pixels, as in seam carving: Avidan and Shamir, 2007).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_LEAN = 0.03  # of a full pixel of ink, for a step to the side: a straight way where there is nothing to choose
_APART = 0.12  # of the height: seams nearer than this in the middle row are one
_MOST_INK = 3.2  # line widths that a seam may cross
_LEAST_SHARE = 0.04  # of the ink, on either side of a seam
_PER_SQUARE = 5  # seams that are tried for each height's width
_MOST = 14


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seam:
    """A way from top to bottom.

    Attributes:
        columns: (rows,) int64, the first pixel to its right in each row.
        ink: that it crosses, in full pixels.
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
    down, came_down = _ways(cost)
    up, came_up = _ways(cost[::-1])
    middle = rows // 2
    through = down[middle] + up[rows - 1 - middle] - cost[middle]
    chosen = _lowest(through, apart=max(_APART * rows, 2), limit=_MOST_INK * line_width)
    chosen = sorted(chosen[: min(_MOST, round(_PER_SQUARE * columns / rows) + 1)])
    ways = [_way(came_down, came_up, middle, column) for column in chosen]
    seams: list[Seam] = []
    total, left = float(cost.sum()), np.zeros(rows, np.int64)
    done = 0.0
    for column, way in zip(chosen, ways, strict=True):
        way = np.maximum(way, left)
        ahead = np.arange(columns)[None, :] < way[:, None]
        share = float(cost[ahead].sum())
        if share - done >= _LEAST_SHARE * total and total - share >= _LEAST_SHARE * total:
            seams.append(Seam(columns=way, ink=float(through[column])))
            left, done = way, share
    return seams


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
