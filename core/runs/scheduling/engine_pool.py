"""The engines that train: which are free, and spares for runs that were begun with another count of threads.

A free engine may be borrowed meanwhile, for work that gives way to a run.
"""

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
        self._borrowed: dict[Engine, Callable[[], None]] = {}
        self._make_engine = make_engine
        self._lock = threading.Lock()
        self._is_closing = False

    @property
    def free_count(self) -> int:
        """How many engines a run can have: those that do nothing, and those that are borrowed."""
        with self._lock:
            return len(self._free) + len(self._borrowed)

    @property
    def has_idle(self) -> bool:
        """Whether an engine is awake and does nothing."""
        with self._lock:
            return self._idle() is not None

    def acquire(self) -> Engine:
        """Return an engine that was free; only where there is one. One that was borrowed is still busy for a moment."""
        with self._lock:
            if self._free:
                return self._free.pop(0)
            engine, reclaim = self._borrowed.popitem()
        reclaim()
        return engine

    def release(self, engine: Engine) -> None:
        """Take an engine back from a run; a spare that the run closed is forgotten."""
        with self._lock:
            self._free.append(engine)
            if not self._is_closing:  # all are closed then, and their ends waited for
                self._engines = [owned for owned in self._engines if not owned.is_closed]

    def borrow(self, on_reclaim: Callable[[], None]) -> Engine | None:
        """Return an engine that is awake and does nothing, or None; it stays free for runs.

        Args:
            on_reclaim: is called, and returns at once, when a run takes the engine or the server closes: whoever
                borrowed it then ends its work.
        """
        with self._lock:
            engine = self._idle()
            if engine is not None:
                self._free.remove(engine)
                self._borrowed[engine] = on_reclaim
            return engine

    def return_borrowed(self, engine: Engine) -> None:
        """Take an engine back that was borrowed, unless a run has it by now."""
        with self._lock:
            if self._borrowed.pop(engine, None) is not None:
                self._free.append(engine)

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
            engines, reclaims = list(self._engines), list(self._borrowed.values())
        for reclaim in reclaims:
            reclaim()
        for engine in engines:
            engine.begin_closing()

    def close(self) -> None:
        """End every engine; returns when they are gone."""
        self.begin_closing()
        for engine in list(self._engines):
            engine.close()

    def _idle(self) -> Engine | None:
        """Return an engine to be borrowed; the lock is held."""
        if self._is_closing:
            return None
        idle = (engine for engine in self._free if engine.status == "ready" and not engine.is_being_replaced)
        return next(idle, None)  # a job would end the fresh process that starts to replace it
