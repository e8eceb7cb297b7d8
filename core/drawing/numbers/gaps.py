"""Digits side by side, told apart by the paper between them alone: what is known while the judge still wakes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.drawing.mnist_preprocess import without_dots
from core.drawing.numbers.pieces import PixelBox, round_box

STROKE_GAP = 0.12  # of the drawing's height, between the middles of two lines: less, and they belong together
INK_GAP = 0.06  # the same between the edges of two lines
TALL = 0.5  # of the tallest part's height: what is shorter is no digit of its own
NARROW = 0.5  # of its own width: nor is what is lower than this
FEWEST_ROWS = 4  # of a picture's pixels: nor is what is lower
MOST_DIGITS = 8  # more are a pattern, and no number


def digits_in_strokes(strokes: Sequence[np.ndarray]) -> list[Sequence[np.ndarray]]:
    """Return each digit's strokes, from left to right; where there is one digit, the drawing as it is."""
    paths = without_dots(strokes)
    boxes = [(*path.min(axis=0), *path.max(axis=0)) for path in paths]
    digits = _digits(boxes, gap=STROKE_GAP)
    if len(digits) < 2:
        return [strokes]
    return [[paths[index] for index in indices] for indices in digits]


def digits_in_ink(ink: np.ndarray) -> list[np.ndarray]:
    """Return each digit of a picture, from left to right; where there is one digit, the picture as it is.

    Args:
        ink: (rows, columns) uint8, 0 paper to 255 full ink.

    Returns:
        Pictures as large as `ink`, each with one digit's ink.
    """
    edges = np.flatnonzero(np.diff(ink.any(axis=0).astype(np.int8), prepend=0, append=0)).reshape(-1, 2)
    boxes = []
    for left, right in edges.tolist():
        rows = np.flatnonzero(ink[:, left:right].any(axis=1))
        boxes.append((left, rows[0], right, rows[-1] + 1))
    digits = _digits(boxes, gap=INK_GAP, smallest=FEWEST_ROWS)
    if len(digits) < 2:
        return [ink]
    parts = []
    for indices in digits:
        part = np.zeros_like(ink)
        for left, _, right, _ in (boxes[index] for index in indices):
            part[:, left:right] = ink[:, left:right]
        parts.append(part)
    return parts


def _digits(boxes: Sequence[PixelBox], *, gap: float, smallest: float = 0) -> list[list[int]]:
    """Return which boxes make up each digit, from left to right.

    Args:
        boxes: of lines, in any order.
        gap: between two digits, as a share of the height of all.
        smallest: height of a digit.
    """
    if len(boxes) < 2:
        return [list(range(len(boxes)))]
    _, top, _, bottom = round_box(boxes)
    columns: list[list[int]] = []
    right_edge = -np.inf
    for index in sorted(range(len(boxes)), key=lambda index: boxes[index][0]):
        if not columns or boxes[index][0] - right_edge >= gap * (bottom - top):
            columns.append([])
        columns[-1].append(index)
        right_edge = max(right_edge, boxes[index][2])
    around = [round_box([boxes[index] for index in indices]) for indices in columns]
    tallest = max(_height(box) for box in around)
    tall = [number for number, box in enumerate(around) if _is_digit(box, max(TALL * tallest, smallest))]
    if not 2 <= len(tall) <= MOST_DIGITS:
        return [list(range(len(boxes)))]
    digits: dict[int, list[int]] = {number: [] for number in tall}
    for number, indices in enumerate(columns):
        digits[min(tall, key=lambda other: _paper_between(around[number], around[other]))] += indices
    return list(digits.values())


def _is_digit(box: PixelBox, lowest: float) -> bool:
    return _height(box) > 0 and _height(box) >= max(lowest, NARROW * (box[2] - box[0]))


def _height(box: PixelBox) -> float:
    return box[3] - box[1]


def _paper_between(box: PixelBox, other: PixelBox) -> float:
    """Return the paper between two boxes, from side to side; for a box and itself less than for any other."""
    return max(box[0], other[0]) - min(box[2], other[2])
