"""A small data set on the disk, as the engine opens it: pictures of ten kinds, some noise on each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.data import cache
from core.data.dataset import Dataset, open_dataset

TRAIN, TEST = 100, 80


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    """Return 100 training pictures, of which the last 10 validate, and 80 test pictures, labels 0 to 9 by turns."""
    rng = np.random.default_rng(5)
    kinds = rng.uniform(0, 200, (10, 4, 4)).repeat(7, axis=1).repeat(7, axis=2)
    arrays: dict[str, np.ndarray] = {}
    for split, count in (("train", TRAIN), ("test", TEST)):
        labels = (np.arange(count) % 10).astype(np.uint8)
        arrays[f"{split}_images"] = (kinds[labels] + rng.uniform(0, 50, (count, 28, 28))).astype(np.uint8)
        arrays[f"{split}_labels"] = labels
    record = cache.write_copy(tmp_path / "data", arrays, source="idx")
    return open_dataset(tmp_path / "data" / record.digest)
