"""What a run that teaches begins with: another model's weights and a person's digits, copied into its folder.

Copied, so that the model and the digits can be deleted; with the run its copies go.
"""

from __future__ import annotations

from pathlib import Path

from core.errors import LabError
from core.inference.loaded_networks import StoredNetwork
from core.runs.branching import learned_file
from core.runs.log.histories import Histories
from core.runs.log.models import Model
from core.runs.teaching.method import OWN_SHARE
from core.training.record import checkpoints, taught_digits
from core.training.record.events import RunTaught
from core.training.record.taught_digits import Learned, TaughtDigits
from core.training.settings.losses import Loss


def taught_from(parent: str, network: StoredNetwork, digits: TaughtDigits, *, folder: Path) -> RunTaught:
    """Write both files and return the event that says so.

    Args:
        parent: name of the model that is taught.
        network: that model.
        digits: of the person.
        folder: of the run; made where missing.

    Raises:
        CheckpointError: the model's weights are missing or damaged.
        DiskFullError: there is no room.
    """
    weights = checkpoints.read(Path(network.path), digest=network.digest)
    taught = int(digits.is_taught.sum())
    return RunTaught(
        parent=parent,
        checkpoint=checkpoints.write(folder / taught_digits.FIRST_WEIGHTS_NAME, weights),
        digits=taught_digits.write(folder, digits),
        taught=taught,
        held_out=len(digits.labels) - taught,
        own_share=OWN_SHARE,
        pixels=network.pixels,
    )


def learned_digits(model: Model, histories: Histories, *, runs_folder: Path) -> Learned:
    """Return which own digits a model, or one that it came from, has learned from.

    Of a model from a file nobody knows them; nor of a run whose files are damaged.
    """
    if model.record is None:
        return Learned(is_complete=model.imported is None)
    run, seen = model.record.id, set[str]()
    while run not in seen:
        seen.add(run)
        history = histories.outline(run)
        if history.lost_beginning:
            return Learned(is_complete=False)
        file = learned_file(history)
        if file is not None:
            try:
                return taught_digits.read_learned(runs_folder / run, file)
            except LabError:
                return Learned(is_complete=False)
        if history.branched is None or not history.branched.epoch:  # which began with the initial weights
            break
        run = history.branched.parent
    return Learned()


def loss_of(model: Model) -> Loss:
    """Return the loss that a model is taught by: its run's, or the one that its outputs suit."""
    if model.record is not None:
        return model.record.config.loss
    return "binary_crossentropy" if model.network.output_function == "sigmoid" else "sparse_categorical_crossentropy"
