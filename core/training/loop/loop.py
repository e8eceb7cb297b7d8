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
from core.training.graph.training_graph import TrainingGraph
from core.training.loop.epoch_loop import EpochLoop
from core.training.loop.run_control import Stopped, Training
from core.training.record import checkpoints
from core.training.record.events import (
    EpochEnded,
    ModelKept,
    RunBranched,
    RunEnded,
    RunResumed,
    RunStarted,
    RunSteered,
)
from core.training.record.kept_epochs import keeping
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec

NOT_KEPT = "Stopped. There was no room left to keep the model of that step; the epochs before are kept."


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
        again: True for a further attempt at the same course.

    Yields:
        Events, `RunEnded` last; None where there is nothing to say and a command would be heard. Send commands.

    Raises:
        ConfigError: the settings do not fit the data.
        CheckpointError: what it should go on from is missing or damaged.
    """
    program = TrainingGraph(spec, config, data_folder)
    course = EpochLoop(program, config, Path(run_folder), best=best, changes=changes)
    beginning = {
        "train_images": program.train_count,
        "validation_images": program.validation_count,
        "steps_per_epoch": program.steps_per_epoch,
        "threads": threads,
        "compiled": program.compiled,
        "device": program.device,
        "pixels": program.examples.pixels,
        "keep_every": keeping(spec, config).every,
    }
    first = 1
    if begin_from is not None:
        first = begin_from.epoch + 1
        course.restore(begin_from)
    try:
        yield from course.say(RunResumed(from_epoch=first - 1, **beginning) if again else RunStarted(**beginning))
        course.look_back_soon()  # at a network that has learned nothing yet
        for epoch in range(first, config.epochs + 1):
            ended = yield from course.epoch(epoch)
            if ended is not None and ended.outcome == "diverged":
                yield ended
                return
            if ended is not None:
                break
        else:
            ended = RunEnded(outcome="finished", epoch=config.epochs)
        yield from course.restore_best()
    except Stopped:
        ended = RunEnded(outcome="stopped", epoch=course.epoch_at)
        yield course.steering.steered("stop")
        if course.is_within_epoch:
            course.look()
            try:
                kept = checkpoints.write(course.folder / checkpoints.STOPPED_NAME, program.weights())
            except DiskFullError:
                ended = RunEnded(outcome="stopped", epoch=course.epoch_at, message=NOT_KEPT)
            else:
                yield ModelKept(epoch=course.epoch_at, step=course.step_at, checkpoint=kept)
    if course.step_at:
        yield from course.test()
    yield ended
