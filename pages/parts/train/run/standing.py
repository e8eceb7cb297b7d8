"""Where a run that waits or trains stands, in words: for the page and for what follows it by itself."""

from __future__ import annotations

from dataclasses import dataclass

from core import lab
from core.runs.log.run_record import RunRecord
from core.runs.scheduling.attempt import PAUSED_SECONDS
from core.runs.scheduling.trainer_status import TrainerStatus
from core.training.record.history import History
from core.training.record.keras_log import training_speed
from core.training.settings.schedule import planned_rate
from pages.parts.train.run import controls
from pages.text.run import Run
from pages.text.steer import Steer


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is said of a run."""

    done: float  # part of the whole, 0 to 1
    text: str  # changes with each step
    more: str = ""  # what a person can do, "" for nothing
    warnings: tuple[str, ...] = ()


def standing(record: RunRecord, history: History, status: TrainerStatus, *, is_owner: bool) -> Standing:
    """Return where a run stands, and why it waits where it does."""
    started, config, more = history.started, record.config, ""
    done, where = history.fraction_done(config.epochs), ""
    if started is not None and history.steps:
        last = history.steps[-1]
        step = last.last_step - (last.epoch - 1) * started.steps_per_epoch
        where = Run.where(last.epoch, config.epochs, step, started.steps_per_epoch)
    if status.position is not None:
        text = Run.waiting(status.position, lab.current().slots)
    elif status.is_waking:
        text = Run.waking(status.waking_seconds)
    elif history.stop_is_asked:
        text = Run.STOPPING
    elif history.is_paused and started is not None:
        text, more = _paused(record, history, started.steps_per_epoch, is_owner=is_owner)
    elif started is None or not history.steps:
        text = Run.COMPILING if started is not None and started.compiled else Run.BUILDING
    elif history.last_epoch == config.epochs:
        text, done = Run.TESTING, 1.0
    elif controls.pauses_soon(history):
        text = Steer.until(where)
    else:
        text = ": ".join(
            filter(None, (where, Run.speed(training_speed(history, config), _learning_rate(record, history))))
        )
    warnings = [_reason(history, status), Run.SILENT if status.is_silent else ""]
    return Standing(done=done, text=text, more=more, warnings=tuple(filter(None, warnings)))


def _paused(record: RunRecord, history: History, steps_per_epoch: int, *, is_owner: bool) -> tuple[str, str]:
    """Return where a run pauses, and what its owner can do."""
    told = controls.last_command(history)
    where = Steer.paused(Steer.after(told, steps_per_epoch)) if told is not None else ""
    changed = {after.action: after for after in history.steered if told is not None and after.step == told.step}
    where += Steer.from_now_on([Steer.mark(change) for change in changed.values() if change.value is not None])
    if not is_owner or controls.is_held(history):
        return where, ""
    return where, Steer.way_on(minutes=round(PAUSED_SECONDS / 60))


def _reason(history: History, status: TrainerStatus) -> str:
    """Return why a run waits by itself, or nothing."""
    if status.has_no_room:
        return Steer.held(Steer.NO_ROOM, history.last_epoch)
    if status.is_slow_to_stop:
        return Run.SLOW_TO_STOP
    told = controls.last_command(history)
    is_held = told is not None and controls.is_held(history)
    return Steer.held(str(told.reason), history.last_epoch) if is_held else ""


def _learning_rate(record: RunRecord, history: History) -> float:
    """Return the learning rate of the step that was taken last."""
    config, started = record.config, history.started
    assert started is not None
    peak, step = controls.current(record, history, "learning_rate"), history.steps[-1].last_step - 1
    return planned_rate(peak=peak, step=step, **config.course(started.steps_per_epoch))
