"""The processes of an engine, one after the other: started again when one dies, replaced when it has worked enough."""

from __future__ import annotations

import contextlib
import threading
import time
from pathlib import Path
from typing import Any

from core.engine.exit_reason import Cause
from core.engine.process import LOOK_SECONDS, ChildProcess
from core.errors import EngineDiedError, describe, rebuild

QUICK_DEATHS = 3  # deaths before ready, in a row, after which it rests
REST_SECONDS = 30.0  # until it may be started again; whoever asks meanwhile is told what it died of
OVERDUE = 2  # times its jobs: a worn child then takes no more of them before a fresh one is ready


class Succession:
    """A child at work and, while that is worn, the one that is to take its place. Any thread may call."""

    def __init__(
        self,
        name: str,
        *,
        log_path: Path,
        replace_after: int | None,
        job_running: threading.Lock,
        settings: dict[str, Any],
    ) -> None:
        """Begin without a child.

        Args:
            name: the engine's.
            log_path: where its children's stdout and stderr go.
            replace_after: jobs after which a child is worn; None for never.
            job_running: is held while a child is at a job.
            settings: what else `ChildProcess` is started with.
        """
        self.child: ChildProcess | None = None  # the last that was put to work; it may be gone
        self.is_closed = False
        self._name = name
        self._log_path = log_path
        self._replace_after = replace_after
        self._job_running = job_running
        self._settings = settings
        self._successor: ChildProcess | None = None
        self._changing = threading.RLock()  # around every change of child, _successor, is_closed
        self._jobs_of_child = 0
        self._quick_deaths = 0
        self._last_death: tuple[EngineDiedError, float] | None = None  # and when, on the monotonic clock

    @property
    def awaited(self) -> ChildProcess | None:
        """The child that starts and that a job would have to wait for; None where there is none."""
        child, successor = self.child, self._successor
        if child is None or child.gone.is_set():
            return None
        if not child.ready.is_set():
            return child
        return successor if self._is_worn(OVERDUE) else None

    @property
    def successor(self) -> ChildProcess | None:
        """The child that starts to take the worn one's place."""
        return self._successor

    def start(self) -> None:
        """Start a child where none runs; returns before it is ready.

        Raises:
            EngineDiedError: it was shut down, or it has died several times before it was ready, just now.
        """
        with self._changing:
            if self.is_closed:
                raise Cause(reason="was shut down").error(self._name)
            if self.child is None or self.child.gone.is_set():
                if self._quick_deaths >= QUICK_DEATHS and self._last_death is not None:
                    death, when = self._last_death
                    if time.monotonic() - when < REST_SECONDS:
                        raise rebuild(*describe(death))
                self._jobs_of_child = 0
                self.child = self._new_child()

    def begin_job(self, *, is_long: bool) -> ChildProcess:
        """Return the child for a job, as soon as it is ready; `job_running` is held.

        A long job would have a successor wait beside it for hours: one that is not ready is let go, and the job's end
        starts another. In a line of jobs without a gap none would ever be ready: an overdue one is waited for.

        Raises:
            EngineDiedError: the child died, or cannot be started.
        """
        self.start()
        successor = self._successor
        if successor is not None:
            if successor.ready.is_set() or (self._is_worn(OVERDUE) and wait_ready(successor)):
                self._take_over(successor)
            elif is_long:
                with self._changing:
                    self._successor = None
                successor.kill()
        child = self.child
        assert child is not None
        if wait_ready(child):
            child.begin_job()
        if child.death is not None:
            raise child.death
        self._jobs_of_child += 1
        return child

    def end_job(self) -> None:
        """Start a worn child's successor; `job_running` is still held. Where that fails, the next job's end tries."""
        with self._changing, contextlib.suppress(EngineDiedError):
            if self._is_worn() and self._successor is None and not self.is_closed:
                self._successor = self._new_child()
                threading.Thread(
                    target=self._succeed, args=(self._successor,), name=f"{self._name}-successor", daemon=True
                ).start()

    def let_go(self) -> None:
        """Start none any more, and let those that run leave; returns at once."""
        with self._changing:
            self.is_closed = True
            for child in self._running():
                child.let_go()

    def close(self) -> None:
        """End all; returns when they are gone."""
        self.let_go()
        for child in self._running():
            child.end()

    def _running(self) -> list[ChildProcess]:
        return [child for child in (self.child, self._successor) if child is not None]

    def _is_worn(self, times: int = 1) -> bool:
        """Return whether the child has done all its jobs, so many times over."""
        return self._replace_after is not None and self._jobs_of_child >= times * self._replace_after

    def _succeed(self, successor: ChildProcess) -> None:
        """Put a successor in the child's place as soon as it is ready and no job runs."""
        wait_ready(successor)
        if self._successor is successor:  # else it was let go
            with self._job_running:
                self._take_over(successor)

    def _take_over(self, successor: ChildProcess) -> None:
        """End the worn child, which has no job, for its successor; where that is gone, nothing changes."""
        with self._changing:
            if self._successor is not successor:
                return
            self._successor = None
            if self.is_closed or successor.gone.is_set():
                return
            worn, self.child, self._jobs_of_child = self.child, successor, 0
        if worn is not None:
            worn.kill()

    def _new_child(self) -> ChildProcess:
        return ChildProcess(name=self._name, log_path=self._log_path, on_death=self._on_death, **self._settings)

    def _on_death(self, child: ChildProcess) -> None:
        with self._changing:
            if self.is_closed or child is not self.child:
                return
            self._quick_deaths = 0 if child.ready.is_set() else self._quick_deaths + 1
            if child.death is not None:
                self._last_death = child.death, time.monotonic()
            if self._quick_deaths < QUICK_DEATHS:
                with contextlib.suppress(EngineDiedError):  # ahead of its next job, which says so if it fails
                    self.start()


def wait_ready(child: ChildProcess) -> bool:
    """Wait until a child is ready or gone; True if it is ready."""
    while not child.gone.is_set():
        if child.ready.wait(LOOK_SECONDS):
            return True
    return False
