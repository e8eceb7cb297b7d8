"""A person's stop of a run: handed to its trainer, and enforced where that does not follow."""

from __future__ import annotations

import time

from core.engine.stream import Stream

SILENT_TERMINATE_SECONDS = 2.0  # a stop that a silent engine did not follow: terminate it
SILENT_KILL_SECONDS = 4.0
BUSY_KILL_SECONDS = 40.0  # the same for one that is alive: a step may be long


class StopRequest:
    """Whether and when a stop was requested, and what came of it."""

    def __init__(self) -> None:
        self.has_taken_effect = False  # the trainer said so
        self.was_forced = False  # the engine was ended, since it did not follow
        self._since: float | None = None  # on the monotonic clock; None where nobody requested it

    @property
    def is_made(self) -> bool:
        """True once a stop was requested."""
        return self._since is not None

    def make(self, stream: Stream | None) -> None:
        """Request a stop; again changes nothing. The stream is None where the trainer has not begun."""
        if self._since is None:
            self._since = time.monotonic()
            if stream is not None:
                stream.send("stop")

    def repeat(self, stream: Stream) -> None:
        """Hand on a stop that was requested in the very moment in which the trainer began."""
        if self._since is not None:
            self._since = time.monotonic()
            stream.send("stop")

    def enforce(self, stream: Stream) -> None:
        """End an engine that did not follow a stop: soon if it is silent, later if a step takes its time."""
        if self._since is None:
            return
        waited = time.monotonic() - self._since
        silent = min(waited, stream.child.silent_seconds, stream.child.idle_seconds())
        if silent > SILENT_KILL_SECONDS or (waited > BUSY_KILL_SECONDS and not self.has_taken_effect):
            self.was_forced = True
            stream.child.kill()
        elif silent > SILENT_TERMINATE_SECONDS:
            self.was_forced = True
            stream.child.terminate()
