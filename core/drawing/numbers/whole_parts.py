"""Digits that were found in a part of something larger: ink that hangs together is read as a whole, or not at all.

A search for digits finds a 1 in every H and in every plus sign, if it may leave the rest of the ink out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.drawing.numbers.partition import Partition
from core.drawing.numbers.pieces import Piece, Sheet, gaps_between, typical_height
from core.drawing.numbers.segmentation import NONE, Judge

_NEAR = 3  # times as far from a digit as digits that touch: what is left out and no farther belongs to it
_REST = 0.2  # of a digit's height: smaller rests say nothing
_SURE = 0.9  # of each of several digits that hang together
_READ = 0.5  # of a whole that is read as one digit in their place


def without_parts_of_more(sheet: Sheet, partition: Partition, judge: Judge) -> Partition:
    """Return the partition with what hangs together taken for one digit, or for none, where digits left a rest of it.

    Digits that touch and leave no rest stay, where the judge is sure of each; in a photo also where another digit, of
    which it is sure, stands by itself: then this is a number.

    Args:
        sheet: draws pieces.
        partition: of all its pieces.
        judge: asked once, where anything hangs together.
    """
    height = typical_height(sheet.pieces)
    digits: list[tuple[Piece, ...]] = []
    left_out = list(partition.left_out)
    groups = [
        (whole, inside, sum(piece.size for piece in rests) >= _REST * height)
        for whole, inside, rests in _together(partition, sheet.touching * height)
    ]
    alone = [inside[0] for _, inside, has_rest in groups if len(inside) == 1 and not has_rest]
    is_number = False
    if alone and len(alone) < len(groups) and not sheet.is_drawn:
        is_number = float(judge(np.stack([sheet.draw(pieces) for pieces in alone]))[:, :NONE].max()) >= _SURE
    for whole, inside, has_rest in groups:
        if len(inside) > 1 or has_rest:
            found = judge(np.stack([sheet.draw(pieces) for pieces in (whole, *inside)]))[:, :NONE]
            if has_rest or not (is_number or _may_touch(found[1:], is_drawn=sheet.is_drawn)):
                left_out = [piece for piece in left_out if not _is_among(piece, whole)]
                if found[0].max() >= _READ:
                    digits.append(whole)
                else:
                    left_out += whole
                continue
        digits += inside
    return replace(partition, digits=tuple(digits), left_out=tuple(left_out))


def _may_touch(found: np.ndarray, *, is_drawn: bool) -> bool:
    """Return whether the judge is sure of each of several digits; in a drawing none may be but a line, as letters have.

    In a photo digits touch by themselves, and letters are rarer.
    """
    is_line = bool((found.argmax(axis=1) == 1).any())
    return bool((found.max(axis=1) >= _SURE).all()) and not (is_drawn and is_line)


def _together(
    partition: Partition, touching: float
) -> list[tuple[tuple[Piece, ...], list[tuple[Piece, ...]], list[Piece]]]:
    """Return, for all that hangs together: its pieces, the digits in it, and what is left of it.

    Args:
        partition: of a drawing.
        touching: pixels between digits that touch.
    """
    groups = [*partition.digits, *((piece,) for piece in partition.left_out)]
    pieces = [piece for group in groups for piece in group]
    owner = [number for number, group in enumerate(groups) for _ in group]
    gaps = gaps_between(pieces, farthest=_NEAR * touching)
    is_digit = [number < len(partition.digits) for number in owner]
    roots = list(range(len(groups)))

    def root(number: int) -> int:
        while roots[number] != number:
            number = roots[number]
        return number

    def join(one: int, other: int) -> None:
        low, high = sorted((root(one), root(other)))
        roots[high] = low

    for one, piece in enumerate(pieces):
        for other in range(one):
            limit = 1 if is_digit[one] and is_digit[other] else _NEAR
            if gaps[one, other] <= limit * touching or piece.source == pieces[other].source:
                join(owner[one], owner[other])
    boxes = partition.boxes
    for number, piece in enumerate(partition.left_out, len(partition.digits)):
        x, y = (piece.box[0] + piece.box[2]) / 2, (piece.box[1] + piece.box[3]) / 2
        for digit, (left, top, right, bottom) in enumerate(boxes):
            if left < x < right and top < y < bottom:
                join(digit, number)
    found = []
    for first in dict.fromkeys(root(number) for number in range(len(partition.digits))):
        members = [number for number in range(len(groups)) if root(number) == first]
        inside = [groups[number] for number in members if number < len(partition.digits)]
        rests = [groups[number][0] for number in members if number >= len(partition.digits)]
        found.append((tuple(piece for number in members for piece in groups[number]), inside, rests))
    return found


def _is_among(piece: Piece, others: Sequence[Piece]) -> bool:
    return any(piece is other for other in others)
