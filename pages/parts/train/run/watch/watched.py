"""A run as one page watches it: what it is now, what of it the page shows, and when that must be drawn anew."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Self

from core import lab
from core.runs.log.run_record import RunRecord
from core.runs.scheduling.trainer_status import TrainerStatus
from core.training.diagnosis.findings import Diagnosis
from core.training.diagnosis.rules import diagnoses
from core.training.record.history import History
from core.training.record.live_snapshot import LiveSnapshot
from pages.parts.train.run import controls
from pages.parts.train.run.standing import Standing, standing
from pages.state.slots import CurveScale

Detail = Literal["", "epochs", "steps"]
OF_EPOCHS = {"mix_ups", "log"}  # pictures that a run of the page draws, after each epoch


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What of a run a page shows."""

    scale: CurveScale  # of the accuracies
    picture: str  # one of `Pictures.NAMES`
    detail: Detail = ""  # whether what a person has opened is another one after each epoch, or each step


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A run at one moment."""

    record: RunRecord
    history: History
    status: TrainerStatus
    glimpse: LiveSnapshot | None
    is_owner: bool
    shown: Shown

    @classmethod
    def now(cls, run: str, *, is_owner: Callable[[RunRecord], bool], shown: Shown) -> Self:
        """Return a run as it is now.

        Args:
            run: its id.
            is_owner: whether who watches is the owner of a run.
            shown: what of it.

        Raises:
            RunNotFoundError: there is no such run.
            RunDamagedError: what it is cannot be read.
        """
        record, current = lab.current().store.record(run), lab.current()
        return cls(
            record=record,
            history=current.histories.of(run),
            status=current.supervisor.trainer_status(run),
            glimpse=current.live_snapshots.of(run),
            is_owner=is_owner(record),
            shown=shown,
        )

    @property
    def standing(self) -> Standing:
        """Where it stands, in words."""
        return standing(self.record, self.history, self.status, is_owner=self.is_owner)

    @property
    def structure(self) -> str:
        """What differs as soon as anything on the page does but what its parts follow by themselves."""
        history, told = self.history, self.standing
        own = self.glimpse.drawing if self.glimpse is not None and self.is_owner else None
        return _digest(
            history.status,
            history.started,
            bool(history.steps),
            bool(history.epochs),
            history.last_epoch == self.record.config.epochs,
            history.steered,
            history.is_paused,
            history.explained is not None and (history.explained.step, history.explained.step == _last_step(history)),
            history.damaged_rows,
            self.status.position,
            self.status.is_waking,
            controls.can_be_steered(self.record, history, self.status),
            told.more,
            told.warnings,
            [found.kind for found in self._diagnoses],
            self.glimpse is not None,
            own is not None and own.tobytes(),
        )

    @property
    def details(self) -> str:
        """What differs where the rest of what is shown does: beat by beat, it is drawn anew then."""
        shown, history = self.shown, self.history
        is_of_epochs = shown.detail or shown.picture in OF_EPOCHS
        is_of_steps = shown.detail == "steps"
        return _digest(is_of_epochs and len(history.epochs), is_of_steps and _last_step(history), self._diagnoses)

    @property
    def _diagnoses(self) -> tuple[Diagnosis, ...]:
        return diagnoses(self.record.spec, self.record.config, self.history)


def _last_step(history: History) -> int:
    return history.steps[-1].last_step if history.steps else 0


def _digest(*values: object) -> str:
    return hashlib.blake2b(repr(values).encode(), digest_size=8).hexdigest()
