"""Digits side by side: what holds several of them is taken apart, since a network made for one reads it as any one.

Measured where there is one digit: none of 1,000 drawings and 43 of MNIST's 70,000 pictures are taken apart; the latter
have a line that is broken from top to bottom.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.drawing.strokes import Strokes

STROKE_GAP = 0.12  # of the drawing's height, between the middles of two lines: less, and they belong together
INK_GAP = 0.06  # the same between the edges of two lines
TALL = 0.5  # of the tallest part's height: what is shorter is no digit of its own
NARROW = 0.5  # of its own width: nor is what is lower than this


def strokes_apart(strokes: Strokes) -> list[Strokes]:
    """Return each digit's strokes, from left to right; where there is one digit, the drawing as it is."""
    if not strokes.paths:
        return [strokes]
    every = np.concatenate(strokes.paths)
    boxes = [(path[:, 0].min(), path[:, 0].max(), path[:, 1].min(), path[:, 1].max()) for path in strokes.paths]
    digits = _digits(boxes, gap=STROKE_GAP * float(np.ptp(every[:, 1])))
    if len(digits) < 2:
        return [strokes]
    return [Strokes(paths=tuple(strokes.paths[place] for place in places), size=strokes.size) for places in digits]


def ink_apart(ink: np.ndarray) -> list[np.ndarray]:
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
        boxes.append((left, right, rows[0], rows[-1] + 1))
    if not boxes:
        return [ink]
    height = max(box[3] for box in boxes) - min(box[2] for box in boxes)
    digits = _digits(boxes, gap=INK_GAP * height)
    if len(digits) < 2:
        return [ink]
    parts = []
    for places in digits:
        part = np.zeros_like(ink)
        for left, right, _, _ in (boxes[place] for place in places):
            part[:, left:right] = ink[:, left:right]
        parts.append(part)
    return parts


def _digits(boxes: Sequence[tuple[float, float, float, float]], *, gap: float) -> list[list[int]]:
    """Return which boxes (left, right, top, bottom) make up each digit, from left to right."""
    columns: list[list[int]] = []
    reach = -np.inf
    for place in sorted(range(len(boxes)), key=lambda place: boxes[place][0]):
        if boxes[place][0] - reach >= gap or not columns:
            columns.append([])
        columns[-1].append(place)
        reach = max(reach, boxes[place][1])
    spans = [_span([boxes[place] for place in places]) for places in columns]
    tallest = max(bottom - top for _, _, top, bottom in spans)
    tall = [number for number, span in enumerate(spans) if _is_digit(span, tallest)]
    if len(tall) < 2:
        return [list(range(len(boxes)))]
    digits: dict[int, list[int]] = {number: [] for number in tall}
    for number, places in enumerate(columns):
        nearest = min(tall, key=lambda other: _distance(spans[number], spans[other]))
        digits[nearest] += places
    return list(digits.values())


def _is_digit(span: tuple[float, float, float, float], tallest: float) -> bool:
    left, right, top, bottom = span
    height = bottom - top
    return height > 0 and height >= TALL * tallest and height >= NARROW * (right - left)


def _span(boxes: Sequence[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    lefts, rights, tops, bottoms = zip(*boxes, strict=True)
    return min(lefts), max(rights), min(tops), max(bottoms)


def _distance(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Return the paper between two spans, from side to side; for a span and itself less than for any other."""
    return max(one[0], other[0]) - min(one[1], other[1])
