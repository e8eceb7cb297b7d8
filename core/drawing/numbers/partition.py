"""A drawing's pieces shared out among digits, in the likeliest way that the judge and the digits' sizes tell.

A piece that the judge is sure of stays whole; others are cut into slices, and slices that belong together are joined
again by the same search. Weights are natural logarithms of odds: what a digit must gain over the other ways.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.drawing.numbers.candidates import Candidate, Judged, find_candidates, gaps_to_join
from core.drawing.numbers.pieces import Piece, PixelBox, Sheet, round_box, typical_height
from core.drawing.numbers.search import Cover, Option, best_covers
from core.drawing.numbers.segmentation import Judge

CERTAIN = 0.9  # a partition less certain than this is given with the next one
_SURE = 0.97  # a piece judged surer than this is not cut
_WIDE = 1.2  # of its height: a piece wider than this is cut in any case
_LEAST_CONFIDENCE = 1e-4
_PER_DIGIT = 0.3
_FLATTEST = 0.05  # of the others' height: a level line has none
_HEIGHT_SPREAD = 0.45  # of the logarithm of a digit's height over the others'
_PER_GAP = 8.0  # for paper within a digit as wide as a digit is high
_PER_PIECE = 0.1
_PER_CUT, _PER_CROSSED = 0.7, 0.7  # for a cut, and for each line width beyond the first that it crosses
_TOUCHING = 0.03  # of a digit's height: pieces that lie no farther apart touch
_PER_TOUCH = 1.0  # for touching pieces that are parted
_PER_WIDE = 6.0  # for the logarithm of a digit's width over _WIDE of its height, where it is wider
_PER_ASIDE = 2.5  # for a small piece beside the rest of a digit
_SIGN = 0.45  # of a digit's height: how large a sign is
_SIGN_SHARED = 0.25  # of a sign's width: how far a digit reaches over it
_LEFT_OUT, _LEFT_OUT_SIZE = 0.3, 5.0  # for a piece that is of no digit, and for one as large as a digit
_LARGEST = 2.0  # of a digit's height: larger pieces cost no more to leave out
_ENOUGH = 0.6  # of a digit's height: what is smaller is not cut
_MOST_CUT = 20  # pieces, the largest
_PATTERN = 0.7  # of many large pieces: where more are doubtful, they are no digits that touch


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Partition:
    """One way to share a drawing's pieces out.

    Attributes:
        digits: the pieces of each, in no order.
        left_out: pieces that belong to none.
        certainty: 0 to 1, against another number of digits.
        confidence: the judge's, 0 to 1, the median over the digits; 0 where there is none.
        trust: 0 to 1, how far it is to be trusted by what is left out, and by how its digits stand.
    """

    digits: tuple[tuple[Piece, ...], ...]
    left_out: tuple[Piece, ...]
    certainty: float
    confidence: float
    trust: float = 1.0

    @property
    def boxes(self) -> list[PixelBox]:
        """Where each digit lies, in pixels."""
        return [round_box([piece.box for piece in digit]) for digit in self.digits]


def partitions(sheet: Sheet, judge: Judge) -> list[Partition]:
    """Return the likeliest way to share the pieces out, and the likeliest with another number of digits.

    Args:
        sheet: with one piece at least.
        judge: asked once, and again where a piece is cut.
    """
    height = typical_height(sheet.pieces)
    pieces = sorted(sheet.pieces, key=_middle)
    known: Judged = {}
    candidates, covers = _covers(sheet, pieces, height, judge, known)
    to_cut = _to_cut(pieces, candidates, covers[0], height)
    sliced: list[Piece] = []
    for index, piece in enumerate(pieces):
        sliced += sheet.cut(piece, height) if index in to_cut else [piece]
    if len(sliced) > len(pieces):
        pieces = sorted(sliced, key=_middle)
        candidates, covers = _covers(sheet, pieces, height, judge, known)
    best, *others = covers
    odds = [math.exp(max(cover.score - best.score, -50.0)) for cover in others]
    return [
        _partition(pieces, candidates, cover, share / (1 + sum(odds)))
        for cover, share in zip(covers, (1.0, *odds), strict=True)
    ]


def _middle(piece: Piece) -> float:
    return piece.box[0] + piece.box[2]


def _to_cut(pieces: Sequence[Piece], candidates: Sequence[Candidate], cover: Cover, height: float) -> set[int]:
    """Return the pieces that may be of several digits: large ones that the judge is not sure of."""
    large = {index for index, piece in enumerate(pieces) if piece.size >= _ENOUGH * height}
    doubtful = set(large)
    for number in cover.chosen:
        candidate = candidates[number]
        left, top, right, bottom = candidate.box
        if candidate.confidence >= _SURE and right - left <= _WIDE * (bottom - top):
            doubtful.difference_update(candidate.pieces)
    if len(doubtful) > max(_MOST_CUT, _PATTERN * len(large)):
        return set()
    return set(sorted(doubtful, key=lambda index: -pieces[index].size)[:_MOST_CUT])


def _covers(
    sheet: Sheet, pieces: Sequence[Piece], height: float, judge: Judge, known: Judged
) -> tuple[list[Candidate], list[Cover]]:
    """Return the candidates; the best cover, and the best with another number of digits, where there is one."""
    gaps = gaps_to_join(pieces, height)
    candidates = find_candidates(sheet, pieces, gaps, height, judge, known)
    bonds = _bonds(pieces, gaps, height)
    best, _ = _search(pieces, candidates, bonds, height)
    heights = [candidates[number].box[3] - candidates[number].box[1] for number in best.chosen]
    best, other = _search(pieces, candidates, bonds, float(np.median(heights)) if heights else height)
    return candidates, [best] if other is None else [best, other]


def _search(
    pieces: Sequence[Piece], candidates: Sequence[Candidate], bonds: np.ndarray, height: float
) -> tuple[Cover, Cover | None]:
    left_out = _left_out(pieces, height)
    return best_covers(
        [Option(candidate.pieces, _score(pieces, candidate, bonds, height)) for candidate in candidates], left_out
    )


def _left_out(pieces: Sequence[Piece], height: float) -> list[float]:
    """Return what it costs to leave each piece out; slices bear their shares of what the whole costs."""
    sources: dict[int, list[Piece]] = {}
    for piece in pieces:
        sources.setdefault(piece.source, []).append(piece)
    costs = []
    for piece in pieces:
        slices = sources[piece.source]
        left, top, right, bottom = round_box([part.box for part in slices])
        cost = _LEFT_OUT + _LEFT_OUT_SIZE * min(max(right - left, bottom - top) / height, _LARGEST)
        costs.append(-cost * piece.size / sum(part.size for part in slices))
    return costs


def _score(pieces: Sequence[Piece], candidate: Candidate, bonds: np.ndarray, height: float) -> float:
    inside = list(candidate.pieces)
    parted = bonds[inside].sum() - bonds[np.ix_(inside, inside)].sum()
    left, top, right, bottom = candidate.box
    wide = math.log(max((right - left) / max(_WIDE * (bottom - top), _FLATTEST * height), 1.0))
    deviation = math.log(max(bottom - top, _FLATTEST * height) / height) / _HEIGHT_SPREAD
    return (
        math.log(max(candidate.confidence, _LEAST_CONFIDENCE))
        - _PER_DIGIT
        - deviation**2 / 2
        - _PER_GAP * candidate.gap / height
        - _PER_PIECE * (len(inside) - 1)
        - _PER_WIDE * wide
        - _PER_ASIDE * _standing_aside([pieces[index] for index in inside], height)
        - parted / 2
    )


def _standing_aside(pieces: Sequence[Piece], height: float) -> int:
    """Return how many of a digit's pieces are small and neither above, below nor within the others, as signs are."""
    count = 0
    for piece in pieces:
        others = [other for other in pieces if other is not piece]
        if others and piece.size < _SIGN * height and all(other.source != piece.source for other in others):
            left, _, right, _ = round_box([other.box for other in others])
            shared = min(right, piece.box[2]) - max(left, piece.box[0])
            count += shared < _SIGN_SHARED * piece.width
    return count


def _bonds(pieces: Sequence[Piece], gaps: np.ndarray, height: float) -> np.ndarray:
    """Return what it costs to part any two pieces, (n, n) float64."""
    bonds = np.where(gaps <= _TOUCHING * height, _PER_TOUCH, 0.0)
    for one, piece in enumerate(pieces):
        for other, beside in enumerate(pieces):
            if one == other:
                bonds[one, other] = 0.0
            elif piece.source == beside.source and beside.place == piece.place + 1:
                bonds[one, other] = bonds[other, one] = _PER_CUT + _PER_CROSSED * max(piece.seam - 1, 0)
    return bonds


def _partition(pieces: Sequence[Piece], candidates: Sequence[Candidate], cover: Cover, certainty: float) -> Partition:
    digits = [candidates[number].pieces for number in cover.chosen]
    taken = {index for digit in digits for index in digit}
    return Partition(
        digits=tuple(tuple(pieces[index] for index in digit) for digit in digits),
        left_out=tuple(piece for index, piece in enumerate(pieces) if index not in taken),
        certainty=certainty,
        confidence=float(np.median([candidates[number].confidence for number in cover.chosen] or [0.0])),
    )
