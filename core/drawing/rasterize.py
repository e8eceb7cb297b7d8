"""A round pen: lines of a given width on paper, with soft edges.

Drawn larger and shrunk by averaging, so that a pixel's value is the share of it that the ink covers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from PIL import Image, ImageDraw

_FINENESS = 16  # small pixels to the side of one pixel
_STEP = 2.0  # small pixels: corners nearer than this along a line are passed over


def draw_lines(paths: Iterable[np.ndarray], size: int, pen_width: float) -> np.ndarray:
    """Return lines drawn with a round pen.

    Args:
        paths: each (n, 2) float64, x to the right and y down from the top left corner, in pixels of the result.
        size: of the square picture's side.
        pen_width: in pixels of the result, more than 0.

    Returns:
        (size, size) uint8, 0 paper to 255 full ink.
    """
    sheet = Image.new("L", (size * _FINENESS, size * _FINENESS))
    pen = ImageDraw.Draw(sheet)
    width = max(pen_width * _FINENESS, 1.0)
    radius = (width - 1) / 2  # Pillow counts pixels by their middles, and both ends of an ellipse are inked
    for path in paths:
        corners = _thinned(path * _FINENESS - 0.5)
        pen.line([tuple(corner) for corner in corners], fill=255, width=round(width))
        for x, y in corners:
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(sheet.reduce(_FINENESS))


def _thinned(path: np.ndarray) -> np.ndarray:
    """Return the path without corners that follow within a step of the one before; first and last stay."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    keep = np.diff(np.floor(along / _STEP), prepend=-math.inf) > 0
    keep[-1] = True
    return path[keep]
