"""Work in pieces for several askers, one piece at a time and each asker in turn: nobody waits for another's to end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from core.engine.background import Background
from core.lru import Lru

FORGOTTEN_SECONDS = 5.0  # after which nobody waits for what nobody has asked for again
MOST_ASKERS = 256  # at once; the one that was quiet longest makes room
Step = Callable[[], bool]  # does one piece; False once there is none left


@dataclass(slots=True)
class _Wanted:
    what: Hashable
    step: Step
    asked_at: float  # seconds, of time.monotonic
    turn: int  # the later it was served, the higher; 0 before that
    error: Exception | None = None


class InTurn:
    """Works in the background on the one thing that each asker wants; the newest replaces the one before."""

    def __init__(self, *, name: str) -> None:
        """Begin with nothing to do; `name` is the thread's."""
        self._name = name
        self._lock = threading.Lock()
        self._wanted: Lru[str, _Wanted] = Lru(MOST_ASKERS)
        self._working: Background[None] | None = None
        self._turns = 0

    @property
    def is_idle(self) -> bool:
        """True while nothing is worked on."""
        with self._lock:
            return self._working is None

    def want(self, asker: str, what: Hashable, step: Step) -> None:
        """Have pieces done, for as long as this is called again within FORGOTTEN_SECONDS.

        Args:
            asker: who asks: it has one thing wanted at a time.
            what: tells one thing from another.
            step: does one piece of it, in another thread.

        Raises:
            Exception: what `step` raised for the same asker and the same thing; told once, the next call begins anew.
        """
        now = time.monotonic()
        with self._lock:
            before = self._wanted.get(asker)
            if before is not None and before.what == what and before.error is not None:
                del self._wanted[asker]
                if now - before.asked_at <= FORGOTTEN_SECONDS:
                    raise before.error
                before = None
            if before is not None and before.what == what:
                before.asked_at = now
            else:
                self._wanted[asker] = _Wanted(what, step, now, before.turn if before is not None else 0)
            if self._working is None:
                self._working = Background(self._work, name=self._name)

    def drop(self, asker: str) -> None:
        """End what an asker wants: it has all of what it looks at now."""
        with self._lock:
            self._wanted.pop(asker, None)

    def _work(self) -> None:
        while (turn := self._next()) is not None:
            asker, wanted = turn
            try:
                is_more = wanted.step()
            except Exception as error:  # told to whoever wants it, and to nobody else
                wanted.error = error
                continue
            with self._lock:
                if not is_more and self._wanted.get(asker) is wanted:
                    del self._wanted[asker]

    def _next(self) -> tuple[str, _Wanted] | None:
        """Return the asker that was served longest ago, and what it wants; None where there is nothing to do."""
        with self._lock:
            oldest = time.monotonic() - FORGOTTEN_SECONDS
            waiting = [
                (wanted.turn, asker)
                for asker, wanted in list(self._wanted.items())
                if wanted.error is None and wanted.asked_at >= oldest
            ]
            if not waiting:
                self._working = None
                return None
            _, asker = min(waiting)
            wanted = self._wanted[asker]
            self._turns += 1
            wanted.turn = self._turns
            return asker, wanted
