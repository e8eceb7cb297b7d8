"""Answers that are asked for in pieces, and kept.

So is how far an unfinished one has come: whoever asks again goes on from there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from core.lru import Lru
from core.serving.shared_arrays import bytes_of, frozen

P = TypeVar("P")
R = TypeVar("R")
OnProgress = Callable[[int, int], None]  # pieces done, and of how many; before each piece, and while one waits
MOST_BYTES = 64 * 2**20  # that the arrays of all results take together, but for the newest alone
_MOST_ASKED = 256  # at once
_TOLD_EVERY = 0.25  # seconds, while somebody else asks for the same


@dataclass(frozen=True, slots=True)
class _Result:
    pieces: int  # done
    value: Any
    size: int  # bytes


_NOTHING = _Result(0, None, 0)


class Kept:
    """Results by what was asked, and how far unfinished ones have come; shared by all visitors and read-only."""

    def __init__(self, most: int, *, most_bytes: int = MOST_BYTES) -> None:
        """Begin empty; `most` results are kept, and of large ones fewer: the one of last use always is."""
        self._lock = threading.Lock()
        self._most_bytes = most_bytes
        self._results: Lru[Hashable, _Result] = Lru(most)
        self._asking: Lru[Hashable, threading.Lock] = Lru(_MOST_ASKED)

    def folded(
        self, key: Hashable, pieces: Sequence[P], step: Callable[[R | None, P], R], on_progress: OnProgress
    ) -> R:
        """Return what `step` makes of the pieces, one after the other; each is told what came of those before it.

        Whoever asks for the same meanwhile waits, and is told again and again how far it is. What `step` or
        `on_progress` raises ends it; the pieces done stay.
        """
        with self._lock:
            asking = self._asking.setdefault(key, threading.Lock())
        while (found := self._result(key)).pieces < len(pieces):
            if asking.acquire(timeout=_TOLD_EVERY):
                break
            on_progress(found.pieces, len(pieces))
        else:
            return found.value  # also while somebody else asks for more
        try:
            found = self._result(key)
            result = found.value
            for number in range(found.pieces, len(pieces)):
                on_progress(number, len(pieces))
                result = frozen(step(result, pieces[number]))
                self._keep(key, _Result(number + 1, result, bytes_of(result)))
        finally:
            asking.release()
        return result

    def known(self, key: Hashable, pieces: int) -> Any:
        """Return a result of so many pieces, or None where it is not there."""
        found = self._result(key)
        return found.value if found.pieces >= pieces else None

    def so_far(self, key: Hashable) -> tuple[int, Any]:
        """Return how many pieces are done, and what came of them; None where none is."""
        found = self._result(key)
        return found.pieces, found.value

    def has(self, key: Hashable, pieces: int) -> bool:
        """Return whether a result of so many pieces is there."""
        return self._result(key).pieces >= pieces

    def forget(self, key: Hashable) -> None:
        """Keep a result no longer: it is kept elsewhere."""
        with self._lock:
            self._results.pop(key, None)

    def _result(self, key: Hashable) -> _Result:
        with self._lock:
            return self._results.get(key, _NOTHING)

    def _keep(self, key: Hashable, result: _Result) -> None:
        with self._lock:
            self._results[key] = result
            total = sum(one.size for _, one in list(self._results.items()))
            for oldest in list(self._results):
                if total <= self._most_bytes or oldest == key:
                    break
                total -= self._results.pop(oldest).size


def joining(ask: Callable[[P], R], join: Callable[[R, R], R]) -> Callable[[R | None, P], R]:
    """Return a step for `folded`: what is asked of a piece is joined to what came before."""

    def step(before: R | None, piece: P) -> R:
        answer = ask(piece)
        return answer if before is None else join(before, answer)

    return step


def part_of(on_progress: OnProgress, pieces: int, parts: int) -> Callable[[int], OnProgress]:
    """Return what makes the progress of a part that of the whole."""
    return lambda part: lambda done, _: on_progress(part * pieces + done, parts * pieces)
