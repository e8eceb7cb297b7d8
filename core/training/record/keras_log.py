"""A run in words and rates: the log line that Keras prints for an epoch, how fast it goes, how long it still takes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from core.training.record.events import EpochEnded, RunResumed, StepsEnded
from core.training.record.history import History
from core.training.settings.config import TrainingConfig

RECENT_SECONDS = 3.0  # of training that a rate is taken over
LEAST_SECONDS = 0.3  # the same while there is no more: some chunks of steps
COLD_POINTS = 8  # events of an attempt's first steps: between these the rest of the program is traced


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSpeed:
    """How fast a run goes now."""

    images_per_second: float
    seconds_left: float  # of training and validating, at this speed


def log_lines(history: History, config: TrainingConfig) -> tuple[str, ...]:
    """Return two lines per epoch, as Keras 2's `fit(verbose=2)` prints them and the third article shows them."""
    started = history.started
    if started is None:
        return ()
    lines = []
    for epoch in history.epochs:
        lines.append(f"Epoch {epoch.epoch}/{config.epochs}")
        lines.append(_log_line(epoch, started.steps_per_epoch))
    return tuple(lines)


def _log_line(epoch: EpochEnded, steps: int) -> str:
    seconds = epoch.duration_seconds
    values = [("loss", epoch.loss), ("accuracy", epoch.accuracy)]
    if epoch.validation_loss is not None and epoch.validation_accuracy is not None:
        values += [("val_loss", epoch.validation_loss), ("val_accuracy", epoch.validation_accuracy)]
    named = " - ".join(f"{name}: {value:.4f}" for name, value in values)
    per_step = _short(epoch.training_seconds / steps)
    return f"{steps}/{steps} - {seconds:.0f}s - {named} - {_short(seconds)}/epoch - {per_step}/step"


def _short(seconds: float) -> str:
    """Return a duration as Keras writes it: 3s, 831ms, 500us."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.0f}{unit}"
    return f"{seconds * 1e6:.0f}us"


def training_speed(history: History, config: TrainingConfig) -> TrainingSpeed | None:
    """Return how fast the newest attempt goes now; None while there are no steps yet to tell it from.

    It is told from steps alone: what is traced once, at the beginning and after a command, would count as theirs.
    """
    started, points = history.started, _points(history)
    if started is None or not points:
        return None
    steps, seconds = 0, 0.0
    for before, after in reversed(list(pairwise(points))):
        if before.epoch == after.epoch:  # else a validation lies between them
            steps += after.last_step - before.last_step
            seconds += after.seconds - before.seconds
        if seconds >= RECENT_SECONDS:
            break
    if seconds < LEAST_SECONDS:
        return None
    left = config.epochs * started.steps_per_epoch - points[-1].last_step
    validation_seconds = history.epochs[-1].validation_seconds if history.epochs else 0.0
    validations = (config.epochs - history.last_epoch) * validation_seconds
    return TrainingSpeed(
        images_per_second=steps / seconds * config.batch_size, seconds_left=left * seconds / steps + validations
    )


def _points(history: History) -> list[StepsEnded]:
    """Return the newest attempt's steps between which nothing else was done: those after its cold ones and commands."""
    began = history.started.from_epoch if isinstance(history.started, RunResumed) else 0
    own = [step for step in history.steps if step.epoch > began][COLD_POINTS:]
    told = max((steer.step for steer in history.steered), default=0)
    return [step for step in own if step.first_step > told]
