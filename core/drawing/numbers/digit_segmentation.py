"""A drawing or an ink picture taken apart into digits, in reading order, by the judge's own confidence.

Pieces of ink are cut where digits may touch, joined where a digit may be broken, and shared out in the likeliest way
(over-segmentation and recognition: Casey and Lecolinet, "A survey of methods and strategies in character
segmentation", 1996).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.drawing.mnist_preprocess import crop_to_ink, to_mnist_image
from core.drawing.numbers.ink_sheet import ink_sheet, joined_ink
from core.drawing.numbers.marks import kind_of
from core.drawing.numbers.partition import CERTAIN, Partition, partitions
from core.drawing.numbers.pieces import Piece, PixelBox, Sheet, round_box
from core.drawing.numbers.reading_order import lines_of, word_beginnings
from core.drawing.numbers.segmentation import (
    MOST_DIGITS,
    Box,
    FoundDigit,
    FoundMark,
    Judge,
    PreparedDrawing,
    Segmentation,
)
from core.drawing.numbers.stroke_sheet import stroke_sheet
from core.drawing.numbers.trust import trust_in
from core.drawing.numbers.whole_parts import without_parts_of_more

_ALL_BUT = 0.3  # of certainty: what the likelier partition must leave to the other one
_FEW, _HALF_SURE = 8, 0.5  # more digits than these, of which the judge is less sure than this, are a pattern


def segment_strokes(strokes: Sequence[np.ndarray], judge: Judge) -> PreparedDrawing:
    """Return the digits of a drawing, each redrawn the way MNIST's were prepared.

    Args:
        strokes: pen paths in canvas pixels, as `core.drawing.strokes.read_canvas` gives them.
        judge: tells what is a digit.

    Raises:
        EmptyDrawingError: there is no stroke longer than a point.
    """
    to_mnist_image(strokes)
    return _segment(stroke_sheet(strokes), judge)


def segment_ink_picture(ink: np.ndarray, judge: Judge) -> PreparedDrawing:
    """Return the digits of a picture, prepared as MNIST's were.

    Args:
        ink: (rows, columns) uint8, 0 paper to 255 full ink.
        judge: tells what is a digit.

    Raises:
        EmptyDrawingError: there is no ink.
    """
    crop_to_ink(ink)
    return _segment(ink_sheet(ink), judge)


def _segment(sheet: Sheet, judge: Judge) -> PreparedDrawing:
    parted = _kept(sheet, partitions(sheet, judge), judge)
    found = [replace(partition, trust=trust_in(partition, is_drawn=sheet.is_drawn)) for partition in parted]
    whole = _digit(sheet, sheet.pieces)
    if not found[0].digits or (len(found[0].digits) > _FEW and found[0].confidence < _HALF_SURE):
        return PreparedDrawing(segmentations=(Segmentation(digits=(whole,)),), whole=whole)
    shown = found[:1] if found[0].certainty >= CERTAIN else [partition for partition in found if partition.digits]
    return PreparedDrawing(segmentations=tuple(_segmentation(sheet, partition) for partition in shown), whole=whole)


def _kept(sheet: Sheet, found: Sequence[Partition], judge: Judge) -> list[Partition]:
    """Return the partitions without parts of something larger, each once, the likelier first.

    Beside other digits, one that has no such parts is the likelier, where it was all but as likely before.
    """
    kept = [without_parts_of_more(sheet, partition, judge) for partition in found]
    certainty = [partition.certainty for partition in found]
    if len({tuple(sorted(partition.boxes)) for partition in kept}) < len(kept):
        return [replace(kept[0], certainty=min(sum(certainty), 1.0))]
    has_parts = [len(after.digits) < len(before.digits) for before, after in zip(found, kept, strict=True)]
    if kept[0].digits and has_parts == [True, False] and certainty[1] >= _ALL_BUT:
        kept = kept[::-1]
    return [replace(partition, certainty=share) for partition, share in zip(kept, certainty, strict=True)]


def _segmentation(sheet: Sheet, partition: Partition) -> Segmentation:
    boxes = partition.boxes
    lines = lines_of(boxes)
    digits: list[FoundDigit] = []
    for number, line in enumerate(lines):
        begins = word_beginnings([boxes[index] for index in line])
        digits += [
            _digit(sheet, partition.digits[index], line=number, begins_word=begins_word)
            for index, begins_word in zip(line, begins, strict=True)
        ]
    marks = _marks(sheet, partition.left_out, [[boxes[index] for index in line] for line in lines])
    return Segmentation(
        digits=tuple(digits[:MOST_DIGITS]),
        marks=tuple(mark for mark in marks if mark.before <= MOST_DIGITS),
        certainty=partition.certainty,
        trust=partition.trust,
        left_over=max(len(digits) - MOST_DIGITS, 0),
    )


def _digit(sheet: Sheet, pieces: Sequence[Piece], *, line: int = 0, begins_word: bool = False) -> FoundDigit:
    box = _share(sheet, round_box([piece.box for piece in pieces]))
    digit = FoundDigit(image=sheet.draw(pieces), box=box, line=line, begins_word=begins_word)
    if sheet.is_drawn:
        return replace(digit, paths=tuple(path for piece in pieces for path in piece.paths))
    return replace(digit, ink=joined_ink(pieces))


def _share(sheet: Sheet, box: PixelBox) -> Box:
    return box[0] / sheet.columns, box[1] / sheet.rows, box[2] / sheet.columns, box[3] / sheet.rows


def _marks(sheet: Sheet, pieces: Sequence[Piece], lines: Sequence[Sequence[PixelBox]]) -> list[FoundMark]:
    """Return what stands between the digits of these lines, in reading order; several signs in one place are specks."""
    marks: list[FoundMark] = []
    for piece in sorted(pieces, key=lambda piece: piece.box[0] + piece.box[2]):
        number = min(range(len(lines)), key=lambda number: _away(piece.box, lines[number]))
        kind = kind_of(piece.box, lines[number])
        if kind is not None:
            before = sum(box[0] + box[2] < piece.box[0] + piece.box[2] for box in lines[number])
            before += sum(len(line) for line in lines[:number])
            marks.append(FoundMark(kind=kind, box=_share(sheet, piece.box), before=before))
    signs = Counter(mark.before for mark in marks if mark.kind != "other")
    return sorted(
        (mark for mark in marks if signs[mark.before] < 2 or mark.kind == "other"), key=lambda mark: mark.before
    )


def _away(box: PixelBox, line: Sequence[PixelBox]) -> float:
    """Return how far a mark is from the nearest digit of a line, in pixels."""
    return min(
        max(digit[0] - box[2], box[0] - digit[2], 0) + max(digit[1] - box[3], box[1] - digit[3], 0) for digit in line
    )
