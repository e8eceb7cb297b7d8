"""Where commands meet a training: what each of them does, and how a run waits.

A training is heard at each of its yields. `say` yields an event and returns when training may go on: after a pause that
is when it is told to. Time spent waiting is counted apart, so that no duration holds it.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Generator, Sequence
from typing import get_args

from core.training.graph.training_graph import TrainingGraph
from core.training.record.events import Event, RunSteered
from core.training.settings.commands import Change, Command, GoOn, OneEpoch, OneStep, Pause, Setting, Stop

Training = Generator[Event | None, Command | None, None]

LOOK_SECONDS = 0.02  # between two looks for a command while a run waits
RETRY_SECONDS = 2.0  # that a run is held before it tries again


class Stopped(Exception):
    """A person's stop arrived."""


class RunControl:
    """What a person wants of a run. Mutable; `epoch_at` and `step_at` follow the run."""

    def __init__(self, program: TrainingGraph, *, changes: Sequence[RunSteered]) -> None:
        """Begin without any command.

        Args:
            program: is changed where a setting is.
            changes: made in an earlier attempt, in the order of their steps: each is met again at its step.
        """
        self.epoch_at = 0
        self.step_at = 0  # over the whole run
        self.idle_seconds = 0.0
        self.explains = False  # the next step is to be told in numbers
        self._program = program
        self._to_come = list(changes)
        self._began = time.monotonic()
        self._heard: deque[Command] = deque()
        self._is_paused = False
        self._pause_is_due = False  # the run is to pause, and nobody has been told yet
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

    @property
    def is_to_pause(self) -> bool:
        """Whether the run will pause at the next `say`, since the steps that were asked for are taken."""
        return self._pause_is_due

    def restore(self, epoch: int) -> None:
        """Stand after an epoch, with the changes made up to there made once more; nobody is told again."""
        self.epoch_at = self._epochs_ended = epoch
        self.step_at = epoch * self._program.steps_per_epoch
        while self._to_come and self._to_come[0].step <= self.step_at:
            self._apply(self._to_come.pop(0))

    def at_most(self, steps: int) -> int:
        """Return how many of so many steps may be taken before something has to be done."""
        if self._steps_left is not None:
            steps = min(steps, self._steps_left)
        if self._to_come:
            steps = min(steps, self._to_come[0].step - self.step_at)
        return steps

    def took(self, steps: int) -> None:
        """Count steps that were taken."""
        self.step_at += steps
        if self._steps_left is not None:
            self._steps_left -= steps
            if self._steps_left == 0:
                self._steps_left, self._pause_is_due = None, True

    def ended_epoch(self, epoch: int) -> None:
        """Note that an epoch is over."""
        self._epochs_ended = epoch
        if self._until_epoch is not None and epoch >= self._until_epoch:
            self._until_epoch, self._pause_is_due = None, True

    def say(self, event: Event | None) -> Training:
        """Yield an event, then changes that fall due, then do as commanded; returns when training may go on.

        Args:
            event: None for nothing to say.

        Raises:
            Stopped: that was the command.
        """
        self._hear((yield event))
        while self._to_come and self._to_come[0].step <= self.step_at:
            due = self._to_come.pop(0)
            self._apply(due)
            self._hear((yield self.steered(due.action, value=due.value)))
        if self._pause_is_due:
            self._pause_is_due, self._is_paused = False, True
            self._hear((yield self.steered("pause")))
        yield from self._obey_all(waits_until=math.inf)

    def tell(self, event: Event) -> Training:
        """Yield an event in the middle of something; a command that comes with it is obeyed at the next `say`."""
        self._hear((yield event))

    def hold(self, reason: str) -> Training:
        """Pause for a reason, and return after a while or as soon as the person wants to go on; see `release`.

        Raises:
            Stopped: that was the command.
        """
        if not self._is_paused:
            self._is_paused = True
            self._hear((yield self.steered("pause", reason=reason)))
        yield from self._obey_all(waits_until=time.monotonic() + RETRY_SECONDS)

    def release(self) -> Training:
        """Go on by itself: what a run was held for is over."""
        if self._is_paused:
            self._is_paused = False
            self._hear((yield self.steered("go_on")))

    def steered(self, action: str, *, value: float | None = None, reason: str = "") -> RunSteered:
        """Return the event of a command that takes effect here."""
        return RunSteered(
            action=action,  # type: ignore[arg-type]
            epoch=self.epoch_at,
            step=self.step_at,
            seconds=self.seconds,
            value=value,
            reason=reason,
        )

    def _hear(self, command: Command | None) -> None:
        if command is not None:
            self._heard.append(command)

    def _obey_all(self, *, waits_until: float) -> Training:
        """Do all that was heard, and wait while the run pauses, at most until that moment of the monotonic clock."""
        while self._heard or (self._is_paused and time.monotonic() < waits_until):
            if self._heard:
                obeyed = self._obey(self._heard.popleft())
                if obeyed is not None:
                    self._hear((yield obeyed))
            else:
                yield from self._wait()

    def _wait(self) -> Training:
        began = time.monotonic()
        time.sleep(LOOK_SECONDS)
        self._hear((yield None))
        self.idle_seconds += time.monotonic() - began

    def _obey(self, command: Command) -> RunSteered | None:
        """Do what is commanded; return its event, None where nothing is different now."""
        match command:
            case Stop():
                raise Stopped
            case Pause() if not self._is_paused:
                self._is_paused, self._steps_left, self._until_epoch = True, None, None
                return self.steered("pause")
            case GoOn() if self._is_paused or self._steps_left or self._until_epoch:
                self._is_paused, self._steps_left, self._until_epoch = False, None, None
                return self.steered("go_on")
            case OneStep():
                self._is_paused, self._steps_left, self.explains = False, 1, True
                return self.steered("step")
            case OneEpoch():
                self._is_paused, self._steps_left = False, None
                self._until_epoch = self._epochs_ended + 1
                return self.steered("epoch")
            case Change(setting=setting, value=value):
                self._program.change(setting, value)
                return self.steered(setting, value=value)
        return None

    def _apply(self, change: RunSteered) -> None:
        assert change.action in get_args(Setting)
        assert change.value is not None
        self._program.change(change.action, change.value)  # type: ignore[arg-type]
