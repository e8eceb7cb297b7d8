"""Tells whoever waits that something was written about a run, so that nobody has to look into the log for it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable


class RunChanges:
    """Counts the changes of each run since the server began. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._counts: Counter[str] = Counter()
        self._listeners: dict[str, list[Callable[[], None]]] = {}

    def announce(self, run: str) -> None:
        """Wake whoever waits for this run; called once a change can be read."""
        with self._changed:
            self._counts[run] += 1
            self._changed.notify_all()
            listeners = list(self._listeners.get(run, ()))
        for told in listeners:
            told()

    def count(self, run: str) -> int:
        """Return how often a run has changed; ask before reading it, then `wait` with the answer misses nothing."""
        with self._changed:
            return self._counts[run]

    def wait(self, run: str, *, after: int, seconds: float) -> bool:
        """Return True once a run has changed more than `after` times, or False after so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._counts[run] > after, seconds)

    def listen(self, run: str, told: Callable[[], None]) -> Callable[[], None]:
        """Have a function called after each change of a run; call what is returned to end that.

        Args:
            run: its id.
            told: is called in the thread that made the change, which it must not hold up; it may come once too often.
        """
        with self._changed:
            self._listeners.setdefault(run, []).append(told)

        def end() -> None:
            with self._changed:
                self._listeners[run].remove(told)
                if not self._listeners[run]:
                    del self._listeners[run]

        return end
