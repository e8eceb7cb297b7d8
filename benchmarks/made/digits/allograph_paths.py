"""Pen paths of an allograph: points that the pen runs through smoothly, and corners at which it turns."""

from __future__ import annotations

import math

import numpy as np

CORNER = None  # before a point: the pen turns there sharply
Point = tuple[float, float]  # x to the right and y down, in a box of about 1 x 1
Path = list[Point | None]


def arc(middle: Point, radii: Point, begin: float, end: float) -> Path:
    """Return points on an ellipse; angles in degrees, 0 to the right and 90 down."""
    count = max(int(abs(end - begin) / 30), 2) + 1
    turns = np.radians(np.linspace(begin, end, count))
    return [(middle[0] + radii[0] * math.cos(turn), middle[1] + radii[1] * math.sin(turn)) for turn in turns]
