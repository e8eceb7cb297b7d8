"""Long counts of many things, shared by all visitors: one of a kind at a time, and the latest results kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from core.engine.background import Background

T = TypeVar("T")


class Counts(Generic[T]):
    """Results that take some seconds or minutes each, by what was counted; asked for again and again until they come.

    There is no queue: what has to wait is begun when it is asked for after the one before it, so that nothing is
    counted for a visitor who has gone, and there are never more threads than kinds.
    """

    def __init__(self, *, most: int) -> None:
        """Hold nothing yet; `most` is how many results are kept, those asked for last."""
        self._most = most
        self._lock = threading.Lock()
        self._running: dict[str, tuple[Hashable, Background[T]]] = {}  # by kind
        self._done: dict[Hashable, Background[T]] = {}  # the one asked for last at the end

    def ask(self, key: Hashable, count: Callable[[], T], *, kind: str) -> T | None:
        """Return the result; None until it is counted, which the first call begins that finds its kind at rest.

        Args:
            key: what is counted.
            count: counts it, in a thread.
            kind: one after the other within a kind; kinds do not wait for one another.

        Raises:
            LabError: what `count` raised, once; the next call counts anew.
        """
        with self._lock:
            self._collect()
            if key in self._done:
                counted = self._done.pop(key)
                result = counted.result()  # a failure is told once
                self._done[key] = counted
                return result
            is_running = any(key == running for running, _ in self._running.values())
            if kind not in self._running and not is_running:
                self._running[kind] = key, Background(count, name=f"count {kind}")
            return None

    def _collect(self) -> None:
        """Keep what is done, and make room for the next ones."""
        for kind, (key, counting) in list(self._running.items()):
            if counting.is_done:
                del self._running[kind]
                self._done[key] = counting
        while len(self._done) > self._most:
            del self._done[next(iter(self._done))]
