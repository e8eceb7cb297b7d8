"""An engine: a child process that you can call; started again when it dies, replaced when it has worked enough."""

from __future__ import annotations

import itertools
import queue
import threading
import time
from pathlib import Path
from typing import Any, Literal

from core.engine.process import ChildProcess
from core.engine.restarting_process import RestartingProcess, wait_ready
from core.engine.stream import SILENT_SECONDS, Stream
from core.engine.turns import Turns
from core.errors import EngineSilentError, EngineStartingError, rebuild
from core.messages import engine as messages

KILLED_SECONDS = 5.0  # how long the system may take to end a process that was killed

Status = Literal["starting", "ready", "busy", "silent", "ended"]


class Engine:
    """A child process with one job at a time: `call` for an answer, `stream` for a generator's events.

    Who asks first is answered first. Targets are named "package.module:function"; what may cross the pipe is said in
    core.engine.wire.
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
            warm_up: a target that is called once before it is ready; see `warm_up_result`.
            threads: threads within one operation, fixed for its life.
            nice: how far it stands back for others, 0 to 19.
            replace_after: jobs after which a fresh process takes its place, as soon as one is ready; None for never.
        """
        self.name = name
        self.threads = threads
        self._job_running = threading.Lock()
        self._turns = Turns(self._job_running)
        self._job_numbers = itertools.count(1)
        self._process = RestartingProcess(
            name,
            log_path=log_folder / f"{name}.log",
            replace_after=replace_after,
            job_running=self._job_running,
            settings={"preload": preload, "warm_up": warm_up, "threads": threads, "nice": nice},
        )

    @property
    def status(self) -> Status:
        """What the engine is doing now."""
        child = self._process.child
        if child is None or child.gone.is_set():
            return "ended"
        if self._process.awaited is not None:
            return "starting"
        if child.silent_seconds > SILENT_SECONDS:
            return "silent"
        return "busy" if self._job_running.locked() else "ready"

    @property
    def pid(self) -> int | None:
        """The process id of the child at work; None where there is none."""
        child = self._process.child
        return None if child is None or child.gone.is_set() else child.pid

    @property
    def starting_seconds(self) -> float:
        """For how long the child that a job would have to wait for has been starting; 0 where there is none."""
        awaited = self._process.awaited
        return 0.0 if awaited is None else awaited.age_seconds

    @property
    def warm_up_result(self) -> Any:
        """What the child's warm-up returned; None before it is ready."""
        child = self._process.child
        return None if child is None else child.warm_up_result

    @property
    def is_closed(self) -> bool:
        """True once it takes no more jobs."""
        return self._process.is_closed

    def start(self) -> None:
        """Start the child where none runs; returns before it is ready.

        Raises:
            EngineDiedError: it was shut down, or it has died several times before it was ready, just now.
        """
        self._process.start()

    def kill_if_silent(self) -> None:
        """Kill the child if it has stopped to answer, so that a new one takes its place.

        One that still starts is let alone: where the import is slow it may be silent for long.
        """
        child = self._process.child
        if child is not None and self.status == "silent":
            child.kill()
            child.gone.wait(KILLED_SECONDS)

    def wait_ready(self) -> bool:
        """Wait for as long as the child starts; True if it is ready then, False if it is gone."""
        child = self._process.child
        return child is not None and wait_ready(child)

    def call(
        self, target: str, *args: Any, timeout_seconds: float = 60.0, waits_for_start: bool = True, **kwargs: Any
    ) -> Any:
        """Return what the function returns in the child.

        Args:
            target: its name.
            args: what it is called with, as `kwargs`.
            timeout_seconds: for other work to leave the engine, and again for the answer. However long the engine
                takes to start, that is waited for and not counted.
            waits_for_start: False for an error at once where it is starting.

        Raises:
            LabError: what the function raised.
            EngineDiedError: the child died; the next call gets a new one.
            EngineStartingError: it is starting, and this call does not wait for that.
            EngineSilentError: no answer in time; the child was replaced.
        """
        child, job = self._begin(
            "call", target, args, kwargs, patience_seconds=timeout_seconds, waits_for_start=waits_for_start
        )
        try:
            return self._next_message(child, job, timeout_seconds)[2]
        except queue.Empty:
            child.kill()
            child.gone.wait(KILLED_SECONDS)
            raise EngineSilentError(messages.no_answer(name=self.name, seconds=timeout_seconds)) from None
        finally:
            self._release()

    def stream(self, target: str, *args: Any, **kwargs: Any) -> Stream:
        """Start a generator function in the child and return its events; the engine is taken until they end.

        Args:
            target: its name.
            args: what it is called with, as `kwargs`.

        Raises:
            EngineDiedError: the child died, or cannot be started.
        """
        child, job = self._begin("stream", target, args, kwargs)
        return Stream(
            child,
            job,
            receive=lambda timeout_seconds: self._next_message(child, job, timeout_seconds),
            release=self._release,
        )

    def begin_closing(self) -> None:
        """Take no more jobs and have the child exit; returns at once. `close` then has little to wait for."""
        self._process.begin_closing()

    def close(self) -> None:
        """End the child for good; returns when it is gone."""
        self._process.close()

    def _begin(
        self,
        kind: str,
        target: str,
        args: tuple,
        kwargs: dict,
        *,
        patience_seconds: float | None = None,
        waits_for_start: bool = True,
    ) -> tuple[ChildProcess, int]:
        self._take(patience_seconds, waits_for_start)
        try:
            child = self._process.begin_job(is_long=kind == "stream", waits=waits_for_start)
            job = next(self._job_numbers)
            child.send(kind, job, target, args, kwargs)
            return child, job
        except BaseException:
            self._job_running.release()
            raise

    def _take(self, patience_seconds: float | None, waits_for_start: bool) -> None:
        """Wait for one's turn, None for ever, and begin a job; how long the engine takes to start is not counted."""
        since = time.monotonic()

        def while_waiting() -> None:
            nonlocal since
            if self.status == "starting":
                if not waits_for_start:
                    raise EngineStartingError(messages.starting(name=self.name))
                since = time.monotonic()
            elif patience_seconds is not None and time.monotonic() - since > patience_seconds:
                raise EngineSilentError(messages.at_other_work(name=self.name, seconds=patience_seconds))

        self._turns.take(while_waiting)

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
            self._process.end_job()
        finally:
            self._job_running.release()
