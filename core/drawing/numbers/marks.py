"""Marks: what stands between digits and is none, told by where it stands and how large it is.

A point or a comma has digits on both sides: elsewhere it is more often a speck.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.drawing.numbers.pieces import PixelBox
from core.drawing.numbers.segmentation import MarkKind

_SMALL = 0.32  # of a digit's height: a point is no larger
_LOW = 0.35  # of a digit's height above the foot of the line: a point or a comma begins no higher
_BELOW = 0.06  # of a digit's height: a comma reaches so far below the foot of the line
_FLAT = 2.0  # a minus is wider than high by so much
_MINUS_WIDTH = (0.15, 1.2)  # of a digit's height
_LETTER = 0.35  # of a digit's height: what is larger is seen, and what is smaller is a speck


def kind_of(box: PixelBox, line: Sequence[PixelBox]) -> MarkKind | None:
    """Return what a mark of a line of digits is; None where it is a speck.

    Args:
        box: of the mark, in pixels.
        line: of the digits, in pixels, from left to right.
    """
    nearest = min(line, key=lambda digit: max(digit[0] - box[2], box[0] - digit[2]))
    top, foot = nearest[1], nearest[3]
    height = max(float(np.median([digit[3] - digit[1] for digit in line])), 1.0)
    across, down = (box[2] - box[0]) / height, (box[3] - box[1]) / height
    is_between = any(digit[0] < box[0] for digit in line) and any(digit[2] > box[2] for digit in line)
    low = is_between and box[1] >= foot - _LOW * height and box[1] <= foot + _LOW * height
    if across >= _FLAT * down and _MINUS_WIDTH[0] <= across <= _MINUS_WIDTH[1]:
        middle = (box[1] + box[3]) / 2
        if top + 0.2 * height <= middle <= foot - 0.2 * height:
            return "minus"
    if low and across <= _SMALL and down <= 2 * _SMALL:
        is_tail = down >= 1.4 * across or down > _SMALL or box[1] >= foot
        return "comma" if is_tail and box[3] > foot + _BELOW * height else "point" if down <= _SMALL else None
    return "other" if max(across, down) >= _LETTER else None
