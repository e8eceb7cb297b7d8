"""A training's course: its epochs one after the other, each with its steps, its validation and its checkpoint."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Sequence
from pathlib import Path

import numpy as np

from core.errors import DiskFullError
from core.training.graph.step_totals import StepTotals
from core.training.graph.training_graph import EVALUATION_BATCH, TrainingGraph
from core.training.loop.chunk_length import ChunkLength
from core.training.loop.layer_health import Health
from core.training.loop.layer_probe import LayerProbe
from core.training.loop.run_control import RunControl, Training
from core.training.loop.single_step import explained
from core.training.loop.snapshot_writer import SnapshotWriter
from core.training.record import checkpoints
from core.training.record.events import (
    BestRestored,
    Checkpoint,
    EpochEnded,
    Event,
    LayerHealth,
    RunBranched,
    RunEnded,
    RunSteered,
    StepsEnded,
    TestEnded,
)
from core.training.record.kept_epochs import keeping
from core.training.settings.commands import Command, Stop
from core.training.settings.config import TrainingConfig

NO_ROOM_LEFT = "No room left to save epoch {epoch}. Training is paused; free some space, and it goes on."


class EpochLoop:
    """Where a training stands. Mutable; its generators yield events and are sent commands."""

    def __init__(
        self,
        program: TrainingGraph,
        config: TrainingConfig,
        folder: Path,
        *,
        best: EpochEnded | None,
        changes: Sequence[RunSteered],
    ) -> None:
        self.folder = folder
        self.is_within_epoch = False  # steps were taken since the last checkpoint
        self.steering = RunControl(program, changes=changes)
        self.say = self.steering.say
        self._program = program
        self._config = config
        self._best = best
        self._step_pace = ChunkLength()
        self._read_pace = ChunkLength()
        probe = LayerProbe(program)
        self._health = Health(program, probe)
        self._watch = SnapshotWriter(program, probe, folder)
        self._to_look_back: tuple[int, int, dict[str, np.ndarray]] | None = None
        self._to_trace = deque((*program.rest_to_trace(), self._watch.trace, probe.trace_values))

    @property
    def epoch_at(self) -> int:
        return self.steering.epoch_at

    @property
    def step_at(self) -> int:
        return self.steering.step_at

    def restore(self, begin_from: EpochEnded | RunBranched) -> None:
        """Take the state after an epoch: weights, the optimizer's where it was kept, and changes of settings."""
        self.steering.restore(begin_from.epoch)  # first: a change of momentum may bring variables to be restored
        if begin_from.checkpoint is not None:
            self._program.set_weights(self._read_file(begin_from.checkpoint))
        if begin_from.optimizer is not None:
            self._program.set_optimizer_state(self._read_file(begin_from.optimizer))

    def epoch(self, epoch: int) -> Generator[Event | None, Command | None, RunEnded | None]:
        """Train one epoch, read the validation images, write the checkpoint; returns an end where the run has one."""
        self.steering.epoch_at = epoch
        self._program.start_epoch(epoch)
        training_began = self.steering.clock
        loss_sum, correct, step = 0.0, 0, 0
        while step < self._program.steps_per_epoch:
            if self.steering.explains:
                tally, said = self._explained_step(step)
            else:
                tally, said = self._chunk_of_steps(step), None
            step += tally.steps
            loss_sum += tally.loss_sum
            correct += tally.correct
            if not tally.is_finite:
                return self._diverged(epoch, step)
            if said is not None:
                yield from self.steering.tell(said)
            if self.steering.is_to_pause:
                self.look()
            yield from self.say(self._steps_ended(tally))
            if self._to_look_back is not None:
                self._look_back()
            if self._to_trace:  # what comes later; once the first point is out, and a part at a time
                self._to_trace.popleft()()
            if self._watch.is_due:
                self.look()
        training_seconds = self.steering.clock - training_began

        validation_began = self.steering.clock
        validation = yield from self._read("validation", self._program.validation_count)
        if validation is not None and not np.isfinite(validation.loss_sum):
            return self._diverged(epoch, step)
        validation_seconds = self.steering.clock - validation_began
        arrays = self._program.weights()
        if not all(np.isfinite(array).all() for array in arrays.values()):
            return self._diverged(epoch, step)  # the loss of a step is taken before its update
        health = yield from self._health.measured(self.say)
        weights = yield from self._write(checkpoints.weights_name(epoch), arrays)
        state = yield from self._write(checkpoints.optimizer_name(epoch), self._program.optimizer_state())
        self.is_within_epoch = False
        images = self._program.train_count
        ended = EpochEnded(
            epoch=epoch,
            loss=loss_sum / images,
            accuracy=correct / images,
            validation_loss=validation and validation.loss_sum / validation.images,
            validation_accuracy=validation and validation.correct / validation.images,
            seconds=self.steering.seconds,
            training_seconds=training_seconds,
            validation_seconds=validation_seconds,
            checkpoint=weights,
            optimizer=state,
            confusion=validation.confusion if validation else (),
            sure_mistakes=validation.sure_mistakes if validation else 0,
            health=health,
        )
        self.look(health)
        is_last = epoch == self._config.epochs
        early = self._ends_early(ended)
        if is_last or early is not None:
            yield ended
        else:
            self.steering.ended_epoch(epoch)
            yield from self.say(ended)
        checkpoints.remove_old_optimizers(self.folder, epoch=epoch)
        return early

    def look(self, health: tuple[LayerHealth, ...] = ()) -> None:
        """Leave a glimpse of the network as it is now; `health` is what was just measured of it."""
        self._to_look_back = None
        self._watch.look(epoch=self.epoch_at, step=self.step_at, health=health)

    def look_back_soon(self) -> None:
        """Have a glimpse left of the network as it is now, after the next steps: a person waits for their point."""
        self._to_look_back = self.epoch_at, self.step_at, self._program.weights()

    def _look_back(self) -> None:
        assert self._to_look_back is not None
        (epoch, step, before), now = self._to_look_back, self._program.weights()
        self._to_look_back = None
        self._program.set_weights(before)
        self._watch.look(epoch=epoch, step=step)
        self._program.set_weights(now)

    def restore_best(self) -> Training:
        """Put the weights of the best epoch back, where the settings ask for that and it is not the last one."""
        best = self._best
        if self._config.patience and self._config.restore_best and best is not None and best.epoch < self.epoch_at:
            self._program.set_weights(self._read_file(best.checkpoint))
            yield BestRestored(epoch=best.epoch)

    def test(self) -> Training:
        """Read the test images once and say how it went; no command matters any more."""
        tally = yield from self._read("test", self._program.test_count, obey=False)
        assert tally is not None
        yield TestEnded(loss=tally.loss_sum / tally.images, correct=tally.correct, count=tally.images)

    def _read_file(self, file: Checkpoint) -> dict[str, np.ndarray]:
        return checkpoints.read(self.folder / file.name, digest=file.digest)

    def _write(self, name: str, arrays: dict[str, np.ndarray]) -> Generator[Event | None, Command | None, Checkpoint]:
        """Write a checkpoint; while there is no room the run waits, and tries again now and then."""
        while True:
            try:
                written = checkpoints.write(self.folder / name, arrays)
            except DiskFullError:
                yield from self.steering.hold(NO_ROOM_LEFT.format(epoch=self.epoch_at))
            else:
                yield from self.steering.release()
                return written

    def _explained_step(self, first: int) -> tuple[StepTotals, Event]:
        tallies: list[StepTotals] = []
        said = explained(
            self._program, first, number=self.step_at + 1, take=lambda: tallies.append(self._chunk_of_steps(first))
        )
        self.steering.explains = False
        return tallies[0], said

    def _chunk_of_steps(self, first: int) -> StepTotals:
        allowed = self.steering.at_most(self._step_pace.begin())
        tally = self._program.take_steps(first, allowed)
        self._step_pace.end(tally.steps)
        is_last_left = first + tally.steps == self._program.steps_per_epoch - 1 and tally.is_finite
        if is_last_left and tally.steps < self.steering.at_most(tally.steps + 1):  # a batch alone says little
            tally = tally + self._program.take_steps(first + tally.steps, 1)
        self.steering.took(tally.steps)
        self.is_within_epoch = True
        return tally

    def _ends_early(self, ended: EpochEnded) -> RunEnded | None:
        """Remember the best epoch; return the run's end if too many went by since."""
        loss, best = ended.validation_loss, self._best
        if loss is not None and (best is None or best.validation_loss is None or loss < best.validation_loss):
            self._best = best = ended
        if not self._config.patience or best is None or ended.epoch - best.epoch < self._config.patience:
            return None
        if ended.epoch == self._config.epochs:
            return None
        back = " Its weights are back." if self._config.restore_best else ""
        message = f"Ended early after epoch {ended.epoch}: validation loss was lowest after epoch {best.epoch}.{back}"
        return RunEnded(outcome="finished", epoch=ended.epoch, message=message)

    def _steps_ended(self, tally: StepTotals) -> StepsEnded:
        return StepsEnded(
            epoch=self.epoch_at,
            first_step=self.step_at - tally.steps + 1,
            last_step=self.step_at,
            mean_loss=tally.loss_sum / tally.images,
            accuracy=tally.correct / tally.images,
            seconds=self.steering.seconds,
        )

    def _read(
        self, part: str, images: int, *, obey: bool = True
    ) -> Generator[Event | None, Command | None, StepTotals | None]:
        """Read all images of a part, hearing commands between chunks; None where there are none."""
        if not images:
            return None
        batches = -(-images // EVALUATION_BATCH)
        whole: StepTotals | None = None
        while whole is None or whole.steps < batches:
            tally = self._program.read_batches(part, whole.steps if whole else 0, self._read_pace.begin())
            self._read_pace.end(tally.steps)
            whole = whole + tally if whole else tally
            if obey:
                yield from self.say(None)
            elif isinstance((yield None), Stop):  # heard; there is nothing left to stop
                yield self.steering.steered("stop")
        return whole

    def _diverged(self, epoch: int, step: int) -> RunEnded:
        is_each_kept = keeping(self._program.spec, self._config).every == 1
        several = f"Epochs 1 to {epoch - 1} are kept." if is_each_kept else f"Epoch {epoch - 1} is kept."
        kept = {0: "No epoch was finished before.", 1: "Epoch 1 is kept."}.get(epoch - 1, several)
        message = (
            f"The loss left the range of numbers in epoch {epoch}, step {step}: "
            f"the learning rate is too high. {kept} Try a tenth of it."
        )
        return RunEnded(outcome="diverged", epoch=epoch, step=step, message=message)
