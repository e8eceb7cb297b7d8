"""A capsule of a network that nobody trained, as a test wants it: no Keras."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from core.export.capsule.capsule import write_capsule
from core.export.capsule.document import CapsuleHistory, CapsuleTraining, EpochFigures
from core.importing.variables import weight_shapes
from core.inference.loaded_networks import StoredNetwork
from core.training.record import checkpoints
from core.training.record.events import RunStarted, TestEnded
from core.training.settings.config import TrainingConfig
from models.mlp import mlp

SPEC = mlp(hidden=(3,), dropout=0.1)
CONFIG = TrainingConfig(epochs=2, seed=5)
STARTED = RunStarted(train_images=900, validation_images=100, steps_per_epoch=8, threads=2, compiled=True, device="CPU")
TEST = TestEnded(loss=0.25, correct=920, count=1000)


def epoch(number: int, **other) -> EpochFigures:
    figures = {"loss": 0.5 / number, "accuracy": 0.9, "validation_loss": 0.4, "validation_accuracy": 0.91}
    return EpochFigures(**{"epoch": number, "seconds": 1.5, "weights": f"{number}" * 64} | figures | other)


def stored_network(folder: Path, *, seed: int = 0) -> StoredNetwork:
    """Write weights into a folder and return their network."""
    generator = np.random.default_rng(seed)
    arrays = {name: generator.random(shape, np.float32) for name, shape in weight_shapes(SPEC).items()}
    written = checkpoints.write(folder / "weights.npz", arrays)
    return StoredNetwork(spec=SPEC, path=str(folder / written.name), digest=written.digest)


def training_of(stored: StoredNetwork) -> tuple[CapsuleTraining, CapsuleHistory]:
    """Return two epochs, of which the last gave these weights."""
    training = CapsuleTraining(data="d" * 64, started=STARTED, epoch=2, step=None, begun_from=None, changes=())
    return training, CapsuleHistory(epochs=(epoch(1), epoch(2, weights=stored.digest)), test=TEST)


def write(folder: Path, name: str = "capsule.zip", **other) -> Path:
    """Write a capsule into a folder; `other` are arguments of `write_capsule`."""
    stored = other.pop("stored", None) or stored_network(folder)
    training, history = training_of(stored)
    named = {"stored": stored, "config": CONFIG, "training": training, "history": history} | other
    list(write_capsule(str(folder / name), **named))
    return folder / name


def with_members(capsule: bytes, changed: Mapping[str, bytes | None]) -> bytes:
    """Return a capsule with other members; None leaves one out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(capsule)) as old, zipfile.ZipFile(buffer, "w") as new:
        members = {name: old.read(name) for name in old.namelist()} | dict(changed)
        for name, data in members.items():
            if data is not None:
                new.writestr(name, data)
    return buffer.getvalue()
