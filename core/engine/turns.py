"""Turns: a lock that is had in the order in which it was asked for.

A plain lock goes to whoever is quickest, and that is who has just given it back: one who asks again and again would
keep all others waiting.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

POLL_SECONDS = 0.05  # between two calls of `while_waiting`


class Turns:
    """The order in which threads get a lock; whoever has it releases the lock itself."""

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock
        self._waiting: deque[object] = deque()
        self._changed = threading.Condition()

    @property
    def waiting_count(self) -> int:
        """How many threads wait."""
        return len(self._waiting)

    def take(self, while_waiting: Callable[[], None] = lambda: None) -> None:
        """Acquire the lock once all who asked before have had it.

        Args:
            while_waiting: is called again and again; what it raises ends the wait.
        """
        turn = object()
        with self._changed:
            self._waiting.append(turn)
        try:
            while not (self._is_first(turn) and self._lock.acquire(timeout=POLL_SECONDS)):
                while_waiting()
        finally:
            with self._changed:
                self._waiting.remove(turn)
                self._changed.notify_all()

    def _is_first(self, turn: object) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._waiting[0] is turn, POLL_SECONDS)
