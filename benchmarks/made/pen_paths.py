"""Pen paths in a square of side 1, x to the right and y down, and a hand that draws them on the canvas."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from core.drawing.strokes import CANVAS_SIZE

Point = tuple[float, float]
_POINTS_PER_TURN = 28
_POINTS_PER_SIDE = 12  # of a line as long as the square's side


def line(*corners: Point) -> np.ndarray:
    """Return a path along straight pieces, (n, 2) float64, with points between its corners."""
    pieces = [np.array(corners[:1], np.float64)]
    for (x, y), (to_x, to_y) in pairwise(corners):
        steps = max(round(_POINTS_PER_SIDE * math.hypot(to_x - x, to_y - y)), 1)
        share = np.arange(1, steps + 1)[:, None] / steps
        pieces.append(np.array([[x, y]]) * (1 - share) + np.array([[to_x, to_y]]) * share)
    return np.concatenate(pieces)


def arc(middle: Point, radii: Point, start: float, end: float) -> np.ndarray:
    """Return a part of an ellipse, (n, 2) float64.

    Args:
        middle: its centre.
        radii: along x and along y.
        start: degrees, clockwise as seen from 3 o'clock, since y points down.
        end: degrees; less than `start`, and it is drawn anticlockwise.
    """
    count = max(round(_POINTS_PER_TURN * abs(end - start) / 360), 2) + 1
    angles = np.radians(np.linspace(start, end, count))
    return np.column_stack([middle[0] + radii[0] * np.cos(angles), middle[1] + radii[1] * np.sin(angles)])


def joined(*paths: np.ndarray) -> np.ndarray:
    """Return paths drawn without lifting the pen, (n, 2) float64."""
    return np.concatenate(paths)


def turned(path: np.ndarray, degrees: float) -> np.ndarray:
    """Return the path turned clockwise round the square's middle."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return (path - 0.5) @ np.array([[cos, sin], [-sin, cos]]) + 0.5


def by_hand(
    paths: Sequence[np.ndarray],
    rng: np.random.Generator,
    *,
    tremor: float = 0.015,
    slant: float = 0.2,
    turn: float = 6.0,
) -> list[np.ndarray]:
    """Return paths as a hand draws them: slanted, stretched, somewhere on the canvas, no line quite where it belongs.

    Args:
        paths: each (n, 2) float64, in a square of side 1.
        rng: chooses.
        tremor: standard deviation of how far a line strays, in sides of the square.
        slant: standard deviation of the shear.
        turn: standard deviation, in degrees.

    Returns:
        Each (n, 2) float64, in canvas pixels, on the canvas.
    """
    shear = np.array([[1.0, 0.0], [-slant * rng.standard_normal(), 1.0]])
    stretch = np.exp(rng.normal(0, 0.12, 2))
    angle = turn * rng.standard_normal()
    drawn = [turned((_strayed(path, rng, tremor) - 0.5) * stretch @ shear + 0.5, angle) for path in paths]
    points = np.concatenate(drawn)
    low, high = points.min(axis=0), points.max(axis=0)
    size = CANVAS_SIZE * rng.uniform(0.35, 0.85)
    scale = size / max(float((high - low).max()), 1e-6)
    corner = rng.uniform(0.02 * CANVAS_SIZE, 0.98 * CANVAS_SIZE - (high - low) * scale)
    return [(path - low) * scale + corner for path in drawn]


def _strayed(path: np.ndarray, rng: np.random.Generator, tremor: float) -> np.ndarray:
    knots = max(len(path) // 5, 2)
    places = np.linspace(0, knots - 1, len(path))
    stray = rng.normal(0, tremor, (2, knots))
    return path + np.column_stack([np.interp(places, np.arange(knots), stray[axis]) for axis in (0, 1)])
