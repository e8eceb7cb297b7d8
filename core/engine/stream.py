"""The events of a generator that runs in an engine, as an iterator that can also be spoken to."""

from __future__ import annotations

import contextlib
import queue
import time
from collections.abc import Callable, Iterator
from typing import Any

from core.engine.process import ChildProcess
from core.errors import EngineError

SILENT_SECONDS = 10.0  # no heartbeat for so long: "not responding"
TERMINATE_SECONDS = 2.0  # after a close that nobody followed
KILL_SECONDS = 2.0  # after that
_LAST_SECONDS = 56.0  # after that; then it is let be


class Stream:
    """The events of a generator that runs in an engine; iterate it once. Closing it frees the engine."""

    def __init__(
        self, child: ChildProcess, job: int, *, receive: Callable[[float], tuple], release: Callable[[], None]
    ) -> None:
        self.child = child  # that it runs in; whoever ends this has the stream end with `EngineDiedError`
        self._job = job
        self._receive = receive
        self._release = release
        self._open = True

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        while self._open:
            event = self.receive(SILENT_SECONDS)
            if event is not None:
                return event
        raise StopIteration

    @property
    def is_open(self) -> bool:
        """True until the generator ended, failed or was closed."""
        return self._open

    def receive(self, timeout_seconds: float) -> Any | None:
        """Return the next event, or None: none came in time, or the generator ended (see `is_open`).

        Raises:
            LabError: what the generator raised.
            EngineDiedError: the engine died; the message says how.
        """
        try:
            message = self._receive(timeout_seconds)
        except queue.Empty:
            return None
        except BaseException:
            self._finish()
            raise
        if message[0] == "event":
            return message[2]
        self._finish()
        return None

    def send(self, command: Any) -> None:
        """Hand the generator a command; it gets it as the value of its next `yield`."""
        self.child.send("command", self._job, command)

    def close(self) -> None:
        """End the generator between two events; an engine that does not follow in time is terminated, then killed."""
        if not self._open:
            return
        self.child.send("close", self._job)
        steps = (
            (TERMINATE_SECONDS, self.child.terminate),
            (KILL_SECONDS, self.child.kill),
            (_LAST_SECONDS, self._finish),
        )
        with contextlib.suppress(EngineError):  # it has ended in another way
            for seconds, step in steps:
                deadline = time.monotonic() + seconds
                while self._open and (left := deadline - time.monotonic()) > 0:
                    self.receive(left)
                if self._open:
                    step()

    def _finish(self) -> None:
        if self._open:
            self._open = False
            self._release()
