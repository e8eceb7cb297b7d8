"""An engine: a child process that you can call; started again when it dies, replaced when it has worked enough."""

from __future__ import annotations

import contextlib
import itertools
import queue
import threading
import time
from pathlib import Path
from typing import Any, Literal

from core.engine.death import Cause
from core.engine.process import ChildProcess
from core.engine.stream import SILENT_SECONDS, Stream
from core.errors import EngineDiedError, EngineSilentError, describe, rebuild

START_SECONDS = 90.0  # importing Keras on a machine that is busy
KILLED_SECONDS = 5.0  # how long the system may take to end a process that was killed
QUICK_DEATHS = 3  # deaths before ready, in a row, after which it rests
REST_SECONDS = 30.0  # until it may be started again; whoever asks meanwhile is told what it died of

Status = Literal["starting", "ready", "busy", "silent", "ended"]


class Engine:
    """A child process with one job at a time: `call` for an answer, `stream` for a generator's events.

    Targets are named "package.module:function"; what may cross the pipe is said in core.engine.wire.
    """

    def __init__(
        self,
        name: str,
        *,
        log_folder: Path,
        preload: Literal["none", "keras"] = "none",
        warm_up: str = "",
        threads: int = 1,
        nice: int = 0,
        replace_after: int | None = None,
    ) -> None:
        """Describe the engine; `start` starts it.

        Args:
            name: what a person calls it, "trainer"; also its log's name.
            log_folder: where its stdout and stderr go.
            preload: "keras" imports TensorFlow and Keras before it is ready.
            warm_up: a target that is called once before it is ready.
            threads: threads within one operation, fixed for its life.
            nice: how far it stands back for others, 0 to 19.
            replace_after: jobs after which a fresh process takes its place, once that is ready; None for never.
        """
        self.name = name
        self.threads = threads
        self._settings: dict[str, Any] = {"preload": preload, "warm_up": warm_up, "threads": threads, "nice": nice}
        self._log_path = log_folder / f"{name}.log"
        self._replace_after = replace_after
        self._child: ChildProcess | None = None
        self._successor: ChildProcess | None = None  # while it starts; the worn child works on until then
        self._changing = threading.RLock()  # around every change of _child, _successor, _closed
        self._job_running = threading.Lock()
        self._job_numbers = itertools.count(1)
        self._jobs_of_child = 0
        self._quick_deaths = 0
        self._last_death: tuple[EngineDiedError, float] | None = None  # and when, on the monotonic clock
        self._closed = False

    @property
    def status(self) -> Status:
        """What the engine is doing now."""
        child = self._child
        if child is None or child.gone.is_set():
            return "ended"
        if child.silent_seconds > SILENT_SECONDS:
            return "silent"
        if not child.ready.is_set():
            return "starting"
        return "busy" if self._job_running.locked() else "ready"

    @property
    def pid(self) -> int | None:
        """The process id of the child at work; None where there is none."""
        child = self._child
        return None if child is None or child.gone.is_set() else child.pid

    def start(self) -> None:
        """Start the child where none runs; returns before it is ready.

        Raises:
            EngineDiedError: it was shut down, or it has died several times before it was ready, just now.
        """
        with self._changing:
            if self._closed:
                raise Cause(reason="was shut down").error(self.name)
            if self._child is None or self._child.gone.is_set():
                if self._quick_deaths >= QUICK_DEATHS and self._last_death is not None:
                    death, when = self._last_death
                    if time.monotonic() - when < REST_SECONDS:
                        raise rebuild(*describe(death))
                self._jobs_of_child = 0
                self._child = self._new_child()

    def end_silent(self) -> None:
        """Kill the child if it has stopped to answer, so that a new one takes its place."""
        child = self._child
        if child is not None and self.status == "silent":
            child.kill()
            child.gone.wait(KILLED_SECONDS)

    def wait_ready(self, timeout_seconds: float = START_SECONDS) -> bool:
        """Wait for the child to be ready; True if it is."""
        child = self._child
        deadline = time.monotonic() + timeout_seconds
        while child is not None and not child.gone.is_set() and time.monotonic() < deadline:
            if child.ready.wait(0.05):
                return True
        return False

    def call(self, target: str, *args: Any, timeout_seconds: float = 60.0, **kwargs: Any) -> Any:
        """Return what the function returns in the child.

        Raises:
            LabError: what the function raised.
            EngineDiedError: the child died; the next call gets a new one.
            EngineSilentError: no answer in time; the child was replaced.
        """
        child, job = self._begin("call", target, args, kwargs, patience_seconds=timeout_seconds)
        try:
            return self._next_message(child, job, timeout_seconds)[2]
        except queue.Empty:
            child.kill()
            child.gone.wait(KILLED_SECONDS)
            raise EngineSilentError(f"The {self.name} has not answered for {timeout_seconds:.0f} s.") from None
        finally:
            self._release()

    def stream(self, target: str, *args: Any, patience_seconds: float = -1, **kwargs: Any) -> Stream:
        """Start a generator function in the child and return its events; the engine is taken until they end.

        Args:
            target: its name.
            args: what it is called with, as `kwargs`.
            patience_seconds: how long other work may keep the engine; below 0 for ever.

        Raises:
            EngineDiedError: the child died, or cannot be started.
            EngineSilentError: it was at other work for longer than that.
        """
        child, job = self._begin("stream", target, args, kwargs, patience_seconds=patience_seconds)
        return Stream(
            child,
            job,
            receive=lambda timeout_seconds: self._next_message(child, job, timeout_seconds),
            release=self._release,
        )

    def let_go(self) -> None:
        """Take no more jobs and let the child leave; returns at once. `close` then has little to wait for."""
        with self._changing:
            self._closed = True
            for child in (self._child, self._successor):
                if child is not None:
                    child.let_go()

    def close(self) -> None:
        """End the child for good; returns when it is gone."""
        self.let_go()
        for child in (self._child, self._successor):
            if child is not None:
                child.end()

    def _begin(
        self, kind: str, target: str, args: tuple, kwargs: dict, *, patience_seconds: float = -1
    ) -> tuple[ChildProcess, int]:
        if not self._job_running.acquire(timeout=patience_seconds):
            raise EngineSilentError(f"The {self.name} has been at other work for {patience_seconds:.0f} s.")
        try:
            self.start()
            child = self._child
            assert child is not None
            if not self.wait_ready():
                if child.death is not None:
                    raise child.death
                child.kill()
                raise EngineSilentError(f"The {self.name} did not start within {START_SECONDS:.0f} s.")
            child.begin_job()
            if child.death is not None:
                raise child.death
            job = next(self._job_numbers)
            self._jobs_of_child += 1
            child.send(kind, job, target, args, kwargs)
            return child, job
        except BaseException:
            self._job_running.release()
            raise

    def _next_message(self, child: ChildProcess, job: int, timeout_seconds: float) -> tuple:
        """Return the next message of a job, or raise what it says; queue.Empty when none comes in time."""
        deadline = time.monotonic() + timeout_seconds
        while True:
            message = child.inbox.get(timeout=max(0.0, deadline - time.monotonic()))
            if message[0] == "died":
                assert child.death is not None
                raise child.death
            if message[1] != job:
                continue
            if message[0] == "error":
                raise rebuild(*message[2:])
            return message

    def _release(self) -> None:
        try:
            with self._changing:
                limit = self._replace_after
                if limit is not None and self._jobs_of_child >= limit and self._successor is None and not self._closed:
                    self._start_successor()
        finally:
            self._job_running.release()

    def _start_successor(self) -> None:
        """Start the process that takes the child's place; where that fails, the next job's end tries again."""
        with contextlib.suppress(EngineDiedError):
            self._successor = self._new_child()
            threading.Thread(
                target=self._succeed, args=(self._successor,), name=f"{self.name}-successor", daemon=True
            ).start()

    def _succeed(self, successor: ChildProcess) -> None:
        """Put a successor in the child's place as soon as it is ready and no job runs, and end the old one."""
        while not successor.ready.wait(0.05):
            if successor.gone.is_set():
                break
        with self._job_running, self._changing:
            self._successor = None
            if self._closed or successor.gone.is_set():
                return
            worn, self._child, self._jobs_of_child = self._child, successor, 0
        if worn is not None:
            worn.end()

    def _new_child(self) -> ChildProcess:
        return ChildProcess(name=self.name, log_path=self._log_path, on_death=self._on_death, **self._settings)

    def _on_death(self, child: ChildProcess) -> None:
        with self._changing:
            if self._closed or child is not self._child:
                return
            self._quick_deaths = 0 if child.ready.is_set() else self._quick_deaths + 1
            if child.death is not None:
                self._last_death = child.death, time.monotonic()
            if self._quick_deaths < QUICK_DEATHS:
                self._start_quietly()

    def _start_quietly(self) -> None:
        """Start the child ahead of its next job; if that fails, the job says so."""
        with contextlib.suppress(EngineDiedError):
            self.start()
