"""Candidates: pieces that lie together and may be one digit, and what the judge says of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from core.drawing.numbers.pieces import Piece, PixelBox, Sheet, gaps_between, round_box
from core.drawing.numbers.segmentation import NONE, Judge

Judged = dict[frozenset[int], float]  # confidence that pieces, by their identities, are one digit

MOST = 300  # candidates of one picture
_MOST_PIECES = 6  # of one candidate
_JOIN_GAP = 0.3  # of a digit's height: pieces farther apart are not one digit's
_HIGHEST, _WIDEST = 2.2, 1.7  # of a digit's height


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidate:
    """Pieces that may be one digit.

    Attributes:
        pieces: their indices, ascending.
        box: in pixels.
        gap: paper that they are joined across, in pixels.
        confidence: the judge's, 0 to 1, that they are one digit.
    """

    pieces: tuple[int, ...]
    box: PixelBox
    gap: float
    confidence: float


def gaps_to_join(pieces: Sequence[Piece], height: float) -> np.ndarray:
    """Return the paper between pieces that may be one digit's, (n, n) float64 in pixels, infinite between others."""
    gaps = gaps_between(pieces, farthest=_JOIN_GAP * height)
    for one, piece in enumerate(pieces):
        for other, beside in enumerate(pieces):
            if piece.source == beside.source and one != other:
                gaps[one, other] = 0.0 if abs(piece.place - beside.place) == 1 else np.inf
    return gaps


def find_candidates(
    sheet: Sheet, pieces: Sequence[Piece], gaps: np.ndarray, height: float, judge: Judge, known: Judged
) -> list[Candidate]:
    """Return which pieces may be one digit, each judged.

    Args:
        sheet: draws them.
        pieces: of the drawing, slices included.
        gaps: between them, as `gaps_to_join` gives them.
        height: of a digit about, in pixels.
        judge: asked once, where there is any that is not known.
        known: what was judged before of the same pieces; what is judged now is added.
    """
    groups = _connected_groups(gaps, pieces, height)
    keys = [frozenset(id(pieces[index]) for index in group) for group in groups]
    asked = [number for number, key in enumerate(keys) if key not in known]
    if asked:
        images = np.stack([sheet.draw([pieces[index] for index in groups[number]]) for number in asked])
        confidence = judge(images)[:, :NONE].max(axis=1).tolist()
        known.update((keys[number], sure) for number, sure in zip(asked, confidence, strict=True))
    return [
        Candidate(
            pieces=group,
            box=round_box([pieces[index].box for index in group]),
            gap=_spanned(gaps, group),
            confidence=known[key],
        )
        for group, key in zip(groups, keys, strict=True)
    ]


def _connected_groups(gaps: np.ndarray, pieces: Sequence[Piece], height: float) -> list[tuple[int, ...]]:
    """Return sets of pieces that hang together and are no larger than a digit, those of few pieces first."""
    near = [set(np.flatnonzero(np.isfinite(row)).tolist()) for row in gaps]
    layer = [frozenset([index]) for index in range(len(gaps))]
    found = list(layer)
    clusters = [cluster for cluster in _clusters(near) if len(cluster) > _MOST_PIECES]
    for _ in range(_MOST_PIECES - 1):
        grown = (group | {other} for group in layer for index in group for other in near[index] - group)
        layer = [group for group in dict.fromkeys(grown) if _fits(pieces, group, height)]
        found += layer
        if len(found) > MOST:
            break
    found = [*found[:MOST], *(cluster for cluster in clusters if _fits(pieces, cluster, height))]
    return [tuple(sorted(group)) for group in found]


def _clusters(near: Sequence[set[int]]) -> list[frozenset[int]]:
    """Return all that hangs together, set by set."""
    found: list[frozenset[int]] = []
    left = set(range(len(near)))
    while left:
        cluster, edge = set(), {min(left)}
        while edge:
            cluster |= edge
            edge = set().union(*(near[index] for index in edge)) - cluster
        left -= cluster
        found.append(frozenset(cluster))
    return found


def _fits(pieces: Sequence[Piece], group: Iterable[int], height: float) -> bool:
    left, top, right, bottom = round_box([pieces[index].box for index in group])
    return bottom - top <= _HIGHEST * height and right - left <= _WIDEST * max(height, bottom - top)


def _spanned(gaps: np.ndarray, group: Sequence[int]) -> float:
    """Return the paper between pieces, along the shortest tree that joins them (Prim, 1957)."""
    joined, total = [group[0]], 0.0
    left = list(group[1:])
    while left:
        nearest = min(left, key=lambda other: min(gaps[index, other] for index in joined))
        total += min(gaps[index, nearest] for index in joined)
        joined.append(nearest)
        left.remove(nearest)
    return float(total)
