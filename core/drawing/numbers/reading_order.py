"""Reading order: lines of writing from top to bottom, in each from left to right, with wide gaps between words.

A line may slant: each digit is compared with the last one of a line, and not with the whole of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from core.drawing.numbers.pieces import PixelBox

_SAME_LINE = 0.4  # of the lower one's height: neighbours of one line stand beside each other by so much
_WIDE_GAP, _OVER_HEIGHT = 1.6, 0.2  # of the line's usual gap, and of a digit's height beyond it


def lines_of(boxes: Sequence[PixelBox]) -> list[list[int]]:
    """Return the boxes' indices line by line, from the top, each line from left to right."""
    lines: list[list[int]] = []
    for index in sorted(range(len(boxes)), key=lambda index: boxes[index][0] + boxes[index][2]):
        beside = [(_overlap(boxes[line[-1]], boxes[index]), number) for number, line in enumerate(lines)]
        most, number = max(beside, default=(0.0, 0))
        if most >= _SAME_LINE:
            lines[number].append(index)
        else:
            lines.append([index])
    return sorted(lines, key=lambda line: float(np.mean([boxes[index][1] + boxes[index][3] for index in line])))


def word_beginnings(boxes: Sequence[PixelBox]) -> list[bool]:
    """Return for each box of a line, from left to right, whether a wide gap lies before it."""
    if len(boxes) < 3:
        return [False] * len(boxes)
    gaps = np.array([after[0] - before[2] for before, after in pairwise(boxes)])
    height = float(np.median([box[3] - box[1] for box in boxes]))
    usual = max(float(np.median(gaps)), 0.0)
    return [False, *(gaps > _WIDE_GAP * usual + _OVER_HEIGHT * height).tolist()]


def _overlap(box: PixelBox, other: PixelBox) -> float:
    """Return how much two boxes lie side by side, as a share of the lower one's height."""
    shared = min(box[3], other[3]) - max(box[1], other[1])
    return shared / max(min(box[3] - box[1], other[3] - other[1]), 1e-9)
