"""The engines that train: which are free, and spares for runs that were begun with another count of threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from core.engine.engine import Engine


class EnginePool:
    """Gives engines, each to one run at a time; every method may be called from any thread."""

    def __init__(self, engines: Sequence[Engine], make_engine: Callable[[int], Engine]) -> None:
        """Own the engines.

        Args:
            engines: one run at a time on each.
            make_engine: gives an engine with that many threads.
        """
        self.threads = engines[0].threads  # within one operation, of each engine that is no spare
        self._engines = list(engines)
        self._free = list(engines)
        self._make_engine = make_engine
        self._lock = threading.Lock()
        self._is_closing = False

    @property
    def free_count(self) -> int:
        """How many engines a run can have."""
        with self._lock:
            return len(self._free)

    def acquire(self) -> Engine:
        """Return an engine that was free; only where there is one."""
        with self._lock:
            return self._free.pop(0)

    def release(self, engine: Engine) -> None:
        """Take an engine back from a run; a spare that the run closed is forgotten."""
        with self._lock:
            self._free.append(engine)
            if not self._is_closing:  # all are closed then, and their ends waited for
                self._engines = [owned for owned in self._engines if not owned.is_closed]

    def spare(self, threads: int) -> Engine:
        """Return one more engine with that many threads; the run that asked for it closes it."""
        with self._lock:
            spare = self._make_engine(threads)
            self._engines.append(spare)
            if self._is_closing:
                spare.begin_closing()
            return spare

    def begin_closing(self) -> None:
        """Take no more work and let every engine leave; returns at once."""
        with self._lock:
            self._is_closing = True
            engines = list(self._engines)
        for engine in engines:
            engine.begin_closing()

    def close(self) -> None:
        """End every engine; returns when they are gone."""
        self.begin_closing()
        for engine in list(self._engines):
            engine.close()
