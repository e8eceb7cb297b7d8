"""Runs' histories, kept in memory and extended by the events that came since: a look reads only what is new.

Whoever waits for something to happen in a run is told when the log has changed, and looks only then.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import replace

from core.errors import RunNotFoundError
from core.lru import Lru
from core.messages.runs import log as messages
from core.runs.log.store import Store
from core.training.record.events import EpochEnded, Event
from core.training.record.history import History

KEPT_HISTORIES = 64
KEPT_OUTLINES = 1500  # of five epochs each, 7 MB; tables look at all runs of a person again and again


class Histories:
    """The newest history of each run; shared by all sessions."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._known: Lru[str, tuple[History, int]] = Lru(KEPT_HISTORIES)
        self._outlines: Lru[str, tuple[History, int]] = Lru(KEPT_OUTLINES)
        self._outlined = store.newest_row()  # number of a row up to which every kept outline is complete

    def of(self, run: str) -> History:
        """Return what is known of a run up to its last row; an unknown run has an empty history."""
        with self._lock:
            return self._extended(self._known, run)

    def wait_for(self, run: str, after: History, seconds: float) -> History:
        """Return a run's history as soon as it is another than `after`, or after so many seconds as it is then.

        Args:
            run: its id.
            after: as `of` or this gave it.
            seconds: the longest wait, from 0.

        Raises:
            RunNotFoundError: there is no such run, or it was deleted meanwhile.
        """
        deadline = time.monotonic() + seconds
        while True:
            seen = self._store.changes.count(run)
            with self._lock:
                history = self._extended(self._known, run)
                is_there = self._known[run][1] > 0
            if not is_there:
                raise RunNotFoundError(messages.no_such_run())
            left = deadline - time.monotonic()
            if history is not after or not self._store.changes.wait(run, after=seen, seconds=left):
                return history

    def outline(self, run: str) -> History:
        """Return the same without `steps`, confusions and layers' health: small, to look at many runs side by side."""
        return self.outlines([run])[run]

    def outlines(self, runs: Iterable[str]) -> dict[str, History]:
        """Return the outlines of many runs; those of which nothing is new cost next to nothing."""
        with self._lock:
            newest = self._store.newest_row()
            if newest > self._outlined:
                for run in self._store.runs_with_news(after=self._outlined) & self._outlines.keys():
                    self._extended(self._outlines, run)
                self._outlined = newest
            wanted, kept = list(runs), self._outlines  # each is complete now
            found = {run: kept[run][0] for run in wanted if run in kept}
            missing = dict.fromkeys(run for run in wanted if run not in found)
            for run, (events, last) in self._store.all_events(missing, without_steps=True).items() if missing else ():
                found[run] = History().extended(map(_outlined, events))
                kept[run] = (found[run], last)
            return {run: found[run] for run in wanted}

    def forget(self, run: str) -> None:
        """Drop a run that was deleted."""
        with self._lock:
            self._known.pop(run, None)
            self._outlines.pop(run, None)
        self._store.changes.announce(run)

    def _extended(self, known: Lru[str, tuple[History, int]], run: str) -> History:
        """Return a run's history with what is new; the lock is held."""
        history, last = known.get(run, (History(), 0))
        is_outline = known is self._outlines
        events, last = self._store.events(run, after=last, without_steps=is_outline)
        if is_outline:
            events = [_outlined(event) for event in events]
        history = history.extended(events)
        known[run] = (history, last)
        return history


def _outlined(event: Event) -> Event:
    return replace(event, confusion=(), health=()) if isinstance(event, EpochEnded) else event
