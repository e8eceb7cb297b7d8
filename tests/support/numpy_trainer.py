"""A trainer without Keras that is steered like the loop and writes real checkpoints: a few numbers that add up.

Its state after an epoch depends on every step before, so a run that was cut off and resumed ends with the same bits
only if nothing was lost and nothing was done twice. `DIGITLAB_TEST_KILL` says where it kills itself, once:
"moment:epoch:marker file". `DIGITLAB_TEST_KEEP_EVERY` says which epochs are kept; then it also validates.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import OutOfMemoryError
from core.training.loop.run_control import RunControl, Stopped
from core.training.record import checkpoints
from core.training.record.events import (
    EpochEnded,
    ModelKept,
    RunBranched,
    RunEnded,
    RunResumed,
    RunStarted,
    RunSteered,
    StepsEnded,
    TestEnded,
)
from core.training.record.step_benchmark import StepBenchmark, StepSpeed
from core.training.settings.config import TrainingConfig

STEPS = 5
STEP_SECONDS = 0.01
EPOCH_SECONDS = 0.06  # as it says; a step more than its steps take
BENCHMARK = StepBenchmark(
    dense=StepSpeed(seconds_per_layer=0.0, seconds_per_multiply_add=1e-8),
    convolution=StepSpeed(seconds_per_layer=0.001, seconds_per_multiply_add=2e-8),
)


def _die_here(moment: str, epoch: int) -> None:
    wanted = os.environ.get("DIGITLAB_TEST_KILL", "")
    if wanted.startswith(f"{moment}:{epoch}:"):
        marker = Path(wanted.split(":", 2)[2])
        if not marker.exists():
            marker.write_text("done")
            os.kill(os.getpid(), signal.SIGKILL)


class _Graph:
    """What control needs of a program."""

    steps_per_epoch = STEPS

    def change(self, setting: str, value: float) -> None:
        """Change nothing: these numbers know no settings."""


def train(
    spec: Any,
    config: TrainingConfig,
    *,
    data_folder: str,
    run_folder: str,
    threads: int,
    begin_from: EpochEnded | RunBranched | None = None,
    best: EpochEnded | None = None,
    changes: Sequence[RunSteered] = (),
    again: bool = False,
) -> Generator[Any, Any, None]:
    folder, keep_every = Path(run_folder), int(os.environ.get("DIGITLAB_TEST_KEEP_EVERY", "1"))
    state = np.full(4, float(config.seed))
    first = 1
    if begin_from is not None:
        assert begin_from.checkpoint is not None
        file = begin_from.checkpoint
        state = checkpoints.read(folder / file.name, digest=file.digest)["state"]
        first = begin_from.epoch + 1
    beginning: dict[str, Any] = {
        "train_images": 100,
        "validation_images": 0,
        "steps_per_epoch": STEPS,
        "threads": threads,
        "compiled": False,
        "device": "CPU",
        "keep_every": keep_every,
    }
    control = RunControl(_Graph(), changes=changes)
    control.restore(first - 1)
    try:
        yield from control.emit(RunResumed(from_epoch=first - 1, **beginning) if again else RunStarted(**beginning))
        for epoch in range(first, config.epochs + 1):
            control.epoch = epoch
            random = np.random.default_rng([config.seed, epoch])
            for step in range(1, STEPS + 1):
                _befall(epoch, step)
                time.sleep(STEP_SECONDS)
                state = np.cos(state * 1.7 + random.random(4))
                control.count(1)
                yield from control.emit(_steps_ended(control, loss=float(state[0])))
            _die_here("before checkpoint", epoch)
            weights = checkpoints.write(folder / checkpoints.weights_name(epoch), {"state": state})
            optimizer = checkpoints.write(folder / checkpoints.optimizer_name(epoch), {"none": np.zeros(1)})
            _die_here("between checkpoint and row", epoch)
            control.count_epoch(epoch)
            yield from control.emit(
                EpochEnded(
                    epoch=epoch,
                    loss=float(state[0]),
                    accuracy=0.5,
                    validation_loss=float(abs(state[0])) if keep_every > 1 else None,
                    validation_accuracy=None,
                    seconds=(epoch - first + 1) * EPOCH_SECONDS,
                    training_seconds=STEPS * STEP_SECONDS,
                    validation_seconds=0.0,
                    checkpoint=weights,
                    optimizer=optimizer,
                )
            )
            _die_here("after the row", epoch)
        ended = RunEnded(outcome="finished", epoch=config.epochs)
    except Stopped:
        ended = RunEnded(outcome="stopped", epoch=control.epoch)
        yield control.steered_event("stop")
        kept = checkpoints.write(folder / checkpoints.STOPPED_NAME, {"state": state})
        yield ModelKept(epoch=control.epoch, step=control.step, checkpoint=kept)
    yield TestEnded(loss=0.5, correct=90, count=100)
    yield ended


def _befall(epoch: int, step: int) -> None:
    if os.environ.get("DIGITLAB_TEST_FAIL") == f"{epoch}:{step}":
        raise OutOfMemoryError("This machine ran out of memory. Use a smaller network or a smaller batch size.")
    _die_here("in epoch", epoch)


def _steps_ended(control: RunControl, *, loss: float) -> StepsEnded:
    step = control.step
    return StepsEnded(epoch=control.epoch, first_step=step, last_step=step, mean_loss=loss, accuracy=0.5, seconds=0.0)


def warm_up() -> StepBenchmark:
    """Return a speed that no machine has."""
    return BENCHMARK
