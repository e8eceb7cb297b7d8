"""The width of a drawn line, measured and brought to what MNIST's lines have.

A pen on paper is often far thinner or thicker than MNIST's, and a thin line shrunk to 20 pixels is but a grey breath.
Of MNIST's digits a quarter have lines thinner than 2.0 pixels and a sixth thicker than 3.0; the median is 2.3 (the
first 4,000 test images, measured by `mean_stroke_width`).
"""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from core.drawing.mnist_preprocess import BOX_SIZE, crop_to_ink, ink_to_mnist_image

MIN_WIDTH, MAX_WIDTH = 2.0, 3.0  # pixels of the 20 x 20 box: lines from here to there stay as they are
_BLOCK = 10.0  # pixels of the 20 x 20 box: as wide as a full square counts, and no line is wider
_FEWEST = 80  # pixels of the longer side at which a line can be widened in steps fine enough


def mean_stroke_width(ink: np.ndarray) -> float:
    """Return the mean width of the lines in a picture, in its pixels: twice the area over the outline's length.

    Args:
        ink: (rows, columns) uint8, 0 paper to 255 full ink, not all of it below 128.
    """
    inked = np.pad(ink > 127, 1)
    crossings = np.count_nonzero(np.diff(inked, axis=0)) + np.count_nonzero(np.diff(inked, axis=1))
    outline = math.pi / 4 * crossings  # Crofton: of lines along rows and columns
    return 2 * float(ink.sum(dtype=np.int64)) / 255 / max(outline, 1)


def normalize_stroke_width(ink: np.ndarray) -> np.ndarray:
    """Return the digit with its lines made wider or narrower where MNIST's would never be so.

    Args:
        ink: (rows, columns) uint8, 0 paper to 255 full ink, cropped to the digit.

    Returns:
        (rows, columns) uint8, of another size where lines were changed.
    """
    side = max(ink.shape)
    width = min(mean_stroke_width(ink) * BOX_SIZE / side, _BLOCK)
    wanted = min(max(width, MIN_WIDTH), MAX_WIDTH)
    if wanted == width:
        return ink
    enlarged = max(-(-_FEWEST // side), 1)
    large = Image.fromarray(ink).resize((ink.shape[1] * enlarged, ink.shape[0] * enlarged), Image.Resampling.BILINEAR)
    # (line + change) / (side + change) must be wanted / 20: a wider line makes the digit larger, and it shrinks more
    change = (wanted - width) * side * enlarged / (BOX_SIZE - wanted)
    changed = _dilate(np.asarray(large), change / 2) if change > 0 else _erode(np.asarray(large), -change / 2)
    return changed if changed.max() > 127 else ink  # lines of very different widths would be eroded away


def prepare_ink(ink: np.ndarray) -> np.ndarray:
    """Return a digit that was separated from its paper as the network gets it.

    Args:
        ink: (rows, columns) uint8, 0 paper. Beside another digit its ink may be the fainter; it is raised to the full.

    Returns:
        (28, 28) uint8, ink bright: lines as wide as MNIST's, fitted and centred as MNIST's digits were.

    Raises:
        EmptyDrawingError: there is no ink.
    """
    digit = crop_to_ink(ink)
    full = np.rint(digit * (255 / digit.max())).astype(np.uint8)
    return ink_to_mnist_image(normalize_stroke_width(full))


def _dilate(ink: np.ndarray, radius: float, *, outside: int = 0) -> np.ndarray:
    """Return the ink, its edge moved outwards by `radius` pixels, in a picture so much larger on every side."""
    whole = math.ceil(radius)
    padded = np.pad(ink, 2 * whole, constant_values=outside)
    rows, columns = ink.shape[0] + 2 * whole, ink.shape[1] + 2 * whole
    result = np.zeros((rows, columns), np.uint8)
    for y in range(-whole, whole + 1):
        for x in range(-whole, whole + 1):
            share = min(max(radius - math.hypot(x, y) + 1, 0.0), 1.0)  # of a pixel, at the disc's rim
            if share > 0:
                shifted = padded[whole + y : whole + y + rows, whole + x : whole + x + columns]
                np.maximum(result, (shifted * share).astype(np.uint8) if share < 1 else shifted, out=result)
    return result


def _erode(ink: np.ndarray, radius: float) -> np.ndarray:
    """Return the ink, its edge moved inwards by `radius` pixels."""
    return 255 - _dilate(255 - ink, radius, outside=255)
