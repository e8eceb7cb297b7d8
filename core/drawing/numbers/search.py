"""The search: each piece goes to one digit or to none, so that the digits are the likeliest altogether.

A drawing falls into clusters that share no candidate; each is searched on its own, from the left, by a beam.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_BEAM = 100  # ways that are followed at once


@dataclass(frozen=True, slots=True)
class Option:
    """Pieces that may be taken as one digit.

    Attributes:
        pieces: their indices.
        score: a logarithm: how much likelier the whole is by it.
    """

    pieces: tuple[int, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Cover:
    """One way to share the pieces out.

    Attributes:
        chosen: indices of the options that are digits.
        score: the sum of their scores, and of the costs of what is left out.
    """

    chosen: tuple[int, ...]
    score: float


def best_covers(options: Sequence[Option], left_out: Sequence[float]) -> tuple[Cover, Cover | None]:
    """Return the best way to share the pieces out, and the best with another number of digits, where there is one.

    Args:
        options: each with pieces in ascending order.
        left_out: score of each piece where it belongs to no digit, 0 or less.
    """
    parts = [_search(cluster, options, left_out) for cluster in _clusters(options, len(left_out))]
    bests = [max(part.values(), key=lambda cover: cover.score) for part in parts]
    best = _together(bests)
    changes = [
        (other.score - bests[number].score, number, other)
        for number, part in enumerate(parts)
        for other in part.values()
        if len(other.chosen) != len(bests[number].chosen)
        and len(best.chosen) - len(bests[number].chosen) + len(other.chosen)
    ]
    if not changes:
        return best, None
    _, number, other = max(changes, key=lambda change: change[0])
    return best, _together([*bests[:number], other, *bests[number + 1 :]])


def _together(covers: Sequence[Cover]) -> Cover:
    return Cover(tuple(index for cover in covers for index in cover.chosen), sum(cover.score for cover in covers))


def _clusters(options: Sequence[Option], count: int) -> list[list[int]]:
    """Return sets of pieces that share no option with those of another set."""
    cluster = list(range(count))

    def root(index: int) -> int:
        while cluster[index] != index:
            index = cluster[index]
        return index

    for option in options:
        for other in option.pieces[1:]:
            one, two = sorted((root(option.pieces[0]), root(other)))
            cluster[two] = one
    members: dict[int, list[int]] = {}
    for index in range(count):
        members.setdefault(root(index), []).append(index)
    return list(members.values())


def _search(pieces: Sequence[int], options: Sequence[Option], left_out: Sequence[float]) -> dict[int, Cover]:
    """Return the best cover of these pieces for each number of digits."""
    starting: dict[int, list[int]] = {}
    for number, option in enumerate(options):
        starting.setdefault(option.pieces[0], []).append(number)
    states: dict[tuple[frozenset[int], int], Cover] = {(frozenset(), 0): Cover((), 0.0)}
    for piece in pieces:
        following: dict[tuple[frozenset[int], int], Cover] = {}
        for (taken, count), cover in states.items():
            if piece in taken:
                _keep(following, (taken - {piece}, count), cover)
                continue
            _keep(following, (taken, count), Cover(cover.chosen, cover.score + left_out[piece]))
            for number in starting.get(piece, ()):
                rest = options[number].pieces[1:]
                if taken.isdisjoint(rest):
                    longer = Cover((*cover.chosen, number), cover.score + options[number].score)
                    _keep(following, (taken | frozenset(rest), count + 1), longer)
        best = sorted(following.items(), key=lambda item: item[1].score, reverse=True)
        states = dict(best[:_BEAM])
    return {count: cover for (_, count), cover in states.items()}


def _keep(states: dict[tuple[frozenset[int], int], Cover], key: tuple[frozenset[int], int], cover: Cover) -> None:
    if key not in states or states[key].score < cover.score:
        states[key] = cover
