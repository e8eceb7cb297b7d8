"""The generator that trains: it yields events and is sent commands, and takes no step while it is suspended.

`list(train(...))` is a whole training. Chunks of about a tenth of a second lie between two events, so a command takes
effect in that time, during validation too; only tracing and writing a checkpoint hold it up. Everything random comes
from (seed, epoch): a run that goes on from a kept epoch, in another process, ends with the same bits as one that never
stopped, also where its settings were changed on the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.errors import DiskFullError
from core.messages.runs import endings
from core.training.graph.training_graph import TrainingGraph
from core.training.loop.epoch_loop import EpochLoop
from core.training.loop.run_control import Stopped, Training
from core.training.loop.teaching import Teaching
from core.training.record import checkpoints
from core.training.record.events import (
    EpochEnded,
    ModelKept,
    RunBranched,
    RunEnded,
    RunResumed,
    RunStarted,
    RunSteered,
    RunTaught,
)
from core.training.record.kept_epochs import checkpoint_retention
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec


def train(
    spec: NetworkSpec,
    config: TrainingConfig,
    *,
    data_folder: str,
    run_folder: str,
    threads: int,
    begin_from: EpochEnded | RunBranched | None = None,
    best: EpochEnded | None = None,
    changes: Sequence[RunSteered] = (),
    again: bool = False,
    taught: RunTaught | None = None,
) -> Training:
    """Train a network and yield what happens; each checkpoint is on the disk before its event.

    Args:
        spec: the network.
        config: how it is trained.
        data_folder: of a prepared data set.
        run_folder: where the run's checkpoints lie.
        threads: threads within one operation, as this process was started with; recorded.
        begin_from: the epoch to go on from, its files in `run_folder`; None for the very beginning.
        best: of the epochs up to there, the one with the lowest validation loss; early stopping looks at it.
        changes: of settings, in the order of their steps, made in earlier attempts: met again at the same steps.
        again: True for a further attempt at the same training.
        taught: whose hand it learns and from which weights on, the files in `run_folder`; None for any other run.

    Yields:
        Events, `RunEnded` last; None where there is nothing to say and a command would be heard. Send commands.

    Raises:
        ConfigError: the settings do not fit the data.
        CheckpointError: what it should go on from is missing or damaged.
    """
    teaching = None if taught is None else Teaching(taught, Path(run_folder))
    graph = TrainingGraph(spec, config, data_folder, None if teaching is None else teaching.own_images)
    epoch_loop = EpochLoop(graph, config, Path(run_folder), best=best, changes=changes, teaching=teaching)
    beginning = {
        "train_images": graph.train_count,
        "validation_images": graph.validation_count,
        "steps_per_epoch": graph.steps_per_epoch,
        "threads": threads,
        "compiled": graph.compiled,
        "device": graph.device,
        "pixels": graph.examples.pixels,
        "keep_every": checkpoint_retention(spec, config).every,
    }
    first = 1
    if begin_from is not None:
        first = begin_from.epoch + 1
        epoch_loop.restore(begin_from)
    elif teaching is not None:
        teaching.begin(graph)
    try:
        started = RunResumed(from_epoch=first - 1, **beginning) if again else RunStarted(**beginning)
        yield from epoch_loop.control.emit(started)
        epoch_loop.write_snapshot_later()  # of a network as it begins
        for epoch in range(first, config.epochs + 1):
            ended = yield from epoch_loop.train_epoch(epoch)
            if ended is not None and ended.outcome == "diverged":
                yield ended
                return
            if ended is not None:
                break
        else:
            ended = RunEnded(outcome="finished", epoch=config.epochs)
        yield from epoch_loop.restore_best()
    except Stopped:
        ended = RunEnded(outcome="stopped", epoch=epoch_loop.control.epoch)
        yield epoch_loop.control.steered_event("stop")
        if epoch_loop.is_within_epoch:
            try:
                kept = checkpoints.write(epoch_loop.folder / checkpoints.STOPPED_NAME, graph.weights())
            except DiskFullError:
                reason = endings.stopped_model_not_kept()
                ended = RunEnded(outcome="stopped", epoch=epoch_loop.control.epoch, reason=reason)
            else:
                yield ModelKept(epoch=epoch_loop.control.epoch, step=epoch_loop.control.step, checkpoint=kept)
            epoch_loop.write_snapshot()  # not before: the model must be safe as soon as it can be
    if epoch_loop.control.step:
        yield from epoch_loop.test()
    yield ended
