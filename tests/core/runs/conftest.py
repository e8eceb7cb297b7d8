"""A log of runs for the tests of what stands on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.runs.log.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Give an empty log."""
    store = Store(tmp_path / "runs.sqlite3")
    yield store
    store.close()
