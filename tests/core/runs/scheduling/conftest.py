"""A server whose engines train a few numbers (tests/support/numpy_trainer.py)."""

import pytest

from tests.support.numpy_server import ended, kept_digests, serving
from tests.support.waiting import until


@pytest.fixture
def server(tmp_path):
    with serving(tmp_path) as server:
        yield server


@pytest.fixture(scope="session")
def uninterrupted(tmp_path_factory):
    """The digests of a run of three epochs that nothing happened to."""
    with serving(tmp_path_factory.mktemp("uninterrupted")) as server:
        run = server.start(epochs=3, seed=7)
        until(ended(server, run))
        return kept_digests(server, run)
