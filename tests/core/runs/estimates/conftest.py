"""A server whose engines say how fast they are, and what is asked of it."""

from __future__ import annotations

import pytest

from tests.support.numpy_server import serving
from tests.support.timed_set_ups import CONFIG, SPEC, Digits


@pytest.fixture
def server(tmp_path):
    with serving(tmp_path, warm_up="tests.support.numpy_trainer:warm_up") as server:
        yield server


@pytest.fixture
def awake(server):
    """Return the same server once its engines are awake."""
    for engine in server.engines:
        engine.start()
        assert engine.wait_ready()
    return server


@pytest.fixture
def ask(server, tmp_path):
    return lambda config=CONFIG, spec=SPEC: server.epoch_times.expected(spec, config, Digits(folder=tmp_path))
