"""A provider with a mirror on this machine that can be good or bad, and with a real child."""

from __future__ import annotations

import hashlib
import io
import shutil

import numpy as np
import pytest

from core.data.bundled_digits import DatasetArrays
from core.data.dataset import load_dataset
from core.data.download.mirrors import Mirror, RemoteFile, Timeouts
from core.dataset_provider import DatasetProvider
from core.engine.engine import Engine
from core.errors import DataError
from tests.support.local_mirror import local_mirror

QUICK = Timeouts(connect_seconds=0.5, silence_seconds=0.5)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture(scope="module")
def archive(small_dataset, tmp_path_factory):
    """What stands for MNIST: the small digits with their splits exchanged, so that they are another data set."""
    file = io.BytesIO()
    np.savez_compressed(
        file,
        x_train=small_dataset.test_images,
        y_train=small_dataset.test_labels,
        x_test=small_dataset.train_images,
        y_test=small_dataset.train_labels,
    )
    return file.getvalue()


@pytest.fixture(scope="module")
def digest(archive, tmp_path_factory):
    path = tmp_path_factory.mktemp("source") / "mnist.npz"
    path.write_bytes(archive)
    return load_dataset(path.parent / "home", path, make_fallback=lambda: pytest.fail("made")).digest


@pytest.fixture
def home(tmp_path, small_dataset):
    """A home in which the fall-back lies ready: making it would take two seconds."""
    raw = DatasetArrays(
        train_images=small_dataset.train_images,
        train_labels=small_dataset.train_labels,
        test_images=small_dataset.test_images,
        test_labels=small_dataset.test_labels,
    )
    load_dataset(tmp_path / "home", None, make_fallback=lambda: raw)
    return tmp_path / "home"


@pytest.fixture
def mirror(archive):
    with local_mirror({"mnist.npz": archive}) as running:
        yield running


@pytest.fixture
def provide(home, mirror, archive, digest):
    """Return a function that makes a provider; all are closed at the end."""
    begun = []

    def begin(*, location=None, has_mirror=True, copies=()) -> DatasetProvider:
        sha256 = hashlib.sha256(archive).hexdigest()
        file = RemoteFile(name="mnist.npz", size_bytes=len(archive), sha256=sha256)
        begun.append(
            DatasetProvider(
                home=home,
                location=location,
                mirrors=(Mirror(address=mirror.address, files=(file,)),) if has_mirror else (),
                make_engine=lambda: Engine("digit maker", log_folder=home / "logs"),
                digest=digest,
                timeouts=QUICK,
                copies=copies,
            )
        )
        return begun[-1]

    yield begin
    for provider in begun:
        provider.close()


@pytest.fixture
def child_of():
    """Return a function that gives the process id of a provider's child at work."""

    def process_id(provider: DatasetProvider) -> int:
        (engine,) = provider._children.at_work
        assert engine.pid is not None
        return engine.pid

    return process_id


@pytest.fixture
def without_fallback(home, monkeypatch):
    """Let the digits that are always there be neither kept nor to be made."""

    def make(_: DatasetProvider) -> DatasetArrays:
        raise DataError("They are missing.")

    shutil.rmtree(home)
    monkeypatch.setattr(DatasetProvider, "_make_fallback", make)
