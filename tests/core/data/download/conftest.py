"""A mirror on this machine, and a download from it."""

import pytest

from core.data.dataset import load_dataset
from core.data.download.fetch import download
from tests.support.local_mirror import local_mirror
from tests.support.mirrored_files import QUICK


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def files(npz, idx):
    """Both forms of the same digits, as bytes."""
    folder = idx(packed=True)
    npz()
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def mirror(files):
    with local_mirror(files) as running:
        yield running


@pytest.fixture
def digest(npz, tmp_path):
    return load_dataset(tmp_path / "elsewhere", npz(), make_fallback=lambda: pytest.fail("made")).digest


@pytest.fixture
def fetch(home, digest):
    def events(*places, timeouts=QUICK):
        return list(download(str(home / "data"), digest, places, timeouts))

    return events
