"""Engines for one piece of work each, all of which end at once when whoever holds them closes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from core.engine.engine import Engine
from core.errors import HomeError
from core.messages import home as messages


class Children:
    """Gives engines that were not started yet, and ends them after their work."""

    def __init__(self, make_engine: Callable[[], Engine]) -> None:
        self._make_engine = make_engine
        self._changing = threading.Lock()
        self.at_work: set[Engine] = set()
        self.is_closed = False

    @contextmanager
    def child(self) -> Iterator[Engine]:
        """Give an engine for what is done with it here.

        Raises:
            HomeError: they were closed.
        """
        with self._changing:
            if self.is_closed:
                raise HomeError(messages.server_stops())
            engine = self._make_engine()
            self.at_work.add(engine)
        try:
            yield engine
        finally:
            with self._changing:
                self.at_work.discard(engine)
            engine.close()

    def close(self) -> None:
        """End those that work, and give no others."""
        with self._changing:
            self.is_closed = True
            engines = list(self.at_work)
        for engine in engines:
            engine.close()
