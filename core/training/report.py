"""A run in words and rates: the log line that Keras prints for an epoch, how fast it goes, how long it still takes."""

from __future__ import annotations

from dataclasses import dataclass

from core.training.config import TrainingConfig
from core.training.events import EpochEnded
from core.training.history import History

RECENT_SECONDS = 3.0  # of training that a rate is taken over


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a run goes now."""

    images_per_second: float
    seconds_left: float  # of training and validating, at this pace


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
    seconds = epoch.training_seconds + epoch.validation_seconds
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


def pace(history: History, config: TrainingConfig) -> Pace | None:
    """Return how fast the newest attempt goes; None before there is anything to tell it from."""
    started, steps = history.started, history.steps
    if started is None or len(steps) < 2:
        return None
    newest = steps[-1]
    recent = newest
    for step in reversed(steps):
        # Another epoch's steps lie behind a validation; another attempt's clock began anew.
        if step.epoch != newest.epoch or newest.seconds - step.seconds > RECENT_SECONDS:
            break
        recent = step
    seconds = newest.seconds - recent.seconds
    if seconds <= 0:
        return None
    per_second = (newest.last_step - recent.last_step) / seconds
    left = config.epochs * started.steps_per_epoch - newest.last_step
    validations = (config.epochs - history.last_epoch) * _validation_seconds(history)
    return Pace(images_per_second=per_second * config.batch_size, seconds_left=left / per_second + validations)


def _validation_seconds(history: History) -> float:
    return history.epochs[-1].validation_seconds if history.epochs else 0.0
