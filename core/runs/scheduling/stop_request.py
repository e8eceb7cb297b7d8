"""A person's stop of a run: handed to its trainer, and enforced where that does not follow.

An engine that hangs is ended soon. One that works, or would if the machine let it, is waited for: the model of the
step at which the person stopped is still in it.
"""

from __future__ import annotations

import time

from core.engine.stream import Stream

SILENT_TERMINATE_SECONDS = 2.0  # a stop that a hanging engine did not follow: terminate it
SILENT_KILL_SECONDS = 4.0
BUSY_KILL_SECONDS = 40.0  # the same for one that is alive: a step may be long, or the machine busy
UNWATCHED_SECONDS = 2.0  # between two looks at the engine: this process had no time itself, or the machine slept
SLOW_SECONDS = 2.0  # after a stop; before, nobody needs to be told
LITTLE_SHARE = 0.5  # of one processor; an engine that trains uses one at least


class StopRequest:
    """Whether and when a stop was requested, and what came of it."""

    def __init__(self) -> None:
        self.has_taken_effect = False  # the trainer said so
        self.was_forced = False  # the engine was ended, since it did not follow
        self._since: float | None = None  # on the monotonic clock; None where nobody requested it
        self._looked_at = 0.0  # the same; 0 before the first look at the engine
        self._watched_since = 0.0  # without a long time between two looks
        self._used_before: float | None = None  # processor seconds, at the first look
        self._gets_little = False

    @property
    def is_made(self) -> bool:
        """True once a stop was requested."""
        return self._since is not None

    @property
    def is_slow(self) -> bool:
        """True while an engine that gets little done is waited for."""
        return self._gets_little and not self.has_taken_effect and not self.was_forced

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
        """End an engine that did not follow a stop: soon if it hangs, later if it works or waits for the machine.

        Call it again and again: what happened while nobody looked says nothing of the engine.
        """
        if self._since is None or not stream.is_open:
            return
        child, now = stream.child, time.monotonic()
        used, silent = child.processor_seconds, child.silent_seconds
        if not self._looked_at:
            self._watched_since, self._used_before = now, used
        elif now - self._looked_at > UNWATCHED_SECONDS:
            self._watched_since, self._since = now, self._since + now - self._looked_at
        self._looked_at = now
        waited, watched = now - self._since, now - self._watched_since
        if used is None or self._used_before is None:  # whether it hangs cannot be known
            hung, gets_little = 0.0, silent > SLOW_SECONDS
            waits_long = min(watched, silent) > BUSY_KILL_SECONDS
        else:
            idle = child.idle_seconds()
            hung, waits_long = min(watched, silent, idle), False
            gets_little = idle < SLOW_SECONDS and used - self._used_before < LITTLE_SHARE * waited
        self._gets_little = gets_little and waited > SLOW_SECONDS
        waits_long |= waited > BUSY_KILL_SECONDS and not self.has_taken_effect
        if hung > SILENT_KILL_SECONDS or waits_long:
            self.was_forced = True
            child.kill()
        elif hung > SILENT_TERMINATE_SECONDS:
            self.was_forced = True
            child.terminate()
