"""What a person drew, as pen strokes: read from the canvas component's message.

The message comes from a browser and may be forged, so it is counted and checked before it is used. Strokes stay
vectors, because a digit is redrawn at MNIST's own scale and not shrunk from the screen's.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.drawing.fabric_path import read_path
from core.drawing.validate import check_list, shown
from core.errors import DrawingError
from core.messages import drawing as messages

CANVAS_SIZE = 280  # canvas pixels, of its side: fits a phone of 390
MAX_STROKES = 500  # of one drawing
MAX_POINTS = 10_000  # of one drawing, as sent; a slow and careful digit has a few hundred
MAX_COORDINATE = 10  # canvas sides: how far from its corner a point may lie


def read_canvas(json_data: object) -> list[np.ndarray]:
    """Return the strokes of a drawing on the canvas component.

    Args:
        json_data: what streamlit-drawable-canvas 0.13 gives as `json_data`: Fabric.js's `{"objects": [...]}`, every
            object a path of the pen. None, and no objects, are an empty canvas.

    Returns:
        A path for each time that the pen was down, in the order in which they were drawn, each (n, 2) float64 with
        n >= 1: x to the right and y down, in canvas pixels from its top left corner. Curves are short straight pieces;
        where the canvas's own toolbar moved, turned or scaled a stroke, it is as it lies now.

    Raises:
        DrawingError: the message is not a drawing of pen strokes, or is larger than a person draws.
    """
    if json_data is None:
        return []
    if not isinstance(json_data, Mapping):
        raise DrawingError(messages.no_canvas_message(value=shown(json_data)))
    paths: list[np.ndarray] = []
    left = MAX_POINTS
    for number, drawn in enumerate(
        check_list(json_data.get("objects", []), messages.drawing(), MAX_STROKES, "strokes"), 1
    ):
        name = messages.stroke(number=number)
        if not isinstance(drawn, Mapping):
            raise DrawingError(messages.no_pen_line(name=name, value=shown(drawn)))
        paths += read_path(drawn, name, most=left, limit=MAX_COORDINATE * CANVAS_SIZE)
        left -= len(drawn["path"])
    return paths
