"""An exporter whose engines are known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.engine.engine import Engine
from core.runs.exporting.exporter import Exporter


@pytest.fixture
def engines() -> list[Engine]:
    """Every engine that was made, in order."""
    return []


@pytest.fixture
def exporter(tmp_path: Path, engines: list[Engine]) -> Iterator[Exporter]:
    def make_engine() -> Engine:
        engines.append(Engine("exporter", log_folder=tmp_path / "logs"))
        return engines[-1]

    exporter = Exporter(make_engine, folder=tmp_path / "exports", most_bytes=3000)
    yield exporter
    exporter.close()
