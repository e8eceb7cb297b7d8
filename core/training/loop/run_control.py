"""How a run is steered: what each command does, and how a run waits.

Commands arrive at each yield of a training. `emit` yields an event and returns when training may go on: after a pause,
once a command ends it. Time spent waiting is counted apart, so that no duration holds it.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Generator, Sequence
from typing import Protocol

from core.messages.message import Message
from core.training.record.events import Event, RunSteered
from core.training.settings.commands import STEERABLE, Change, Command

Training = Generator[Event | None, Command | None, None]

POLL_SECONDS = 0.02  # between two polls for a command while a run waits
RETRY_SECONDS = 2.0  # that a run waits before it tries again


class Steerable(Protocol):
    """What is steered: a `TrainingGraph`."""

    @property
    def steps_per_epoch(self) -> int: ...

    def change(self, setting: str, value: float) -> None: ...


class Stopped(Exception):
    """A person's stop arrived."""


class RunControl:
    """What a person wants of a run. Mutable; `epoch` and `step` follow the run."""

    def __init__(self, graph: Steerable, *, changes: Sequence[RunSteered]) -> None:
        """Begin without any command.

        Args:
            graph: is changed where a setting is.
            changes: made in an earlier attempt, in the order of their steps: each is met again at its step.
        """
        self.epoch = 0
        self.step = 0  # over the whole run
        self.idle_seconds = 0.0
        self.explains_next_step = False  # the next step is to be explained
        self.will_pause = False  # at the next `emit`: what was asked for, steps or an epoch, is over
        self._graph = graph
        self._changes_due = list(changes)
        self._began = time.monotonic()
        self._received: deque[Command] = deque()
        self._is_paused = False
        self._steps_left: int | None = None  # until the next pause; None for as many as there are
        self._until_epoch: int | None = None  # after which the run pauses
        self._epochs_ended = 0

    @property
    def clock(self) -> float:
        """Seconds since some moment, without those that the run waited."""
        return time.monotonic() - self.idle_seconds

    @property
    def seconds(self) -> float:
        """Seconds since the attempt began, without those that it waited."""
        return self.clock - self._began

    def restore(self, epoch: int) -> None:
        """Stand after an epoch, with the changes made up to there applied once more, without events."""
        self.epoch = self._epochs_ended = epoch
        self.step = epoch * self._graph.steps_per_epoch
        while self._changes_due and self._changes_due[0].step <= self.step:
            self._repeat(self._changes_due.pop(0))

    def limit(self, steps: int) -> int:
        """Return how many of so many steps may be taken before a pause or a change is due."""
        if self._steps_left is not None:
            steps = min(steps, self._steps_left)
        if self._changes_due:
            steps = min(steps, self._changes_due[0].step - self.step)
        return steps

    def count(self, steps: int) -> None:
        """Count steps that were taken."""
        self.step += steps
        if self._steps_left is not None:
            self._steps_left -= steps
            if self._steps_left == 0:
                self._steps_left, self.will_pause = None, True

    def count_epoch(self, epoch: int) -> None:
        """Note that an epoch is over."""
        self._epochs_ended = epoch
        if self._until_epoch is not None and epoch >= self._until_epoch:
            self._until_epoch, self.will_pause = None, True

    def emit(self, event: Event | None) -> Training:
        """Yield an event, then changes that fall due, then apply the commands; returns when training may go on.

        Args:
            event: None where there is none.

        Raises:
            Stopped: that was the command.
        """
        self._receive((yield event))
        while self._changes_due and self._changes_due[0].step <= self.step:
            due = self._changes_due.pop(0)
            self._repeat(due)
            self._receive((yield self.steered_event(due.action, value=due.value)))
        if self.will_pause:
            self.will_pause, self._is_paused = False, True
            self._receive((yield self.steered_event("pause")))
        yield from self._apply_received(waits_until=math.inf)

    def emit_now(self, event: Event) -> Training:
        """Yield an event in the middle of something; a command that comes with it is applied at the next `emit`."""
        self._receive((yield event))

    def confirm_stop(self) -> Training:
        """Yield nothing, then a stop where one has come by now; no other command matters any more."""
        self._receive((yield None))
        if "stop" in self._received:
            yield self.steered_event("stop")
        self._received.clear()

    def wait(self, reason: Message) -> Training:
        """Pause for a reason, and return after a while or as soon as the person wants to go on; see `resume`.

        Raises:
            Stopped: that was the command.
        """
        if not self._is_paused:
            self._is_paused = True
            self._receive((yield self.steered_event("pause", reason=reason)))
        yield from self._apply_received(waits_until=time.monotonic() + RETRY_SECONDS)

    def resume(self) -> Training:
        """Go on by itself: the reason to wait is over."""
        if self._is_paused:
            self._is_paused = False
            self._receive((yield self.steered_event("go_on")))

    def steered_event(self, action: str, *, value: float | None = None, reason: Message | None = None) -> RunSteered:
        """Return the event of a command that takes effect here."""
        return RunSteered(
            action=action,
            epoch=self.epoch,
            step=self.step,
            seconds=self.seconds,
            value=value,
            reason=reason,
        )

    def _receive(self, command: Command | None) -> None:
        if command is not None:
            self._received.append(command)

    def _apply_received(self, *, waits_until: float) -> Training:
        """Apply all that was received; wait while the run pauses, at most until that moment of the monotonic clock."""
        while self._received or (self._is_paused and time.monotonic() < waits_until):
            if self._received:
                applied = self._apply(self._received.popleft())
                if applied is not None:
                    self._receive((yield applied))
            else:
                yield from self._idle()

    def _idle(self) -> Training:
        began = time.monotonic()
        time.sleep(POLL_SECONDS)
        self._receive((yield None))
        self.idle_seconds += time.monotonic() - began

    def _apply(self, command: Command) -> RunSteered | None:
        """Apply a command; return its event, None where nothing is different now."""
        match command:
            case "stop":
                raise Stopped
            case "pause" if not self._is_paused:
                self._is_paused, self._steps_left, self._until_epoch = True, None, None
                return self.steered_event("pause")
            case "go_on" if self._is_paused or self._steps_left or self._until_epoch:
                self._is_paused, self._steps_left, self._until_epoch = False, None, None
                return self.steered_event("go_on")
            case "step":
                self._is_paused, self._steps_left, self.explains_next_step = False, 1, True
                return self.steered_event("step")
            case "epoch":
                self._is_paused, self._steps_left = False, None
                self._until_epoch = self._epochs_ended + 1
                return self.steered_event("epoch")
            case Change(setting=setting, value=value):
                self._graph.change(setting, value)
                return self.steered_event(setting, value=value)
        return None

    def _repeat(self, change: RunSteered) -> None:
        assert change.action in STEERABLE
        assert change.value is not None
        self._graph.change(change.action, change.value)
