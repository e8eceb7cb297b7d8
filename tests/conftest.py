"""What more than one folder of tests needs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.data.fallback import make_digits
from core.data.mnist import Dataset, load_dataset


@pytest.fixture(scope="session")
def small_dataset(tmp_path_factory) -> Dataset:
    """The 1,797 digits that need no file: 1,500 train, 297 test."""
    return load_dataset(tmp_path_factory.mktemp("small"), None, make_fallback=make_digits)


@pytest.fixture(scope="session")
def mnist_path() -> Path:
    """Where the real MNIST lies."""
    location = os.environ.get("DIGITLAB_DATA")
    if not location:
        pytest.skip("needs the real MNIST: set DIGITLAB_DATA to its file or folder")
    return Path(location).resolve()
