"""A training on the small digits, in this process."""

from __future__ import annotations

import pytest

from core.training.settings.config import TrainingConfig
from models.mlp import mlp

SMALL_MLP = mlp(hidden=(16,), dropout=0)


@pytest.fixture
def train(request, small_dataset, tmp_path):
    """Give the events of a training on the small digits, as a generator; of the module's SPEC, or a small MLP."""

    from core.training.loop import loop  # only here: most tests of this folder need no TensorFlow

    default = getattr(request.module, "SPEC", SMALL_MLP)

    def start(spec=default, **settings):
        names = {"begin_from", "best", "changes", "again", "run_folder", "taught"} & set(settings)
        extra = {name: settings.pop(name) for name in names}
        # 75 divides the 1,350 images that train beside a validation and all 1,500: a smaller last batch is traced and
        # compiled for itself, so only tests that name another size have one
        config = TrainingConfig(**({"epochs": 1, "batch_size": 75} | settings))
        folder = extra.pop("run_folder", tmp_path)
        return loop.train(
            spec, config, data_folder=str(small_dataset.folder), run_folder=str(folder), threads=1, **extra
        )

    return start


@pytest.fixture
def short_chunks(monkeypatch):
    """Have a training listen after each step or two, and look at once whether it may go on."""
    from core.training.loop import chunk_length, run_control

    monkeypatch.setattr(chunk_length, "CHUNK_SECONDS", 0.0)
    monkeypatch.setattr(run_control, "POLL_SECONDS", 0.001)
