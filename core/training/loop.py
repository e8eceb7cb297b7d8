"""The generator that trains: it yields events and is sent commands, and takes no step while it is suspended.

`list(train(...))` is a whole training. Chunks of about a tenth of a second lie between two events, so a command takes
effect in that time, during validation too; only tracing and writing a checkpoint hold it up. Everything random comes
from (seed, epoch): a run that goes on from a kept epoch, in another process, ends with the same bits as one that never
stopped.
"""

from __future__ import annotations

import time
from collections.abc import Generator
from pathlib import Path

import numpy as np

from core.training import checkpoints
from core.training.chunks import ChunkLength
from core.training.config import TrainingConfig
from core.training.events import (
    EpochEnded,
    Event,
    ModelKept,
    RunEnded,
    RunResumed,
    RunStarted,
    RunSteered,
    StepsEnded,
    Stop,
    TestEnded,
)
from core.training.program import EVALUATION_BATCH, Program, Tally
from models.spec import NetworkSpec

Training = Generator[Event | None, Stop | None, None]


class _Stopped(Exception):
    """A person's stop arrived."""


def train(
    spec: NetworkSpec,
    config: TrainingConfig,
    *,
    data_folder: str,
    run_folder: str,
    threads: int,
    resume: EpochEnded | None = None,
    again: bool = False,
) -> Training:
    """Train a network and yield what happens; each checkpoint is on the disk before its event.

    Args:
        spec: the network.
        config: how it is trained.
        data_folder: of a prepared data set.
        run_folder: where the run's checkpoints lie.
        threads: threads within one operation, as this process was started with; recorded.
        resume: the epoch to go on from; None for the very beginning.
        again: True for a further attempt at the same run.

    Yields:
        Events, `RunEnded` last; None where there is nothing to say and a command would be heard. Send `Stop()`.

    Raises:
        ConfigError: the settings do not fit the data.
        CheckpointError: what it should go on from is missing or damaged.
        DiskFullError: no room for a checkpoint; earlier epochs are safe.
    """
    began = time.monotonic()
    program = Program(spec, config, data_folder)
    run = _Run(program, config, Path(run_folder), began)
    beginning = {
        "train_images": program.train_count,
        "validation_images": program.validation_count,
        "steps_per_epoch": program.steps_per_epoch,
        "threads": threads,
        "compiled": program.compiled,
        "device": program.device,
    }
    first = 1
    if resume is not None:
        run.restore(resume)
        first = resume.epoch + 1
    try:
        _obey((yield RunResumed(from_epoch=first - 1, **beginning) if again else RunStarted(**beginning)))
        for epoch in range(first, config.epochs + 1):
            diverged = yield from run.epoch(epoch)
            if diverged is not None:
                yield diverged
                return
        outcome = "finished"
    except _Stopped:
        outcome = "stopped"
        yield run.steered()
        if run.is_within_epoch:
            kept = checkpoints.write(run.folder / checkpoints.STOPPED_NAME, program.weights())
            yield ModelKept(epoch=run.epoch_at, step=run.step_at, checkpoint=kept)
    if run.step_at:
        yield from run.test()
    yield RunEnded(outcome=outcome, epoch=run.epoch_at)


