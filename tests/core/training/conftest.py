"""A training on the small digits, in this process."""

from __future__ import annotations

import pytest

from core.training.settings.config import TrainingConfig
from models.mlp import mlp

SMALL_MLP = mlp(hidden=(16,), dropout=0)


@pytest.fixture
def train(small_dataset, tmp_path):
    """Give the events of a training on the small digits, as a generator."""

    from core.training.loop import loop  # only here: most tests of this folder need no TensorFlow

    def start(spec=SMALL_MLP, **settings):
        names = {"begin_from", "best", "changes", "again", "run_folder"} & set(settings)
        extra = {name: settings.pop(name) for name in names}
        config = TrainingConfig(**({"epochs": 1, "batch_size": 100} | settings))
        folder = extra.pop("run_folder", tmp_path)
        return loop.train(
            spec, config, data_folder=str(small_dataset.folder), run_folder=str(folder), threads=1, **extra
        )

    return start
