"""A pen path with fewer points: what is kept of a slow hand takes no more room than what is kept of a quick one."""

from __future__ import annotations

import math

import numpy as np


def thinned(stroke: np.ndarray, *, tolerance: float = 0.25) -> np.ndarray:
    """Return a pen path with no more points than its shape needs (Douglas and Peucker, 1973).

    Args:
        stroke: (n, 2) in canvas pixels, n >= 1.
        tolerance: in canvas pixels, how far a point that is left out may lie from the path; the default is a fortieth
            of a pixel of the 28 x 28 image where the digit fills the canvas.

    Returns:
        (m, 2) float64 with m <= n: the first point, the last, and what lies between them, rounded to 0.1.
    """
    points = np.round(np.asarray(stroke, np.float64), 1)
    keep = np.zeros(len(points), bool)
    keep[[0, -1]] = True
    open_parts = [(0, len(points) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        if last - first < 2:
            continue
        distances = _distances(points[first + 1 : last], points[first], points[last])
        farthest = int(distances.argmax())
        if distances[farthest] > tolerance:
            middle = first + 1 + farthest
            keep[middle] = True
            open_parts += [(first, middle), (middle, last)]
    return points[keep]


def _distances(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return how far each point, (n, 2), lies from the straight piece between two others: (n,)."""
    along, length = end - start, math.hypot(*(end - start))
    if length == 0:
        return np.hypot(*(points - start).T)
    share = np.clip((points - start) @ along / length**2, 0, 1)
    return np.hypot(*(points - start - share[:, None] * along).T)
