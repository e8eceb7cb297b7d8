"""Runs' histories, kept in memory and extended by the events that came since: a poll reads only what is new."""

from __future__ import annotations

import threading
from collections import OrderedDict

from core.runs.store import Store
from core.training.history import History

KEPT_HISTORIES = 64


class Histories:
    """The newest history of each run; shared by all sessions."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._known: OrderedDict[str, tuple[History, int]] = OrderedDict()

    def of(self, run: str) -> History:
        """Return what is known of a run up to its last row; an unknown run has an empty history."""
        with self._lock:
            history, last = self._known.get(run, (History(), 0))
            events, last = self._store.events(run, after=last)
            history = history.extended(events)
            self._known[run] = (history, last)
            self._known.move_to_end(run)
            while len(self._known) > KEPT_HISTORIES:
                self._known.popitem(last=False)
            return history

    def forget(self, run: str) -> None:
        """Drop a run that was deleted."""
        with self._lock:
            self._known.pop(run, None)
