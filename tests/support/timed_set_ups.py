"""Set-ups whose epochs are timed on a server of engines without Keras, and what the stand-in is told to do."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from core.training.settings.config import TrainingConfig
from models.mlp import mlp
from tests.support.numpy_server import Server

SPEC = mlp(hidden=(2,), dropout=0)  # and 20 images in a batch: what the server's runs train
CONFIG = TrainingConfig(batch_size=20)
OTHER = TrainingConfig(batch_size=30)


@dataclasses.dataclass(frozen=True)
class Digits:
    """A data set's counts, and a folder for the files that tell the benchmark what to do."""

    folder: Path
    train_count: int = 200  # 180 train, 20 are held out
    test_count: int = 100


def tell(server: Server, what: str) -> None:
    """Write a file that the stand-in reads; see `numpy_trainer`."""
    (server.home / what).touch()
