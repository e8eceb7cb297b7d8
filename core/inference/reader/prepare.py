"""Drawings and photos taken apart into digits, with the pretrained network as the judge. Runs in the engine."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.drawing.numbers.digit_segmentation import segment_ink_picture, segment_strokes
from core.drawing.numbers.segmentation import PreparedDrawing
from core.drawing.photo import photos
from core.drawing.photo.photos import PreparedPhoto
from core.inference.reader.doubt import judge


def prepare_photo(data: bytes) -> PreparedPhoto:
    """Return the digits of a picture file; see `core.drawing.photo.photos`.

    Raises:
        DrawingError: it cannot be read, or holds no digit.
        CheckpointError: the pretrained network's files are not whole.
    """
    return photos.prepare_photo(data, judge)


def prepare_strokes(strokes: Sequence[np.ndarray]) -> PreparedDrawing:
    """Return the digits of a drawing on the canvas; see `core.drawing.numbers.digit_segmentation`.

    Args:
        strokes: pen paths in canvas pixels, as `core.drawing.strokes.read_canvas` gives them.

    Raises:
        EmptyDrawingError: there is no stroke longer than a point.
        CheckpointError: the pretrained network's files are not whole.
    """
    return segment_strokes(strokes, judge)


def prepare_pixels(ink: np.ndarray) -> PreparedDrawing:
    """Return the digits that are painted on the keyboard's pad.

    Args:
        ink: (28, 28) uint8, 0 paper, 255 ink.

    Raises:
        EmptyDrawingError: there is no ink.
        CheckpointError: the pretrained network's files are not whole.
    """
    return segment_ink_picture(ink, judge)
