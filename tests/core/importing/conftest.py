"""Networks from files in a folder of their own, each younger than the one before."""

from __future__ import annotations

import itertools
from pathlib import Path
from types import SimpleNamespace

import pytest

from core.importing import library
from core.importing.library import ImportedModels


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ImportedModels:
    """A folder that is not there yet, on a clock that goes on with each model, whatever the machine's precision."""
    ticks = itertools.count(1.0)
    monkeypatch.setattr(library, "time", SimpleNamespace(time=lambda: next(ticks)))
    return ImportedModels(tmp_path / "models")
