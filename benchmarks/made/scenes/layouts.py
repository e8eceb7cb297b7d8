"""Where the digits of a number stand: in one row or two, in a column, words apart, touching, with a box round each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from benchmarks.made.scenes.inks import HEIGHT

TOUCHING = "row, touching"
LAYOUTS = ("row", TOUCHING, "two rows", "column", "words apart")
_SIZES = 0.15  # by which digits of one hand differ in height
_JITTER = 0.06  # of the height, up and down
_OVERLAP = 0.3  # of a line's width, where two digits touch
_TUCKED = 0.2  # of the narrower one's width, by which a digit may reach over another or below it


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout:
    """Digits on a page of which nothing else is known yet.

    Attributes:
        ink: (rows, columns) float32, 0 to 1, cropped to the digits.
        height: of a digit in pixels, about.
        boxes: left, top, right, bottom of a box to print round each digit, in pixels; they may lie outside of the ink.
    """

    ink: np.ndarray
    height: float
    boxes: tuple[tuple[float, float, float, float], ...]


def lay_out(
    shapes: Sequence[np.ndarray],
    layout: str,
    *,
    height: float,
    line_width: float,
    boxed: bool,
    generator: np.random.Generator,
) -> Layout:
    """Return the digits in their places, in reading order.

    Args:
        shapes: 1 to 6 digits, (rows, columns) bool, cropped to the ink.
        layout: one of LAYOUTS; of a single digit "row".
        height: of a digit in pixels, about.
        line_width: in pixels.
        boxed: leave room for a box round each digit.
        generator: chooses spaces and sizes.
    """
    scaled = [_scaled(shape, height * generator.uniform(1 - _SIZES / 2, 1 + _SIZES / 2)) for shape in shapes]
    places, top = [], 0.0
    for line in _lines(layout, len(scaled), generator):
        left = generator.uniform(0, 0.3) * height
        slope = generator.uniform(-0.05, 0.05)
        space = generator.uniform(0.1, 0.35) * height
        word = generator.integers(1, max(len(line), 2)) if layout == "words apart" else -1
        touching = layout == TOUCHING
        for number, index in enumerate(line):
            digit = scaled[index]
            up = height - digit.shape[0] + generator.uniform(-_JITTER, _JITTER) * height
            row = round(top + slope * left + up)
            if boxed:
                column = round(left + (1.5 * height - digit.shape[1]) / 2)
                row = round(top + (height - digit.shape[0]) / 2)
                left += 1.5 * height + (0.0 if layout == "row" else 0.25 * height)
            else:
                if number == word:
                    left += generator.uniform(0.8, 1.2) * height
                column = round(left)
                if touching and number and (number == 1 or generator.random() < 0.4):
                    column = _touching(scaled, places, index, row, round(_OVERLAP * line_width))
                left = column + digit.shape[1] + space * generator.uniform(0.7, 1.3)
            places.append((row, column))
        top += (1.6 if boxed else generator.uniform(1.35, 1.8)) * height
    return _composed(scaled, places, height, boxed)


def _scaled(shape: np.ndarray, height: float) -> np.ndarray:
    """Return a digit's ink, (rows, columns) float32, 0 to 1; `height` is that of the tallest shapes."""
    rows, columns = shape.shape
    scale = height / HEIGHT
    size = max(round(columns * scale), 1), max(round(rows * scale), 1)
    grey = Image.fromarray(255 * shape.astype(np.uint8)).resize(size, Image.Resampling.LANCZOS)
    return np.asarray(grey, np.float32) / 255


def _lines(layout: str, count: int, generator: np.random.Generator) -> list[list[int]]:
    """Return which digits stand in each line."""
    if layout == "column":
        return [[index] for index in range(count)]
    if layout == "two rows":
        first = (count + 1) // 2 if generator.random() < 0.5 else max(count // 2, 1)
        return [list(range(first)), list(range(first, count))]
    return [list(range(count))]


def _touching(
    scaled: Sequence[np.ndarray], places: Sequence[tuple[int, int]], index: int, row: int, overlap: int
) -> int:
    """Return the column in which a digit just overlaps the one before it, or comes close, not far above or below it."""
    before, digit = scaled[index - 1] > 0.5, scaled[index] > 0.5
    top, left = places[index - 1]
    nearest = None
    reached = left + round(before.shape[1] - _TUCKED * min(before.shape[1], digit.shape[1]))
    for own in range(digit.shape[0]):
        other = row + own - top
        if 0 <= other < before.shape[0] and digit[own].any() and before[other].any():
            reach = int(np.flatnonzero(before[other])[-1]) - int(np.flatnonzero(digit[own])[0])
            nearest = reach if nearest is None else max(nearest, reach)
    return reached if nearest is None else max(left + nearest + 1 - overlap, reached)


def _composed(scaled: Sequence[np.ndarray], places: Sequence[tuple[int, int]], height: float, boxed: bool) -> Layout:
    top, left = min(row for row, _ in places), min(column for _, column in places)
    bottom = max(row + digit.shape[0] for (row, _), digit in zip(places, scaled, strict=True))
    right = max(column + digit.shape[1] for (_, column), digit in zip(places, scaled, strict=True))
    ink = np.zeros((bottom - top, right - left), np.float32)
    boxes = []
    for (row, column), digit in zip(places, scaled, strict=True):
        rows, columns = digit.shape
        part = ink[row - top : row - top + rows, column - left : column - left + columns]
        np.maximum(part, digit, out=part)
        middle = column - left + columns / 2, row - top + rows / 2
        half = 0.75 * height
        boxes.append((middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half))
    return Layout(ink=ink, height=height, boxes=tuple(boxes) if boxed else ())
