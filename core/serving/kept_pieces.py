"""Answers that are asked for in pieces, and kept.

So is how far an unfinished one has come: whoever asks again goes on from there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from core.lru import Lru

P = TypeVar("P")
R = TypeVar("R")
OnProgress = Callable[[int, int], None]  # pieces done, and of how many; before each piece
_MOST_ASKED = 256  # at once


class Kept:
    """Results by what was asked, and how far unfinished ones have come; shared by all visitors."""

    def __init__(self, most: int) -> None:
        """Begin empty; `most` results are kept."""
        self._lock = threading.Lock()
        self._results: Lru[Hashable, tuple[int, Any]] = Lru(most)
        self._asking: Lru[Hashable, threading.Lock] = Lru(_MOST_ASKED)

    def folded(
        self, key: Hashable, pieces: Sequence[P], step: Callable[[R | None, P], R], on_progress: OnProgress
    ) -> R:
        """Return what `step` makes of the pieces, one after the other; each is told what came of those before it.

        Whoever asks for the same meanwhile waits. What `step` or `on_progress` raises ends it; the pieces done stay.
        """
        with self._lock:
            asking = self._asking.setdefault(key, threading.Lock())
        with asking:
            with self._lock:
                done, result = self._results.get(key, (0, None))
            for number in range(done, len(pieces)):
                on_progress(number, len(pieces))
                result = step(result, pieces[number])
                with self._lock:
                    self._results[key] = (number + 1, result)
        return result  # type: ignore[return-value]

    def has(self, key: Hashable, pieces: int) -> bool:
        """Return whether a result of so many pieces is there."""
        with self._lock:
            return self._results.get(key, (0, None))[0] >= pieces


def joining(ask: Callable[[P], R], join: Callable[[R, R], R]) -> Callable[[R | None, P], R]:
    """Return a step for `folded`: what is asked of a piece is joined to what came before."""

    def step(before: R | None, piece: P) -> R:
        answer = ask(piece)
        return answer if before is None else join(before, answer)

    return step


def part_of(on_progress: OnProgress, pieces: int, parts: int) -> Callable[[int], OnProgress]:
    """Return what makes the progress of a part that of the whole."""
    return lambda part: lambda done, _: on_progress(part * pieces + done, parts * pieces)
