"""A stroke as the canvas component sends it: one Fabric.js path, its curves and its place on the canvas.

Read off streamlit-drawable-canvas 0.13 (Fabric.js 7.4). The pen's path is
`[["M", x, y], ["Q", cx, cy, x, y], ..., ["L", x, y]]` in canvas pixels, as drawn. `left` and `top` are where the middle
of its bounding box lies: they agree with the path until the toolbar's edit mode moves, turns or scales the stroke,
which leaves the path as it was. A click without a move is two points 0.04 pixels apart.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from core.drawing.validate import check_list, check_number, shown
from core.errors import DrawingError
from core.messages import drawing as messages
from core.messages.message import Message

_NUMBERS = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}  # that follow each command
_PIECE = 4.0  # canvas pixels: about the length of a straight piece of a curve
_MAX_PIECES = 16  # of one curve
_MAX_SCALE = 100.0
_MAX_ANGLE = 3600.0  # degrees
_STEEPEST = 89.0  # degrees, of a skew


def read_path(drawn: Mapping, name: Message, *, most: int, limit: float) -> list[np.ndarray]:
    """Return the polylines of one object of the canvas, where they lie on the canvas.

    Args:
        drawn: the object.
        name: of the stroke, for messages to the person.
        most: commands that it may have.
        limit: the largest coordinate, in canvas pixels.

    Returns:
        For each "M" of the path, (n, 2) float64: x to the right and y down, in canvas pixels.

    Raises:
        DrawingError: it is no path, or one of its numbers is not a number or beyond the limit.
    """
    kind = drawn.get("type")
    if not isinstance(kind, str) or kind.lower() != "path":
        raise DrawingError(messages.no_pen_line(name=name, value=None))
    lines: list[list[np.ndarray]] = []
    for command in check_list(drawn.get("path"), name, most, "points"):
        letter, numbers = _read_command(command, name, limit)
        if letter == "M":
            lines.append([numbers])
        elif not lines:
            raise DrawingError(messages.no_beginning(name=name))
        else:
            lines[-1].append(_curve(lines[-1][-1][-1], numbers if letter != "Z" else lines[-1][0]))
    paths = [np.concatenate(line) for line in lines]
    return _place(paths, drawn, name, limit) if paths else []


def without_last_stroke(json_data: object) -> dict:
    """Return the canvas's message without its last stroke: an `initial_drawing` that undoes it.

    Args:
        json_data: what the canvas component gave; anything but its message counts as an empty canvas.
    """
    message = dict(json_data) if isinstance(json_data, Mapping) else {}
    objects = message.get("objects")
    return {**message, "objects": list(objects[:-1]) if isinstance(objects, (list, tuple)) else []}


def _read_command(command: object, name: Message, limit: float) -> tuple[str, np.ndarray]:
    letter, *numbers = check_list(command, name, 1 + max(_NUMBERS.values()), "numbers") or [None]
    if not isinstance(letter, str) or _NUMBERS.get(letter) != len(numbers):
        raise DrawingError(messages.unknown_command(name=name, known=tuple(_NUMBERS), value=shown(letter)))
    return letter, np.array([check_number(number, name, limit) for number in numbers]).reshape(-1, 2)


def _curve(start: np.ndarray, controls: np.ndarray) -> np.ndarray:
    """Return (k, 2) points along a Bezier curve of degree 1 to 3, without its start."""
    points = np.vstack([start, controls])
    degree = len(controls)
    if degree == 1:
        return controls
    length = np.linalg.norm(np.diff(points, axis=0), axis=1).sum()
    pieces = min(max(math.ceil(length / _PIECE), 1), _MAX_PIECES)
    t = np.arange(1, pieces + 1)[:, None] / pieces
    weights = np.hstack([math.comb(degree, i) * t**i * (1 - t) ** (degree - i) for i in range(degree + 1)])
    return weights @ points


def _place(paths: list[np.ndarray], drawn: Mapping, name: Message, limit: float) -> list[np.ndarray]:
    """Return the paths moved, turned and scaled as the object says; as they are where it says nothing."""

    def number(key: str, otherwise: float, largest: float) -> float:
        return check_number(drawn.get(key, otherwise), name, largest)

    if drawn.get("originX") != "center" or drawn.get("originY") != "center":
        return paths
    points = np.concatenate(paths)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    target = np.array([number("left", middle[0], limit), number("top", middle[1], limit)])
    flips = np.where([drawn.get("flipX") is True, drawn.get("flipY") is True], -1.0, 1.0)
    scales = flips * [number("scaleX", 1.0, _MAX_SCALE), number("scaleY", 1.0, _MAX_SCALE)]
    skew_x, skew_y = (math.tan(math.radians(number(key, 0.0, _STEEPEST))) for key in ("skewX", "skewY"))
    angle = math.radians(number("angle", 0.0, _MAX_ANGLE))
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    # the order of Fabric's calcDimensionsMatrix
    matrix = turn @ np.diag(scales) @ [[1.0, skew_x], [0.0, 1.0]] @ [[1.0, 0.0], [skew_y, 1.0]]
    return [(path - middle) @ matrix.T + target for path in paths]
