"""Events folded into what a page shows: a run's status, its curves, its result. The same events, the same history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from core.training.events import (
    Checkpoint,
    EpochEnded,
    Event,
    ModelKept,
    Outcome,
    RunEnded,
    RunQueued,
    RunResumed,
    RunStarted,
    RunSteered,
    StepsEnded,
    TestEnded,
)

Status = Literal["queued", "running"] | Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that is known of a run. Start from `History()` and extend it."""

    status: Status = "queued"
    started: RunStarted | None = None  # of the newest attempt
    steps: tuple[StepsEnded, ...] = ()
    epochs: tuple[EpochEnded, ...] = ()
    steered: tuple[RunSteered, ...] = ()
    kept: ModelKept | None = None
    test: TestEnded | None = None
    ended: RunEnded | None = None

    @property
    def is_active(self) -> bool:
        """True while the run waits or trains."""
        return self.status in {"queued", "running"}

    @property
    def can_resume(self) -> bool:
        """True for a run that was cut off by something other than the person or its own numbers."""
        return self.status in {"interrupted", "failed"}

    @property
    def last_epoch(self) -> int:
        """The last epoch that ended, from 1; 0 before the first has."""
        return self.epochs[-1].epoch if self.epochs else 0

    @property
    def checkpoint(self) -> Checkpoint | None:
        """The newest weights on the disk: of the moment it was stopped, else of the last epoch."""
        if self.kept is not None:
            return self.kept.checkpoint
        return self.epochs[-1].checkpoint if self.epochs else None

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
            history = _extended_by(replace(history, steps=history.steps + tuple(steps)), event)
            steps = []
        return replace(history, steps=history.steps + tuple(steps)) if steps else history


def _extended_by(history: History, event: Event) -> History:
    match event:
        case RunQueued():
            return replace(history, status="queued", ended=None)
        case RunResumed():
            kept = tuple(epoch for epoch in history.epochs if epoch.epoch <= event.from_epoch)
            steps = tuple(step for step in history.steps if step.epoch <= event.from_epoch)
            return replace(
                history, status="running", started=event, epochs=kept, steps=steps, steered=(), kept=None, test=None
            )
        case RunStarted():
            return replace(history, status="running", started=event)
        case EpochEnded():
            return replace(history, epochs=(*history.epochs, event))
        case RunSteered():
            return replace(history, steered=(*history.steered, event))
        case ModelKept():
            return replace(history, kept=event)
        case TestEnded():
            return replace(history, test=event)
        case RunEnded():
            return replace(history, status=event.outcome, ended=event)
        case StepsEnded():
            return replace(history, steps=(*history.steps, event))
