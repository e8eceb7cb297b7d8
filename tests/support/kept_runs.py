"""Runs in the log whose epochs' weights lie on the disk, as if they had been trained."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from core.inference.pretrained import pretrained
from core.runs.log.store import Store
from core.training.record import checkpoints
from core.training.record.events import RunBranched, RunEnded
from tests.support.written_runs import EPOCH, STARTED, new_run

Weights = Mapping[str, np.ndarray]


def kept_run(
    store: Store,
    runs_folder: Path,
    epochs: Sequence[Weights],
    *,
    branched: Weights | None = None,
    **fields: object,
) -> str:
    """Write a finished run that keeps these weights, of epochs 1, 2, ...; return its id.

    Args:
        store: the log.
        runs_folder: as the Lab has it.
        epochs: the weights after each epoch, by "layer/name".
        branched: those of another run's epoch 1 with which it began; its own epochs are then 2, 3, ...
        fields: of the record, as `new_run` takes them.
    """
    made = new_run(**fields)
    folder = runs_folder / made.record.id
    if branched is not None:
        kept = checkpoints.write(folder / "branch.npz", branched)
        begun = RunBranched(parent="0" * 32, epoch=1, checkpoint=kept, optimizer=None)
        made = dataclasses.replace(made, began_from=begun)
    store.create([made])
    first = 1 if branched is None else 2
    ended = [_ended(folder, epoch, weights) for epoch, weights in enumerate(epochs, start=first)]
    store.append(made.record.id, 1, [STARTED, *ended, RunEnded(outcome="finished", epoch=first + len(epochs) - 1)])
    return made.record.id


def blind_run(home: Path, *, blind: int, seeing: int, name: str) -> str:
    """Write a run that reads a 1 in everything for some epochs, and then as the pretrained network; return its id.

    Args:
        home: of a server that has looked which runs were interrupted: it has shown a page.
        blind: how many epochs.
        seeing: as many come after them.
        name: of the run.
    """
    network = pretrained().network
    weights = checkpoints.read(Path(network.path))
    (bias,) = (name for name, array in weights.items() if name.endswith("/bias") and array.shape == (10,))
    ones = {**weights, bias: weights[bias] + 100 * np.eye(10, dtype=np.float32)[1]}
    fields = {"spec": network.spec, "data": "0", "owner": "0" * 32, "name": name}
    return kept_run(Store(home / "runs.sqlite3"), home / "runs", [ones] * blind + [weights] * seeing, **fields)


def _ended(folder: Path, epoch: int, weights: Weights):
    kept = checkpoints.write(folder / checkpoints.weights_name(epoch), weights)
    return dataclasses.replace(EPOCH, epoch=epoch, checkpoint=kept)
