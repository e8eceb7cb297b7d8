"""The engines that train: which are free, and spares for runs that were begun with another count of threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from core.engine.engine import Engine


class EnginePool:
    """Lends engines, each to one run at a time; every method may be called from any thread."""

    def __init__(self, engines: Sequence[Engine], make_engine: Callable[[int], Engine]) -> None:
        """Own the engines.

        Args:
            engines: one run at a time on each.
            make_engine: gives an engine with that many threads.
        """
        self._engines = list(engines)
        self._free = list(engines)
        self._make_engine = make_engine
        self._lock = threading.Lock()
        self._is_closing = False

    @property
    def free(self) -> int:
        """How many engines are free."""
        return len(self._free)

    def take(self) -> Engine:
        """Return an engine that was free; only where there is one."""
        with self._lock:
            return self._free.pop(0)

    def give_back(self, engine: Engine) -> None:
        """Take an engine back."""
        with self._lock:
            self._free.append(engine)

    def spare(self, threads: int) -> Engine:
        """Return one more engine with that many threads; whoever asked for it closes it."""
        with self._lock:
            spare = self._make_engine(threads)
            self._engines.append(spare)
            if self._is_closing:
                spare.let_go()
            return spare

    def let_go(self) -> None:
        """Let every engine leave; returns at once."""
        with self._lock:
            self._is_closing = True
            engines = list(self._engines)
        for engine in engines:
            engine.let_go()

    def close(self) -> None:
        """End every engine; returns when they are gone."""
        self.let_go()
        for engine in list(self._engines):
            engine.close()
