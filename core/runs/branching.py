"""Where one run goes on from another one's epoch: what may differ, and the files that are copied.

Copied, so that the parent can be deleted. Epoch 0 stands for the initial weights, which the seed gives: a branch from
there restarts the run with other settings.
"""

from __future__ import annotations

from pathlib import Path

from core.errors import CheckpointError, RunStateError, SpecError
from core.runs.log.run_record import RunRecord
from core.training.record import checkpoints
from core.training.record.events import RunBranched
from core.training.record.history import History
from core.training.settings.config import TrainingConfig
from core.training.settings.optimizers import state_size
from models.spec import NetworkSpec


def epochs_to_branch_from(history: History) -> tuple[int, ...]:
    """Return the epochs of a run that another one can go on from, in order; 0 is the initial weights."""
    first = (history.first_epoch,) if history.first_epoch else ()
    return (0, *first, *(epoch.epoch for epoch in history.kept_epochs))


def check_branch(parent: RunRecord, epoch: int, spec: NetworkSpec, config: TrainingConfig) -> None:
    """Refuse a branch that its parent's weights do not fit, or that has nothing left to train.

    Raises:
        SpecError: the network differs by more than rates of dropout.
        RunStateError: no epoch is left, or another seed was asked for where the seed gives the weights.
    """
    if spec.with_dropout_rate(0.0) != parent.spec.with_dropout_rate(0.0):
        raise SpecError("A branch keeps its parent's network; only dropout rates may differ.", layer=None)
    if epoch >= config.epochs:
        raise RunStateError(
            f"A branch from epoch {epoch} needs more epochs than that; got {config.epochs}. Raise Epochs."
        )
    if epoch == 0 and config.seed != parent.config.seed:
        raise RunStateError(
            f"The same initial weights need the same seed, {parent.config.seed}; got {config.seed}. "
            "With another seed it would be another run."
        )


def copy_branch_point(
    parent: RunRecord, history: History, epoch: int, config: TrainingConfig, *, runs_folder: Path, run: str
) -> RunBranched:
    """Copy what a branch goes on from into its folder, and return the event that says so.

    The optimizer's state comes along where it is kept and the branch uses an optimizer with the same variables.

    Args:
        parent: the run to go on from.
        history: of that run.
        epoch: of that run, one of `epochs_to_branch_from`.
        config: of the branch.
        runs_folder: holds a folder for each run.
        run: id of the branch.

    Raises:
        RunStateError: the parent keeps no such epoch.
        CheckpointError: its weights are missing or damaged.
        DiskFullError: there is no room.
    """
    if epoch not in epochs_to_branch_from(history):
        raise RunStateError(f"This run keeps no epoch {epoch}; choose one of those that it has.")
    if epoch == 0:
        return RunBranched(parent=parent.id, epoch=0, checkpoint=None, optimizer=None)
    source, target = runs_folder / parent.id, runs_folder / run
    kept = next((one for one in history.epochs if one.epoch == epoch), history.branched)
    assert kept is not None
    assert kept.checkpoint is not None
    weights = checkpoints.read(source / kept.checkpoint.name, digest=kept.checkpoint.digest)
    written = checkpoints.write(target / checkpoints.weights_name(epoch), weights)
    state = None
    if kept.optimizer is not None and config.optimizer == parent.config.optimizer:
        try:
            found = checkpoints.read(source / kept.optimizer.name, digest=kept.optimizer.digest)
        except CheckpointError:  # not kept for so long
            found = {}
        if len(found) == state_size(config, trainable=_trainable(parent.spec)):
            state = checkpoints.write(target / checkpoints.optimizer_name(epoch), found)
    return RunBranched(parent=parent.id, epoch=epoch, checkpoint=written, optimizer=state)


def _trainable(spec: NetworkSpec) -> int:
    """Return how many arrays of a network learn: two of each layer that learns at all."""
    return sum(2 for row in spec.rows() if row.trainable_parameters)
