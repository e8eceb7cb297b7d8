"""How far digits that were found are to be trusted, by what else there is and by how they stand to one another.

Whoever shows a number shows little else. A search for digits finds some in a page of writing, in grass and in the
grain of wood, too: there it leaves much out. In letters and signs that are drawn it finds strokes that are read as 1,
too near to their neighbours for a number, rings beside a slash, and hooks above a dot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from core.drawing.numbers.marks import kind_of
from core.drawing.numbers.partition import CERTAIN, Partition
from core.drawing.numbers.pieces import Piece, PixelBox, gaps_between, round_box
from core.drawing.numbers.reading_order import lines_of

Digit = Sequence[Piece]

_LARGE = 0.35  # of a digit's height: smaller pieces that are left out are specks and signs
_LARGEST = 3.0  # of a digit's height: larger pieces count no more
_BESIDE = 0.5  # beside several digits, where a word may stand, the share that is read counts so much more
_UNDERLINE = 8.0  # a line under a number is longer than high by so much
_UNLIKE = 0.25  # of the logarithms of heights in a line, their standard deviation: with it, half the trust is left
_SIGN = 0.4  # of the trust is left, where what was drawn looks like a letter or a sign
_DOT = 0.4  # of a digit's height: a dot is no larger
_ROUND = 0.4  # of its longer side: a dot's shorter one is no less
_BELOW = 0.5  # of a digit's height: a dot that belongs to what is above it is no farther
_NEAR = 0.09  # of a digit's height: a letter's stem stands no farther from the rest of it
_STRAIGHT = 0.12  # of its length: what strays no more is a line (ratio of the standard deviations across and along)


def trust_in(partition: Partition, *, is_drawn: bool) -> float:
    """Return how far a partition is to be trusted, 0 to 1.

    Args:
        partition: of a drawing or a picture.
        is_drawn: it was drawn stroke by stroke.
    """
    if not partition.digits:
        return 1.0
    boxes = partition.boxes
    height = max(float(np.median([box[3] - box[1] for box in boxes])), 1.0)
    trust = _explained(partition.left_out, boxes, height) * _alike(boxes)
    if is_drawn and _is_one_sign(partition, boxes, height):
        trust *= _SIGN
    return trust


def _explained(left_out: Sequence[Piece], boxes: Sequence[PixelBox], height: float) -> float:
    """Return how much of what is as large as a digit is in one, 0 to 1; beside several digits half as much again.

    Slices of one part are one thing.
    """
    parts: dict[int, list[PixelBox]] = {}
    for piece in left_out:
        parts.setdefault(piece.source, []).append(piece.box)
    rest = 0.0
    for box in map(round_box, parts.values()):
        size = max(box[2] - box[0], box[3] - box[1]) / height
        if size >= _LARGE and not _may_stand_there(box, boxes):
            rest += min(size, _LARGEST)
    read = len(boxes) / (len(boxes) + rest)
    return min(1.0, (1 + _BESIDE) * read) if len(boxes) > 1 else read


def _alike(boxes: Sequence[PixelBox]) -> float:
    """Return how far the digits of each line are as high as one another, 0 to 1; 1 where no line has two."""
    heights = np.log([max(box[3] - box[1], 1.0) for box in boxes])
    lines = [line for line in lines_of(boxes) if len(line) > 1]
    strays = [heights[line] - heights[line].mean() for line in lines]
    spread = float(np.sqrt(np.mean(np.concatenate(strays) ** 2))) if strays else 0.0
    return 1 / (1 + (spread / _UNLIKE) ** 4)


def _may_stand_there(box: PixelBox, digits: Sequence[PixelBox]) -> bool:
    """Return whether it is a minus, or a line under a number or through it."""
    return box[2] - box[0] >= _UNDERLINE * (box[3] - box[1]) or kind_of(box, digits) == "minus"


def _is_one_sign(partition: Partition, boxes: Sequence[PixelBox], height: float) -> bool:
    """Return whether what was drawn stands together as the strokes of one letter or sign do."""
    are_lines = map(_is_line, partition.digits)
    for (digit, box, is_line), (other, beside, is_other_line) in combinations(
        zip(partition.digits, boxes, are_lines, strict=True), 2
    ):
        if _holds_middle(box, beside) or _holds_middle(beside, box):
            return True
        if partition.certainty < CERTAIN and {piece.source for piece in digit} & {piece.source for piece in other}:
            return True  # a pen that was not lifted seldom drew two digits
        if (is_line or is_other_line) and _apart(digit, other, _NEAR * height) <= _NEAR * height:
            return True
    pieces = [*partition.left_out, *(piece for digit in partition.digits for piece in digit)]
    of_source = Counter(piece.source for piece in pieces)
    dots = [piece for piece in pieces if of_source[piece.source] == 1 and _is_dot(piece, height)]
    return any(_is_below(dot, digit, height) for dot in dots for digit in partition.digits)


def _holds_middle(box: PixelBox, other: PixelBox) -> bool:
    x, y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return box[0] < x < box[2] and box[1] < y < box[3]


def _is_line(digit: Digit) -> bool:
    points = np.concatenate([piece.outline for piece in digit])
    across, along = np.sqrt(np.linalg.eigvalsh(np.cov(points.T)).clip(0)) if len(points) > 2 else (0.0, 1.0)
    return bool(across <= _STRAIGHT * along)


def _apart(digit: Digit, other: Digit, farthest: float) -> float:
    gaps = gaps_between([*digit, *other], farthest=farthest)
    return float(gaps[: len(digit), len(digit) :].min())


def _is_dot(piece: Piece, height: float) -> bool:
    return piece.size <= _DOT * height and min(piece.width, piece.height) >= _ROUND * piece.size


def _is_below(dot: Piece, digit: Digit, height: float) -> bool:
    """Return whether a dot stands below a digit, or below the rest of it, as in a question mark."""
    rest = [piece for piece in digit if piece is not dot]
    if not rest:
        return False
    left, _, right, foot = round_box([piece.box for piece in rest])
    middle = (dot.box[0] + dot.box[2]) / 2
    return left <= middle <= right and foot <= dot.box[1] <= foot + _BELOW * height
