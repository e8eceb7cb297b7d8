"""A server whose engines are awake, and what is asked of it."""

from __future__ import annotations

import pytest

from tests.support.numpy_server import serving
from tests.support.timed_set_ups import CONFIG, SPEC, Digits


@pytest.fixture
def server(tmp_path):
    with serving(tmp_path) as server:
        for engine in server.engines:
            engine.start()
            assert engine.wait_ready()
        yield server


@pytest.fixture
def ask(server, tmp_path):
    return lambda config=CONFIG, spec=SPEC: server.epoch_times.expected(spec, config, Digits(folder=tmp_path))


@pytest.fixture
def benchmarked(tmp_path):
    """Return how many benchmarks have begun."""
    file = tmp_path / "rehearsed"
    return lambda: len(file.read_text()) if file.exists() else 0
