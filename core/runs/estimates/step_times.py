"""How long the parts of an epoch take, and which runs are alike in it."""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Hashable
from dataclasses import dataclass
from itertools import pairwise

from core.training.record.events import RunResumed
from core.training.record.history import History
from core.training.settings.augmentation import STRENGTHS
from core.training.settings.config import SETTINGS, TrainingConfig
from core.training.settings.workload import EVALUATION_BATCH
from models.layers import Dropout
from models.spec import NetworkSpec

SOME_RATE = 0.5  # stands for every rate of dropout above 0: they take the same time


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTimes:
    """How long the parts of an epoch take on this server."""

    seconds_per_step: float
    seconds_per_read: float  # 500 validation images; 0 without any
    seconds_beside: float = 0.0  # of what comes once an epoch: checkpoints are written
    threads: int  # that one run computes with
    is_of_runs: bool  # whole epochs of a run; else scaled from other networks' steps

    def epoch_seconds(self, *, steps: int, validation_images: int) -> float:
        """Return the seconds that an epoch of so many steps takes, with reading the validation images."""
        reads = validation_images / EVALUATION_BATCH
        return self.seconds_per_step * steps + self.seconds_per_read * reads + self.seconds_beside


def timing_key(spec: NetworkSpec, config: TrainingConfig) -> Hashable:
    """Return a value that is the same for all runs whose steps take the same time.

    Of the settings it holds those that change what a step computes, and not with which numbers.
    """
    layers = tuple(
        dataclasses.replace(layer, rate=SOME_RATE) if isinstance(layer, Dropout) and layer.rate > 0 else layer
        for layer in spec.layers
    )
    return (
        dataclasses.replace(spec, layers=layers),
        *(row.likeness(getattr(config, name)) for name, row in SETTINGS.items() if row.timing),
        config.augmentation.is_on,
        *(row.likeness(getattr(config.augmentation, name)) for name, row in STRENGTHS.items() if row.timing),
        config.validates,
    )


def step_times_of_run(history: History) -> StepTimes | None:
    """Return the times of a run's newest attempt, each the median of its epochs; None where it has no second epoch.

    The first epoch does not count: it holds what tracing took.
    """
    began = history.started
    if began is None:
        return None
    first = began.from_epoch if isinstance(began, RunResumed) else history.first_epoch
    epochs = [(before, after) for before, after in pairwise(history.epochs) if before.epoch > first]
    if not epochs:
        return None
    training = statistics.median(after.training_seconds for _, after in epochs)
    validation = statistics.median(after.validation_seconds for _, after in epochs)
    whole = statistics.median(after.seconds - before.seconds for before, after in epochs)
    if training <= 0:
        return None
    reads = began.validation_images / EVALUATION_BATCH
    return StepTimes(
        seconds_per_step=training / began.steps_per_epoch,
        seconds_per_read=validation / reads if reads else 0.0,
        seconds_beside=max(whole - training - validation, 0.0),
        threads=began.threads,
        is_of_runs=True,
    )
