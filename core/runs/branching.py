"""Where one run goes on from another one's epoch: what may differ, and the files that are copied.

Copied, so that the parent can be deleted. Epoch 0 stands for the initial weights, which the seed gives: a branch from
there restarts the run with other settings.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from core.errors import CheckpointError, RunStateError, SpecError
from core.messages.runs import log
from core.messages.runs import refusals as messages
from core.runs.log.run_record import RunRecord
from core.training.record import checkpoints, taught_digits
from core.training.record.checkpoint import Checkpoint
from core.training.record.events import RunBranched
from core.training.record.history import History
from core.training.record.taught_digits import Learned
from core.training.settings.config import TrainingConfig
from core.training.settings.optimizers import state_size
from models.spec import NetworkSpec


def epochs_to_branch_from(history: History) -> tuple[int, ...]:
    """Return the epochs of a run that another one can go on from, in order; 0 is the initial weights.

    A run that learned a person's hand began with no initial weights of its own. Where its inputs are scaled as another
    model's are, and no setting says how, none can go on from it: it would be given other inputs.
    """
    kept = tuple(epoch.epoch for epoch in history.kept_epochs)
    if history.has_taught:
        return kept if history.taught is not None and history.taught.pixels.plain_scale is not None else ()
    return (0, *((history.first_epoch,) if history.first_epoch else ()), *kept)


def learned_file(history: History) -> Checkpoint | None:
    """Return the file of a run that says which own digits its weights have learned from; None where it has none."""
    if history.taught is not None:
        return history.taught.digits
    return history.branched.learned if history.branched is not None else None


def check_branch(parent: RunRecord, epoch: int, spec: NetworkSpec, config: TrainingConfig) -> None:
    """Refuse a branch that its parent's weights do not fit, or that has nothing left to train.

    Raises:
        SpecError: the network differs by more than rates of dropout.
        RunStateError: no epoch is left, or another seed was asked for where the seed gives the weights.
    """
    if spec.with_dropout_rate(0.0) != parent.spec.with_dropout_rate(0.0):
        raise SpecError(messages.branch_of_another_network(), layer=None)
    if epoch >= config.epochs:
        raise RunStateError(messages.branch_without_epochs(epoch=epoch, epochs=config.epochs))
    if epoch == 0 and config.seed != parent.config.seed:
        raise RunStateError(messages.branch_of_another_seed(seed=config.seed, parent_seed=parent.config.seed))


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
        raise RunStateError(log.no_such_epoch(epoch=epoch))
    if epoch == 0:
        return RunBranched(parent=parent.id, epoch=0, checkpoint=None, optimizer=None)
    source, target = runs_folder / parent.id, runs_folder / run
    origin = next((ended for ended in history.epochs if ended.epoch == epoch), history.branched)
    assert origin is not None
    assert origin.checkpoint is not None
    weights = checkpoints.read(source / origin.checkpoint.name, digest=origin.checkpoint.digest)
    written = checkpoints.write(target / checkpoints.weights_name(epoch), weights)
    state = None
    if origin.optimizer is not None and config.optimizer == parent.config.optimizer:
        try:
            arrays = checkpoints.read(source / origin.optimizer.name, digest=origin.optimizer.digest)
        except CheckpointError:  # not kept for so long
            arrays = {}
        if len(arrays) == state_size(config, trainable=_trainable(parent.spec)):
            state = checkpoints.write(target / checkpoints.optimizer_name(epoch), arrays)
    learned = _copy_learned(history, source, target)
    return RunBranched(parent=parent.id, epoch=epoch, checkpoint=written, optimizer=state, learned=learned)


def _copy_learned(history: History, source: Path, target: Path) -> Checkpoint | None:
    """Write into a branch's folder which own digits its weights have learned from, without the pictures."""
    file, learned = learned_file(history), Learned(is_complete=False)
    if file is None and not history.lost_beginning:
        return None
    if file is not None:
        with contextlib.suppress(CheckpointError):
            learned = taught_digits.read_learned(source, file)
    return taught_digits.write_learned(target, learned)


def _trainable(spec: NetworkSpec) -> int:
    """Return how many arrays of a network learn: two of each layer that learns at all."""
    return sum(2 for row in spec.rows() if row.trainable_parameters)