class _Run:
    """Where a training stands: its program, its folder and its counters."""

    def __init__(self, program: Program, config: TrainingConfig, folder: Path, began: float) -> None:
        self.folder = folder
        self.epoch_at = 0
        self.step_at = 0  # over the whole run
        self.is_within_epoch = False  # steps were taken since the last checkpoint
        self._program = program
        self._config = config
        self._began = began
        self._step_pace = ChunkLength()
        self._read_pace = ChunkLength()
        self._is_warm = False

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def restore(self, resume: EpochEnded) -> None:
        self.epoch_at = resume.epoch
        self.step_at = resume.epoch * self._program.steps_per_epoch
        weights = checkpoints.read(self.folder / resume.checkpoint.name, digest=resume.checkpoint.digest)
        state = checkpoints.read(self.folder / resume.optimizer.name, digest=resume.optimizer.digest)
        self._program.set_weights(weights)
        self._program.set_optimizer_state(state)

    def epoch(self, epoch: int) -> Generator[Event | None, Stop | None, RunEnded | None]:
        """Train one epoch, read the validation images, write the checkpoint; returns the end of a run that diverged."""
        self.epoch_at = epoch
        self._program.start_epoch(epoch)
        training_began = time.monotonic()
        loss_sum, correct, step = 0.0, 0, 0
        while step < self._program.steps_per_epoch:
            tally = self._chunk_of_steps(step)
            step += tally.steps
            loss_sum += tally.loss_sum
            correct += tally.correct
            if not tally.is_finite:
                return self._diverged(epoch, step)
            _obey((yield self._steps_ended(tally)))
            self._warm_up()
        training_seconds = time.monotonic() - training_began

        validation_began = time.monotonic()
        validation = yield from self._read("validation", self._program.validation_count)
        if validation is not None and not np.isfinite(validation.loss_sum):
            return self._diverged(epoch, step)
        validation_seconds = time.monotonic() - validation_began
        arrays = self._program.weights()
        if not all(np.isfinite(array).all() for array in arrays.values()):
            return self._diverged(epoch, step)  # the loss of a step is taken before its update
        weights = checkpoints.write(self.folder / checkpoints.weights_name(epoch), arrays)
        state = checkpoints.write(self.folder / checkpoints.optimizer_name(epoch), self._program.optimizer_state())
        self.is_within_epoch = False
        images = self._program.train_count
        command = yield EpochEnded(
            epoch=epoch,
            loss=loss_sum / images,
            accuracy=correct / images,
            validation_loss=validation and validation.loss_sum / validation.images,
            validation_accuracy=validation and validation.correct / validation.images,
            seconds=self.seconds,
            training_seconds=training_seconds,
            validation_seconds=validation_seconds,
            checkpoint=weights,
            optimizer=state,
        )
        checkpoints.remove_old_optimizers(self.folder, epoch=epoch)
        if epoch < self._config.epochs:
            _obey(command)
        return None

    def steered(self) -> RunSteered:
        """Return the event of a stop that was heard here."""
        return RunSteered(action="stop", epoch=self.epoch_at, step=self.step_at, seconds=self.seconds)

    def test(self) -> Training:
        """Read the test images once and say how it went; a stop no longer matters."""
        tally = yield from self._read("test", self._program.test_count, obey=False)
        assert tally is not None
        yield TestEnded(loss=tally.loss_sum / tally.images, correct=tally.correct, count=tally.images)

    def _chunk_of_steps(self, first: int) -> Tally:
        tally = self._program.take_steps(first, self._step_pace.begin())
        self._step_pace.end(tally.steps)
        if first + tally.steps == self._program.steps_per_epoch - 1 and tally.is_finite:
            tally = tally + self._program.take_steps(first + tally.steps, 1)  # a batch alone says little
        self.step_at += tally.steps
        self.is_within_epoch = True
        return tally

    def _steps_ended(self, tally: Tally) -> StepsEnded:
        return StepsEnded(
            epoch=self.epoch_at,
            first_step=self.step_at - tally.steps + 1,
            last_step=self.step_at,
            mean_loss=tally.loss_sum / tally.images,
            accuracy=tally.correct / tally.images,
            seconds=self.seconds,
        )

    def _warm_up(self) -> None:
        """Trace what comes later in the epoch, once the first point is out."""
        if self._is_warm:
            return
        self._is_warm = True
        self._program.take_steps(self._program.steps_per_epoch - 1, 0)
        for part, images in (("validation", self._program.validation_count), ("test", self._program.test_count)):
            if images:
                self._program.read_batches(part, 0, 0)
                self._program.read_batches(part, (images - 1) // EVALUATION_BATCH, 0)

    def _read(self, part: str, images: int, *, obey: bool = True) -> Generator[Event | None, Stop | None, Tally | None]:
        """Read all images of a part, hearing commands between chunks; None where there are none."""
        batches = -(-images // EVALUATION_BATCH)
        loss_sum, correct, read, first = 0.0, 0, 0, 0
        while first < batches:
            tally = self._program.read_batches(part, first, self._read_pace.begin())
            self._read_pace.end(tally.steps)
            first += tally.steps
            loss_sum, correct, read = loss_sum + tally.loss_sum, correct + tally.correct, read + tally.images
            command = yield None
            if obey:
                _obey(command)
            elif isinstance(command, Stop):  # heard; there is nothing left to stop
                yield self.steered()
        return Tally(loss_sum, correct, read, batches, True) if read else None

    def _diverged(self, epoch: int, step: int) -> RunEnded:
        kept = {0: "No epoch was finished before.", 1: "Epoch 1 is kept."}.get(
            epoch - 1, f"Epochs 1 to {epoch - 1} are kept."
        )
        message = (
            f"The loss left the range of numbers in epoch {epoch}, step {step}: "
            f"the learning rate is too high. {kept} Try a tenth of it."
        )
        return RunEnded(outcome="diverged", epoch=epoch, step=step, message=message)


def _obey(command: Stop | None) -> None:
    if isinstance(command, Stop):
        raise _Stopped
