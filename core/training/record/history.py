"""Events folded into what a page shows: a run's status, its curves, its result. The same events, the same history."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from core.messages.runs import endings
from core.training.record.events import (
    BestRestored,
    Checkpoint,
    EpochEnded,
    Event,
    ModelKept,
    Outcome,
    RowDamaged,
    RunBranched,
    RunEnded,
    RunQueued,
    RunResumed,
    RunStarted,
    RunSteered,
    StepExplained,
    StepsEnded,
    TestEnded,
)
from core.training.record.teaching_events import HandTested, RunTaught
from core.training.record.thinning import joined
from core.training.settings.commands import STEERABLE

Status = Literal["queued", "running"] | Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that is known of a run. Start from `History()` and extend it."""

    status: Status = "queued"
    branched: RunBranched | None = None
    taught: RunTaught | None = None  # whose hand it learns, and from which model on
    lost_beginning: str = ""  # kind of the row that says where it began from, if that cannot be read
    started: RunStarted | None = None  # of the newest attempt
    steps: tuple[StepsEnded, ...] = ()  # of a long run, older ones are means over several; see `thinning`
    epochs: tuple[EpochEnded, ...] = ()
    steered: tuple[RunSteered, ...] = ()
    pending: tuple[RunSteered, ...] = ()  # changes of settings that a resumed run meets again at their steps
    is_paused: bool = False
    explained: StepExplained | None = None  # the step that was told last
    kept: ModelKept | None = None
    restored: BestRestored | None = None
    test: TestEnded | None = None
    hand: HandTested | None = None  # of a run that learned a person's hand
    ended: RunEnded | None = None
    damaged_rows: int = 0  # of the log, that could not be read: what they held is missing here

    @property
    def is_active(self) -> bool:
        """True while the run waits or trains."""
        return self.status in {"queued", "running"}

    @property
    def can_resume(self) -> bool:
        """True for a run that was cut off by something other than the person or its own numbers."""
        return self.status in {"interrupted", "failed"} and not self.would_begin_elsewhere

    @property
    def has_taught(self) -> bool:
        """True for a run that learned a person's hand, also where it cannot be read any more whose."""
        return self.taught is not None or self.lost_beginning == RunTaught.__name__

    @property
    def would_begin_elsewhere(self) -> bool:
        """True where another attempt would train other weights than this run, or without its drawings."""
        return self.lost_beginning == RunTaught.__name__ or bool(self.lost_beginning and not self.epochs)

    @property
    def first_epoch(self) -> int:
        """The epoch that training began from: 0, or the one that it branched from."""
        return self.branched.epoch if self.branched else 0

    @property
    def last_epoch(self) -> int:
        """The last epoch that ended; before the first has, the one that training began from."""
        return self.epochs[-1].epoch if self.epochs else self.first_epoch

    def fraction_done(self, epochs: int) -> float:
        """Return which part of so many epochs is done, 0 to 1, counted in steps."""
        if self.started is None or not self.steps:
            return 0.0
        return min(1.0, self.steps[-1].last_step / (epochs * self.started.steps_per_epoch))

    @property
    def duration_seconds(self) -> float:
        """What all epochs took, their validation too."""
        return sum(epoch.duration_seconds for epoch in self.epochs)

    @property
    def best(self) -> EpochEnded | None:
        """The epoch with the lowest validation loss, the first of several; None without validation."""
        validated = [epoch for epoch in self.epochs if epoch.validation_loss is not None]
        return min(validated, key=lambda epoch: epoch.validation_loss or 0.0, default=None)

    @property
    def keep_every(self) -> int:
        """1 where every epoch keeps its weights; n where only every n-th, the best and the last do."""
        return self.started.keep_every if self.started else 1

    @property
    def kept_epochs(self) -> tuple[EpochEnded, ...]:
        """The epochs whose weights are kept."""
        always = {ended.epoch for ended in (self.best, *self.epochs[-1:]) if ended is not None}
        return tuple(ended for ended in self.epochs if ended.epoch % self.keep_every == 0 or ended.epoch in always)

    @property
    def checkpoint(self) -> Checkpoint | None:
        """The weights to go by: of the moment it was stopped, of the best epoch if restored, else of the last one."""
        if self.kept is not None:
            return self.kept.checkpoint
        if self.restored is not None:
            best = next((epoch for epoch in self.epochs if epoch.epoch == self.restored.epoch), None)
            if best is not None:  # else its row is damaged
                return best.checkpoint
        return self.epochs[-1].checkpoint if self.epochs else None

    @property
    def changes(self) -> tuple[RunSteered, ...]:
        """What a further attempt has to do again: changes of settings, in the order of their steps."""
        made = [steer for steer in self.steered if steer.action in STEERABLE]
        return tuple(sorted([*made, *self.pending], key=lambda steer: steer.step))

    @property
    def changed_settings(self) -> tuple[tuple[str, float], ...]:
        """The settings that a person changed while it trained, each with its last value."""
        stop = min((steer.step for steer in self.steered if steer.action == "stop"), default=math.inf)
        obeyed = [steer for steer in self.steered if steer.step < stop]  # what was changed at the end had no step
        return tuple({steer.action: steer.value for steer in obeyed if steer.value is not None}.items())

    def setting(self, name: str, begun_with: float) -> float:
        """Return a setting as it is now; `begun_with` is what the run began with."""
        return dict(self.changed_settings).get(name, begun_with)

    @property
    def stop_is_asked(self) -> bool:
        """True once a stop took effect and the run has not ended yet."""
        return self.is_active and any(steer.action == "stop" for steer in self.steered)

    def extended(self, events: Iterable[Event]) -> History:
        """Return this history with more events."""
        history = self
        steps: list[StepsEnded] = []
        for event in events:
            if isinstance(event, StepsEnded):
                steps.append(event)  # by far the most: joined once
                continue
            history = _extended_by(replace(history, steps=joined(history.steps, steps)), event)
            steps = []
        return replace(history, steps=joined(history.steps, steps)) if steps else history


