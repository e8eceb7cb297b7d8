"""What a person drew, as pen strokes: read from the canvas component's message or from a file of strokes.

The message comes from a browser and may be forged, so it is counted and checked before it is used. Strokes stay
vectors, because a digit is redrawn at MNIST's own scale and not shrunk from the screen's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.drawing.fabric_path import read_path
from core.drawing.validate import AGAIN, check_list, check_number, named
from core.errors import DrawingError

CANVAS_SIZE = 280  # canvas pixels, of its side: fits a phone of 390
MAX_STROKES = 500  # of one drawing
MAX_POINTS = 10_000  # of one drawing, as sent; a slow and careful digit has a few hundred
MAX_REACH = 10  # canvas sides: how far from its corner a point may lie
_MAX_SIZE = 10_000  # canvas pixels


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Strokes:
    """One drawing.

    Attributes:
        paths: one for each time that the pen was down, each (n, 2) float64 with n >= 1: x to the right and y down,
            in canvas pixels from its top left corner.
        size: of the square canvas's side, in its pixels.
    """

    paths: tuple[np.ndarray, ...]
    size: float

    def __post_init__(self) -> None:
        if not check_number(self.size, "A canvas's side", _MAX_SIZE) > 0:
            raise DrawingError(f"A canvas's side must be more than 0 pixels; got {named(self.size)}.")
        for path in self.paths:
            if path.ndim != 2 or path.shape[1] != 2 or len(path) == 0 or not np.isfinite(path).all():
                raise DrawingError(f"A stroke must be rows of two finite numbers; got an array of shape {path.shape}.")


def read_canvas(json_data: object, *, size: float = CANVAS_SIZE) -> Strokes:
    """Return the strokes of a drawing on the canvas component.

    Args:
        json_data: what streamlit-drawable-canvas 0.13 gives as `json_data`: Fabric.js's `{"objects": [...]}`, every
            object a path of the pen. None, and no objects, are an empty canvas.
        size: of the canvas's side, in its pixels.

    Returns:
        Strokes in the order in which they were drawn, curves as short straight pieces; where the canvas's own
        toolbar moved, turned or scaled one, as it lies now.

    Raises:
        DrawingError: the message is not a drawing of pen strokes, or is larger than a person draws.
    """
    if json_data is None:
        return Strokes(paths=(), size=size)
    if not isinstance(json_data, Mapping):
        raise DrawingError(f"A drawing must be the canvas's own message; got {named(json_data)}. {AGAIN}")
    paths: list[np.ndarray] = []
    left = MAX_POINTS
    for number, drawn in enumerate(check_list(json_data.get("objects", []), "The drawing", MAX_STROKES, "strokes"), 1):
        name = f"Stroke {number} of the drawing"
        if not isinstance(drawn, Mapping):
            raise DrawingError(f"{name} must be a line of the pen; got {named(drawn)}. {AGAIN}")
        paths += read_path(drawn, name, most=left, reach=MAX_REACH * size)
        left -= len(drawn["path"])
    return Strokes(paths=tuple(paths), size=size)


def read_points(strokes: object, *, size: float) -> Strokes:
    """Return the strokes that are given as lists of points.

    Args:
        strokes: a list of strokes, each a list of [x, y]: x to the right and y down, in canvas pixels.
        size: of the canvas's side, in its pixels.

    Raises:
        DrawingError: it is not that, a number is not finite, or there are more points than a person draws.
    """
    reach = MAX_REACH * check_number(size, "A canvas's side", _MAX_SIZE)
    paths: list[np.ndarray] = []
    left = MAX_POINTS
    for number, stroke in enumerate(check_list(strokes, "The drawing", MAX_STROKES, "strokes"), 1):
        name = f"Stroke {number} of the drawing"
        points = check_list(stroke, name, left, "points")
        left -= len(points)
        pairs = [check_list(point, name, 2, "numbers") for point in points]
        if any(len(pair) != 2 for pair in pairs):
            raise DrawingError(f"{name} must be made of points [x, y]; one of them has fewer numbers. {AGAIN}")
        if pairs:
            paths.append(np.array([[check_number(value, name, reach) for value in pair] for pair in pairs]))
    return Strokes(paths=tuple(paths), size=size)
