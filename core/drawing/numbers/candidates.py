"""Candidates: pieces that lie together and may be one digit, and what the judge says of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from core.drawing.numbers.pieces import Piece, PixelBox, Sheet, gaps_between, round_box
from core.drawing.numbers.segmentation import NONE, Judge

Judged = dict[frozenset[int], float]  # confidence that pieces, by their identities, are one digit

MOST = 300  # candidates of one picture, or about as many: single pieces and whole clusters come on top
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
    alone = layer = [frozenset([index]) for index in range(len(gaps))]
    clusters = [cluster for cluster in _clusters(near) if len(cluster) > _MOST_PIECES]
    joined: list[frozenset[int]] = []
    most = max(MOST - len(alone), MOST // 2)
    for _ in range(_MOST_PIECES - 1):
        grown = (group | {other} for group in layer for index in group for other in near[index] - group)
        layer = [group for group in dict.fromkeys(grown) if _fits(pieces, group, height)]
        joined += _in_turn(layer, gaps, most - len(joined))
        if len(joined) >= most:
            break
    found = [*alone, *joined, *(cluster for cluster in clusters if _fits(pieces, cluster, height))]
    return [tuple(sorted(group)) for group in found]


def _in_turn(groups: Sequence[frozenset[int]], gaps: np.ndarray, most: int) -> Sequence[frozenset[int]]:
    """Return at most so many groups: of each piece the one that lies closest together, then of each the next."""
    if len(groups) <= most:
        return groups
    of_first: dict[int, list[tuple[float, frozenset[int]]]] = {}
    for group in groups:
        of_first.setdefault(min(group), []).append((_spanned(gaps, sorted(group)), group))
    queues = [[group for _, group in sorted(same, key=lambda pair: pair[0])] for same in of_first.values()]
    chosen: list[frozenset[int]] = []
    for turn in range(max(map(len, queues))):
        served = [queue[turn] for queue in queues if turn < len(queue)]
        if len(served) > most - len(chosen):  # not all: from all over the picture
            places = np.linspace(0, len(served) - 1, most - len(chosen)).round().astype(int).tolist()
            return [*chosen, *(served[place] for place in places)]
        chosen += served
    return chosen


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
