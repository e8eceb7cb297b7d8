"""A digit made the way MNIST's were: fitted into 20 x 20 pixels, and laid into 28 x 28 by its centre of mass.

LeCun et al., "Gradient-based learning applied to document recognition" (1998), section III.A, and measured on the
60,000 training images: 99.98 % have ink on exactly 20 rows or columns, and all were moved by whole pixels, so that
their centre of mass lies from 13.5 to 14.5, counted from 0. Their ink is a line of about 2.5 pixels with soft edges.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PIL import Image

from core.drawing import rasterize
from core.drawing.strokes import CANVAS_SIZE
from core.errors import EmptyDrawingError
from core.messages import drawing as messages

MNIST_SIZE = 28  # pixels, of an image's side
BOX_SIZE = 20  # pixels, of the digit's longer side
MNIST_PEN_WIDTH = 2.5  # pixels of the 28 x 28 image: gives as much ink as MNIST has, 0.131 of full
MIN_EXTENT = 0.03  # canvas sides: a drawing no larger than this is a dot and no digit
_CENTRE = 14  # where the centre of mass goes, counted in pixels from 0


def to_mnist_image(strokes: Sequence[np.ndarray], *, pen_width: float = MNIST_PEN_WIDTH) -> np.ndarray:
    """Redraw pen strokes the way MNIST's digits were prepared.

    Args:
        strokes: pen paths in canvas pixels, as `read_canvas` gives them.
        pen_width: in pixels of the 28 x 28 image, more than 0 and less than 20.

    Returns:
        (28, 28) uint8, ink bright: scaled to fit 20 x 20 with the pen's width, centred by mass (LeCun et al., 1998).

    Raises:
        EmptyDrawingError: there is no stroke longer than a point.
    """
    paths = without_dots(strokes)
    if not paths:
        raise EmptyDrawingError(messages.nothing_to_read(what="dots" if strokes else "canvas"))
    points = np.concatenate(paths)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (BOX_SIZE - pen_width) / (high - low).max()
    offset = (BOX_SIZE - (high - low) * scale) / 2
    box = rasterize.draw_lines([(path - low) * scale + offset for path in paths], BOX_SIZE, pen_width)
    return _centre_by_mass(box)


def shrink_canvas(strokes: Sequence[np.ndarray], *, pen_width: float) -> np.ndarray:
    """Return the whole canvas shrunk to 28 x 28, neither fitted nor centred: the naive way, to compare with.

    Args:
        strokes: pen paths in canvas pixels.
        pen_width: in canvas pixels, as on the person's screen.

    Returns:
        (28, 28) uint8, ink bright. No strokes give no ink.
    """
    scale = MNIST_SIZE / CANVAS_SIZE
    return rasterize.draw_lines([path * scale for path in strokes], MNIST_SIZE, pen_width * scale)


def ink_to_mnist_image(ink: np.ndarray) -> np.ndarray:
    """Return a picture of one digit, prepared as MNIST's were.

    Args:
        ink: (rows, columns) uint8, 0 paper to 255 full ink; any size. All that is not 0 belongs to the digit.

    Returns:
        (28, 28) uint8, ink bright: cropped, its longer side scaled to 20 pixels, centred by mass.

    Raises:
        EmptyDrawingError: there is no ink.
    """
    crop = crop_to_ink(ink)
    scale = BOX_SIZE / max(crop.shape)
    height, width = (max(round(side * scale), 1) for side in crop.shape)
    # averaging by area gives MNIST's own share of grey at the edges; enlarged, it would give blocks
    averaging = Image.Resampling.BOX if scale <= 1 else Image.Resampling.BILINEAR
    fitted = Image.fromarray(crop).resize((width, height), averaging)
    return _centre_by_mass(np.asarray(fitted))


def crop_to_ink(ink: np.ndarray) -> np.ndarray:
    """Return the smallest part of a picture that holds all its ink.

    Args:
        ink: (rows, columns) uint8, 0 paper.

    Raises:
        EmptyDrawingError: there is no ink.
    """
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if len(rows) == 0:
        raise EmptyDrawingError(messages.nothing_to_read(what="picture"))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def without_dots(strokes: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Return the paths that are more than a dot: those are slips of the pen."""
    return [path for path in strokes if np.ptp(path, axis=0).max() > MIN_EXTENT * CANVAS_SIZE]


def _centre_by_mass(box: np.ndarray) -> np.ndarray:
    """Return (28, 28) uint8: the box, moved by whole pixels so that its centre of mass lies in the middle."""
    height, width = box.shape
    mass = box.sum(dtype=np.int64)
    row = np.arange(height) @ box.sum(axis=1, dtype=np.int64) / mass
    column = np.arange(width) @ box.sum(axis=0, dtype=np.int64) / mass
    # the box stays inside: a digit whose mass lies far to one side would else be cut
    top = min(max(_CENTRE - math.floor(row + 0.5), 0), MNIST_SIZE - height)
    left = min(max(_CENTRE - math.floor(column + 0.5), 0), MNIST_SIZE - width)
    image = np.zeros((MNIST_SIZE, MNIST_SIZE), np.uint8)
    image[top : top + height, left : left + width] = box
    return image
