"""What is asked how long an epoch of it takes, on a server of engines without Keras."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from core.training.settings.config import TrainingConfig
from models.mlp import mlp

SPEC = mlp(hidden=(2,), dropout=0)  # and 20 images in a batch: what the server's runs train
CONFIG = TrainingConfig(batch_size=20)


@dataclasses.dataclass(frozen=True)
class Digits:
    """A data set's counts."""

    folder: Path
    train_count: int = 200  # 180 train, 20 are held out
    test_count: int = 100
