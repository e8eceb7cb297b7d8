"""Drawings taken apart by the paper between their digits, in the engine's place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.drawing.mnist_preprocess import to_mnist_image
from core.drawing.numbers.gaps import digits_in_ink, digits_in_strokes
from core.drawing.numbers.segmentation import FoundDigit, PreparedDrawing, Segmentation
from core.drawing.stroke_width import prepare_ink
from core.drawing.strokes import CANVAS_SIZE


def prepared_strokes(strokes: Sequence[np.ndarray]) -> PreparedDrawing:
    """Return pen paths in canvas pixels, prepared."""
    return _prepared([_of_strokes(digit) for digit in digits_in_strokes(strokes)], _of_strokes(strokes))


def prepared_pixels(ink: np.ndarray) -> PreparedDrawing:
    """Return (28, 28) uint8 painted pixels, prepared."""
    return _prepared([_of_ink(digit) for digit in digits_in_ink(ink)], _of_ink(ink))


def _prepared(digits: list[FoundDigit], whole: FoundDigit) -> PreparedDrawing:
    return PreparedDrawing(segmentations=(Segmentation(digits=tuple(digits)),), whole=whole)


def _of_strokes(strokes: Sequence[np.ndarray]) -> FoundDigit:
    image = to_mnist_image(strokes)
    points = np.concatenate(strokes) / CANVAS_SIZE
    box = (*points.min(axis=0).tolist(), *points.max(axis=0).tolist())
    return FoundDigit(image=image, box=box, paths=tuple(strokes))


def _of_ink(ink: np.ndarray) -> FoundDigit:
    rows, columns = np.flatnonzero(ink.any(axis=1)) / len(ink), np.flatnonzero(ink.any(axis=0)) / len(ink)
    return FoundDigit(image=prepare_ink(ink), box=(columns[0], rows[0], columns[-1], rows[-1]), ink=ink)
