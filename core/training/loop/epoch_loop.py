"""The epochs of a training, one after the other, each with its steps, its validation and its checkpoint."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Sequence
from pathlib import Path

import numpy as np

from core.errors import DiskFullError
from core.messages.runs import endings
from core.training.graph.step_totals import StepTotals
from core.training.graph.training_graph import TrainingGraph
from core.training.loop.chunk_length import ChunkLength
from core.training.loop.evaluation import Evaluation
from core.training.loop.layer_health import LayerHealthMonitor
from core.training.loop.layer_probe import LayerProbe
from core.training.loop.run_control import RunControl, Training
from core.training.loop.single_step import explain_step
from core.training.loop.snapshot_writer import SnapshotWriter
from core.training.loop.teaching import Teaching
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
from core.training.record.kept_epochs import checkpoint_retention
from core.training.settings.commands import Command
from core.training.settings.config import TrainingConfig


class EpochLoop:
    """Where a training stands. Mutable; its generators yield events and are sent commands."""

    def __init__(
        self,
        graph: TrainingGraph,
        config: TrainingConfig,
        folder: Path,
        *,
        best: EpochEnded | None,
        changes: Sequence[RunSteered],
        teaching: Teaching | None = None,
    ) -> None:
        self.folder = folder
        self.is_within_epoch = False  # steps were taken since the last checkpoint
        self.control = RunControl(graph, changes=changes)
        self._graph = graph
        self._config = config
        self._best = best
        self._teaching = teaching
        self._chunk_length = ChunkLength()
        self._evaluation = Evaluation(graph, self.control)
        probe = LayerProbe(graph)
        self._health = LayerHealthMonitor(graph, probe)
        self._snapshots = SnapshotWriter(graph, probe, folder)
        self._to_trace = deque((*graph.rest_to_trace(), self._snapshots.trace, probe.trace_activations))

    def restore(self, begin_from: EpochEnded | RunBranched) -> None:
        """Take the state after an epoch: weights, the optimizer's where it was kept, and changes of settings."""
        self.control.restore(begin_from.epoch)  # first: a change may bring variables to be restored
        if begin_from.checkpoint is not None:
            self._graph.set_weights(self._read_file(begin_from.checkpoint))
        if begin_from.optimizer is not None:
            self._graph.set_optimizer_state(self._read_file(begin_from.optimizer))

    def train_epoch(self, epoch: int) -> Generator[Event | None, Command | None, RunEnded | None]:
        """Train one epoch, read the validation images, write the checkpoint; returns an end where the run has one."""
        self.control.epoch = epoch
        self._graph.start_epoch(epoch)
        training_began = self.control.clock
        loss_sum, correct, step = 0.0, 0, 0
        while step < self._graph.steps_per_epoch:
            if self.control.explains_next_step:
                totals, explanation = self._explained_step(step)
            else:
                totals, explanation = self._chunk_of_steps(step), None
            step += totals.steps
            loss_sum += totals.loss_sum
            correct += totals.correct
            if not totals.is_finite:
                return self._diverged(epoch, step)
            if explanation is not None:
                yield from self.control.emit_now(explanation)
            if self.control.will_pause:
                self.write_snapshot()
            yield from self.control.emit(self._steps_ended(totals))
            self._snapshots.write_remembered()
            if self._to_trace:  # what comes later; once the first point is out, and a part at a time
                self._to_trace.popleft()()
            if self._snapshots.is_due:
                self.write_snapshot()
        training_seconds = self.control.clock - training_began

        validation_began = self.control.clock
        validation = yield from self._evaluation.run("validation")
        if validation is not None and not np.isfinite(validation.loss_sum):
            return self._diverged(epoch, step)
        validation_seconds = self.control.clock - validation_began
        arrays = self._graph.weights()
        if not all(np.isfinite(array).all() for array in arrays.values()):
            return self._diverged(epoch, step)  # the loss of a step is taken before its update
        health = yield from self._health.measure(self.control.emit)
        weights = yield from self._write(checkpoints.weights_name(epoch), arrays)
        state = yield from self._write(checkpoints.optimizer_name(epoch), self._graph.optimizer_state())
        self.is_within_epoch = False
        images = self._graph.train_count
        ended = EpochEnded(
            epoch=epoch,
            loss=loss_sum / images,
            accuracy=correct / images,
            validation_loss=validation and validation.loss_sum / validation.images,
            validation_accuracy=validation and validation.correct / validation.images,
            seconds=self.control.seconds,
            training_seconds=training_seconds,
            validation_seconds=validation_seconds,
            checkpoint=weights,
            optimizer=state,
            confusion=validation.confusion if validation else (),
            sure_mistakes=validation.sure_mistakes if validation else 0,
            health=health,
        )
        self.write_snapshot(health)
        is_last = epoch == self._config.epochs
        early = self._ends_early(ended)
        if is_last or early is not None:
            yield from self.control.emit_now(ended)
        else:
            self.control.count_epoch(epoch)
            yield from self.control.emit(ended)
        checkpoints.remove_old_optimizers(self.folder, epoch=epoch)
        return early

    def write_snapshot(self, health: tuple[LayerHealth, ...] = ()) -> None:
        """Write a snapshot of the network as it is now; `health` is what was just measured of it."""
        self._snapshots.write(epoch=self.control.epoch, step=self.control.step, health=health)

    def write_snapshot_later(self) -> None:
        """Have a snapshot written of the network as it is now, after the next steps: a person waits for their point."""
        self._snapshots.remember(epoch=self.control.epoch, step=self.control.step)

    def restore_best(self) -> Training:
        """Put the weights of the best epoch back, where the settings ask for that and it is not the last one."""
        best = self._best
        if self._config.patience and self._config.restore_best and best is not None and best.epoch < self.control.epoch:
            self._graph.set_weights(self._read_file(best.checkpoint))
            yield from self.control.emit_now(BestRestored(epoch=best.epoch))

    def test(self) -> Training:
        """Read the test images once and say how it went; no command matters any more."""
        totals = yield from self._evaluation.run("test", applies_commands=False)
        assert totals is not None
        ended = TestEnded(loss=totals.loss_sum / totals.images, correct=totals.correct, count=totals.images)
        yield ended
        if self._teaching is not None:
            yield from self._teaching.test(self._graph, self._evaluation, ended)

    def _read_file(self, file: Checkpoint) -> dict[str, np.ndarray]:
        return checkpoints.read(self.folder / file.name, digest=file.digest)

    def _write(self, name: str, arrays: dict[str, np.ndarray]) -> Generator[Event | None, Command | None, Checkpoint]:
        """Write a checkpoint; while there is no room the run waits, and tries again now and then."""
        while True:
            try:
                written = checkpoints.write(self.folder / name, arrays)
            except DiskFullError:
                yield from self.control.wait(endings.waits_for_room(epoch=self.control.epoch))
            else:
                yield from self.control.resume()
                return written

    def _explained_step(self, first: int) -> tuple[StepTotals, Event]:
        totals: list[StepTotals] = []
        explanation = explain_step(
            self._graph, first, number=self.control.step + 1, take=lambda: totals.append(self._chunk_of_steps(first))
        )
        self.control.explains_next_step = False
        return totals[0], explanation

    def _chunk_of_steps(self, first: int) -> StepTotals:
        allowed = self.control.limit(self._chunk_length.begin())
        totals = self._graph.take_steps(first, allowed)
        self._chunk_length.end(totals.steps)
        is_last_left = first + totals.steps == self._graph.steps_per_epoch - 1 and totals.is_finite
        if is_last_left and totals.steps < self.control.limit(totals.steps + 1):  # a batch alone says little
            totals = totals + self._graph.take_steps(first + totals.steps, 1)
        self.control.count(totals.steps)
        self.is_within_epoch = True
        return totals

    def _ends_early(self, ended: EpochEnded) -> RunEnded | None:
        """Remember the best epoch; return the run's end if too many went by since."""
        loss, best = ended.validation_loss, self._best
        if loss is not None and (best is None or best.validation_loss is None or loss < best.validation_loss):
            self._best = best = ended
        if not self._config.patience or best is None or ended.epoch - best.epoch < self._config.patience:
            return None
        if ended.epoch == self._config.epochs:
            return None
        reason = endings.ended_early(epoch=ended.epoch, best_epoch=best.epoch, restored=self._config.restore_best)
        return RunEnded(outcome="finished", epoch=ended.epoch, reason=reason)

    def _steps_ended(self, totals: StepTotals) -> StepsEnded:
        return StepsEnded(
            epoch=self.control.epoch,
            first_step=self.control.step - totals.steps + 1,
            last_step=self.control.step,
            mean_loss=totals.loss_sum / totals.images,
            accuracy=totals.correct / totals.images,
            seconds=self.control.seconds,
        )

    def _diverged(self, epoch: int, step: int) -> RunEnded:
        every_epoch_kept = checkpoint_retention(self._graph.spec, self._config).every == 1
        reason = endings.diverged(epoch=epoch, step=step, every_epoch_kept=every_epoch_kept)
        return RunEnded(outcome="diverged", epoch=epoch, step=step, reason=reason)
