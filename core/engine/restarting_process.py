"""The process of an engine, which is started again when it dies and replaced after so many jobs."""

from __future__ import annotations

import contextlib
import threading
import time
from pathlib import Path
from typing import Any

from core.engine.exit_reason import ExitReason
from core.engine.process import POLL_SECONDS, ChildProcess
from core.errors import EngineDiedError, EngineStartingError, describe, rebuild
from core.messages import engine as messages

EARLY_DEATHS = 3  # deaths before ready, in a row, after which it rests
REST_SECONDS = 30.0  # until it may be started again; whoever asks meanwhile is told what it died of
OVERDUE = 2  # times its jobs: a child that is due takes no more of them before its successor is ready


class RestartingProcess:
    """A child at work and, once that has done its jobs, the one that starts to replace it. Any thread may call."""

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
            replace_after: jobs after which a child is replaced; None for never.
            job_running: is held while a child is at a job.
            settings: what else `ChildProcess` is started with.
        """
        self.child: ChildProcess | None = None  # the last that jobs were given to; it may be gone
        self.is_closed = False
        self._name = name
        self._log_path = log_path
        self._replace_after = replace_after
        self._job_running = job_running
        self._settings = settings
        self.successor: ChildProcess | None = None  # that starts to replace the one at work
        self._changing = threading.RLock()  # around every change of child, successor, is_closed
        self._jobs_of_child = 0
        self._early_deaths = 0
        self._last_death: tuple[EngineDiedError, float] | None = None  # and when, on the monotonic clock

    @property
    def awaited(self) -> ChildProcess | None:
        """The child that starts and that a job would have to wait for; None where there is none."""
        child, successor = self.child, self.successor
        if child is None or child.gone.is_set():
            return None
        if not child.ready.is_set():
            return child
        return successor if self._is_due(OVERDUE) else None

    def start(self) -> None:
        """Start a child where none runs; returns before it is ready.

        Raises:
            EngineDiedError: it was shut down, or it has died several times before it was ready, just now.
        """
        with self._changing:
            if self.is_closed:
                raise ExitReason(cause=messages.shut_down()).error(self._name)
            if self.child is None or self.child.gone.is_set():
                if self._early_deaths >= EARLY_DEATHS and self._last_death is not None:
                    death, when = self._last_death
                    if time.monotonic() - when < REST_SECONDS:
                        raise rebuild(*describe(death))
                self._jobs_of_child = 0
                self.child = self._new_child()

    def begin_job(self, *, is_long: bool, waits: bool = True) -> ChildProcess:
        """Return the child for a job, as soon as it is ready; `job_running` is held.

        A successor would wait for hours beside a long job: one that is not ready is ended, and the job's end starts
        another. In a line of jobs without a gap none would ever be ready: once it is overdue, it is waited for.

        Args:
            is_long: it may take hours.
            waits: for a child that is starting.

        Raises:
            EngineDiedError: the child died, or cannot be started.
            EngineStartingError: it would have to be waited for.
        """
        self.start()
        awaited = self.awaited
        if not waits and awaited is not None and not awaited.ready.is_set():
            raise EngineStartingError(messages.starting(name=self._name))
        successor = self.successor
        if successor is not None:
            if successor.ready.is_set() or (self._is_due(OVERDUE) and wait_ready(successor)):
                self._replace_by(successor)
            elif is_long:
                with self._changing:
                    self.successor = None
                successor.kill()
        child = self.child
        assert child is not None
        if wait_ready(child):
            child.forget_earlier_jobs()
        if child.death is not None:
            raise child.death
        self._jobs_of_child += 1
        return child

    def end_job(self) -> None:
        """Start the successor of a child that has done its jobs; `job_running` is still held.

        Where that fails, the next job's end tries.
        """
        with self._changing, contextlib.suppress(EngineDiedError):
            if self._is_due() and self.successor is None and not self.is_closed:
                self.successor = self._new_child()
                threading.Thread(
                    target=self._await_successor,
                    args=(self.successor,),
                    name=f"{self._name}-successor",
                    daemon=True,
                ).start()

    def begin_closing(self) -> None:
        """Start none any more, and have those that run exit; returns at once."""
        with self._changing:
            self.is_closed = True
            for child in self._running():
                child.request_exit()

    def close(self) -> None:
        """End all; returns when they are gone."""
        self.begin_closing()
        for child in self._running():
            child.end()

    def _running(self) -> list[ChildProcess]:
        return [child for child in (self.child, self.successor) if child is not None]

    def _is_due(self, times: int = 1) -> bool:
        """Return whether the child has done all its jobs, so many times over."""
        return self._replace_after is not None and self._jobs_of_child >= times * self._replace_after

    def _await_successor(self, successor: ChildProcess) -> None:
        """Put a successor in the child's place as soon as it is ready and no job runs."""
        wait_ready(successor)
        if self.successor is successor:  # else it was ended
            with self._job_running:
                self._replace_by(successor)

    def _replace_by(self, successor: ChildProcess) -> None:
        """End the child, which has no job, for its successor; where that is gone, nothing changes."""
        with self._changing:
            if self.successor is not successor:
                return
            self.successor = None
            if self.is_closed or successor.gone.is_set():
                return
            replaced, self.child, self._jobs_of_child = self.child, successor, 0
        if replaced is not None:
            replaced.kill()

    def _new_child(self) -> ChildProcess:
        return ChildProcess(name=self._name, log_path=self._log_path, on_death=self._on_death, **self._settings)

    def _on_death(self, child: ChildProcess) -> None:
        with self._changing:
            if self.is_closed or child is not self.child:
                return
            self._early_deaths = 0 if child.ready.is_set() else self._early_deaths + 1
            if child.death is not None:
                self._last_death = child.death, time.monotonic()
            if self._early_deaths < EARLY_DEATHS:
                with contextlib.suppress(EngineDiedError):  # ahead of its next job, which says so if it fails
                    self.start()


def wait_ready(child: ChildProcess) -> bool:
    """Wait until a child is ready or gone; True if it is ready."""
    while not child.gone.is_set():
        if child.ready.wait(POLL_SECONDS):
            return True
    return False