def _extended_by(history: History, event: Event) -> History:
    match event:
        case RunQueued():
            return replace(history, status="queued", ended=None, is_paused=False)
        case RunBranched():
            return replace(history, branched=event)
        case RunTaught():
            return replace(history, taught=event)
        case RunResumed():
            return _resumed(history, event)
        case RunStarted():
            return replace(history, status="running", started=event)
        case EpochEnded():
            before = tuple(epoch for epoch in history.epochs if epoch.epoch < event.epoch)
            return replace(history, epochs=(*before, event))
        case RunSteered():
            return _steered(history, event)
        case StepExplained():
            return replace(history, explained=event)
        case ModelKept():
            return replace(history, kept=event)
        case BestRestored():
            return replace(history, restored=event)
        case TestEnded():
            return replace(history, test=event)
        case HandTested():
            return replace(history, hand=event)
        case RunEnded():
            return replace(history, status=event.outcome, ended=event, is_paused=False)
        case StepsEnded():
            return replace(history, steps=joined(history.steps, [event]))
        case RowDamaged():
            return _damaged(replace(history, damaged_rows=history.damaged_rows + 1), event.kind)


def is_paused_after(event: RunSteered, *, was_paused: bool) -> bool:
    """Return whether a run waits after a command took effect; a setting that is changed lets it wait on."""
    return was_paused if event.action in STEERABLE else event.action == "pause"


def _damaged(history: History, kind: str) -> History:
    """Return the history with what is known of a row that cannot be read: that it was there."""
    match kind:
        case "RunQueued":
            return _extended_by(history, RunQueued())
        case "RunBranched" | "RunTaught":
            return replace(history, lost_beginning=kind)
        case "RunStarted" | "RunResumed":
            return replace(history, status="running")
        case "RunEnded":
            return _extended_by(history, RunEnded(outcome="interrupted", reason=endings.end_damaged()))
    return history


def _resumed(history: History, event: RunResumed) -> History:
    """Return the history of a run that goes on after an epoch: what came after it is dropped, changes are put off.

    It keeps the epochs that it said when it began: another version may go on with it.
    """
    last_step = event.from_epoch * event.steps_per_epoch
    if history.started is not None:
        event = replace(event, keep_every=history.started.keep_every)
    return replace(
        history,
        status="running",
        started=event,
        epochs=tuple(epoch for epoch in history.epochs if epoch.epoch <= event.from_epoch),
        steps=tuple(step for step in history.steps if step.epoch <= event.from_epoch),
        steered=tuple(steer for steer in history.steered if steer.step <= last_step and steer.action != "stop"),
        pending=tuple(change for change in history.changes if change.step > last_step),
        is_paused=False,
        explained=None,
        kept=None,
        restored=None,
        test=None,
        hand=None,
    )


def _steered(history: History, event: RunSteered) -> History:
    again = (change for change in history.pending if (change.action, change.step) == (event.action, event.step))
    met = next(again, None)
    return replace(
        history,
        steered=(*history.steered, event),
        pending=tuple(change for change in history.pending if change is not met),
        is_paused=is_paused_after(event, was_paused=history.is_paused),
    )
