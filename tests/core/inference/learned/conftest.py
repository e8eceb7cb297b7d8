"""A small data set on the disk, as the engine opens it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.data import cache
from core.data.dataset import Dataset, open_dataset

TRAIN, TEST = 60, 40


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    """Return noise with labels 0 to 9 by turns: 60 training and 40 test pictures."""
    rng = np.random.default_rng(5)
    arrays = {
        "train_images": rng.integers(0, 256, (TRAIN, 28, 28), np.uint8),
        "train_labels": (np.arange(TRAIN) % 10).astype(np.uint8),
        "test_images": rng.integers(0, 256, (TEST, 28, 28), np.uint8),
        "test_labels": (np.arange(TEST) % 10).astype(np.uint8),
    }
    record = cache.write_copy(tmp_path / "data", arrays, source="idx")
    return open_dataset(tmp_path / "data" / record.digest)
