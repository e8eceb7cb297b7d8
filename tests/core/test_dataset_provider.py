"""D23-27: how a data set arrives, in a real child, from a mirror on this machine that can be good or bad."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import signal
import threading
import time

import numpy as np
import pytest

from core import dataset_provider as module
from core.data.bundled_digits import RawImages
from core.data.dataset import load_dataset
from core.data.download.http import Patience
from core.data.download.mirrors import Mirror, RemoteFile
from core.dataset_provider import DatasetProvider
from core.engine.engine import Engine
from core.errors import DataError, HomeError
from tests.support import local_mirror as mirrors
from tests.support.local_mirror import local_mirror
from tests.support.waiting import at_once, is_alive, until

QUICK = Patience(connect_seconds=0.5, silence_seconds=0.5)
CHILD_SECONDS = 30


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
    raw = RawImages(
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
def arrive(home, mirror, archive, digest):
    """Return a function that begins an arrival; all are closed at the end."""
    begun = []

    def begin(*, location=None, has_mirror=True) -> DatasetProvider:
        sha256 = hashlib.sha256(archive).hexdigest()
        file = RemoteFile(name="mnist.npz", size_bytes=len(archive), sha256=sha256)
        begun.append(
            DatasetProvider(
                home=home,
                location=location,
                mirrors=(Mirror(address=mirror.address, files=(file,)),) if has_mirror else (),
                make_engine=lambda: Engine("digit maker", log_folder=home / "logs"),
                digest=digest,
                patience=QUICK,
            )
        )
        return begun[-1]

    yield begin
    for arrival in begun:
        arrival.close()


def child_of(arrival: DatasetProvider) -> int:
    """Return the process id of the child at work."""
    (engine,) = arrival._engines
    assert engine.pid is not None
    return engine.pid


def test_thirty_who_ask_at_once_share_one_download(arrive, mirror, digest):
    arrival = arrive()
    given = at_once(30, arrival.dataset)
    assert {dataset.digest for dataset in given} == {digest}
    assert mirror.requests == ["/mnist/mnist.npz"]
    assert arrival.progress.stage == "arrived"


def test_progress_is_told_while_everybody_waits_and_the_child_leaves(arrive, mirror, archive):
    mirror.behave = mirrors.pause
    arrival = arrive()
    assert arrival.wait_for_news().stage == "downloading"
    until(lambda: mirror.requests, CHILD_SECONDS)
    assert not arrival.is_ready
    assert arrival.progress.total_bytes == len(archive)
    pid = child_of(arrival)
    mirror.going_on.set()
    assert not arrival.dataset().is_fallback
    assert not is_alive(pid)


def test_slow_mirror_leaves_nobody_without_digits(arrive, mirror, digest, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.2)
    mirror.behave = mirrors.trickle
    arrival = arrive()
    until(lambda: arrival.is_ready, CHILD_SECONDS)
    assert arrival.dataset().is_fallback
    assert arrival.progress.stage == "downloading"
    mirror.going_on.set()
    until(lambda: arrival.progress.stage == "arrived", CHILD_SECONDS)
    assert arrival.dataset().digest == digest


@pytest.fixture
def without_fallback(home, monkeypatch):
    """Let the digits that are always there be neither kept nor to be made."""

    def make(_: DatasetProvider) -> RawImages:
        raise DataError("They are missing.")

    shutil.rmtree(home)
    monkeypatch.setattr(DatasetProvider, "_make_fallback", make)


@pytest.mark.usefixtures("without_fallback")
def test_slow_download_goes_on_where_no_other_digits_can_be_had(arrive, mirror, digest, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.0)
    mirror.behave = mirrors.trickle
    arrival = arrive()
    until(lambda: arrival.progress.done_bytes, CHILD_SECONDS)
    assert not arrival.is_ready
    mirror.going_on.set()
    assert arrival.dataset().digest == digest


@pytest.mark.usefixtures("without_fallback")
def test_both_reasons_are_told_where_no_digits_can_be_had(arrive, mirror, digest):
    mirror.behave = mirrors.forget
    arrival = arrive()
    with pytest.raises(DataError, match=r"^MNIST could not be downloaded\. No mirror gave it: .*They are missing\.$"):
        arrival.dataset()
    mirror.behave = mirrors.serve
    until(lambda: arrival._work.is_done)
    arrival.try_again()
    assert arrival.dataset().digest == digest


def test_kept_copy_is_used_without_asking_the_mirror(arrive, mirror, digest):
    arrive().dataset()
    mirror.behave = mirrors.fail
    again = arrive()
    assert again.wait_for_news().stage == "arrived"
    assert again.dataset().digest == digest
    assert arrive(has_mirror=False).dataset().digest == digest
    assert len(mirror.requests) == 1


@pytest.mark.parametrize("behaviour", [mirrors.cut, mirrors.say_nothing, mirrors.forget], ids=["cut", "hangs", "404"])
def test_failed_download_gives_the_small_digits_and_the_reason(arrive, mirror, behaviour):
    mirror.behave = behaviour
    arrival = arrive()
    assert arrival.dataset().is_fallback
    progress = arrival.progress
    assert progress.stage == "failed"
    assert progress.reason.startswith(f"No mirror gave it: 127.0.0.1:{mirror.server_port} ")
    assert arrival.can_download


def test_trying_again_brings_mnist_and_takes_nothing_away_meanwhile(arrive, mirror, home, digest):
    mirror.behave = mirrors.fail
    arrival = arrive()
    small = arrival.dataset()
    mirror.behave = mirrors.pause
    at_once(30, arrival.try_again)
    until(lambda: len(mirror.requests) == 2, CHILD_SECONDS)
    assert arrival.progress.stage == "downloading"
    assert arrival.is_ready
    assert arrival.dataset() is small
    mirror.going_on.set()
    until(lambda: arrival.progress.stage == "arrived", CHILD_SECONDS)
    assert arrival.dataset().digest == digest
    assert len(mirror.requests) == 2
    assert small.train_images.sum() > 0
    assert (home / "data" / small.digest / "train_images.npy").is_file()


def test_trying_again_in_vain_keeps_the_small_digits(arrive, mirror):
    mirror.behave = mirrors.fail
    arrival = arrive()
    small = arrival.dataset()
    arrival.try_again()
    until(lambda: arrival.progress.stage == "failed" and len(mirror.requests) == 2, CHILD_SECONDS)
    assert arrival.dataset().digest == small.digest


def test_nothing_is_tried_again_after_success(arrive, mirror):
    arrival = arrive()
    arrival.dataset()
    until(lambda: arrival.progress.stage == "arrived")
    arrival.try_again()
    assert arrival.progress.stage == "arrived"
    assert len(mirror.requests) == 1


@pytest.mark.parametrize("is_up", [True, False], ids=["mirror-up", "mirror-down"])
def test_flipped_bit_is_fetched_again_or_the_small_digits_are_used(arrive, mirror, home, digest, is_up):
    arrive().dataset()
    damaged = home / "data" / digest / "test_images.npy"
    content = bytearray(damaged.read_bytes())
    content[4000] ^= 16
    damaged.write_bytes(content)
    mirror.behave = mirrors.serve if is_up else mirrors.fail
    arrival = arrive()
    dataset = arrival.dataset()
    assert len(mirror.requests) == 2
    assert dataset.is_fallback is not is_up
    assert (damaged.read_bytes() == content) is not is_up
    assert (arrival.progress.reason == "") is is_up


def test_child_that_waits_for_ever_is_ended(arrive, mirror, monkeypatch):
    monkeypatch.setattr(module, "QUIET_SECONDS", 1.0)
    mirror.behave = mirrors.drip_the_head
    arrival = arrive()
    until(lambda: mirror.requests, CHILD_SECONDS)
    pid = child_of(arrival)
    assert arrival.dataset().is_fallback
    assert arrival.progress.reason == "The network does not answer."
    assert not is_alive(pid)


def test_killed_child_is_a_failed_download(arrive, mirror):
    mirror.behave = mirrors.pause
    arrival = arrive()
    until(lambda: mirror.requests, CHILD_SECONDS)
    os.kill(child_of(arrival), signal.SIGKILL)
    assert arrival.dataset().is_fallback
    assert "was killed" in arrival.progress.reason


def test_closing_during_a_download_ends_the_child_at_once(arrive, mirror):
    mirror.behave = mirrors.pause
    arrival = arrive()
    until(lambda: mirror.requests, CHILD_SECONDS)
    pid = child_of(arrival)
    started = time.monotonic()
    arrival.close()
    assert time.monotonic() - started < 2
    assert not is_alive(pid)


def test_closed_arrival_starts_no_child(tmp_path, digest, monkeypatch):
    is_closed = threading.Event()
    monkeypatch.setattr(module, "open_kept", lambda *_: is_closed.wait() and None)
    arrival = DatasetProvider(
        home=tmp_path / "fresh",
        location=None,
        mirrors=(),
        make_engine=lambda: pytest.fail("a child was started"),
        digest=digest,
    )
    arrival.close()
    is_closed.set()
    with pytest.raises(HomeError, match="stopping"):
        arrival.dataset()


def test_own_file_that_was_mended_is_read_when_tried_again(arrive, mirror, tmp_path, archive):
    path = tmp_path / "mnist.npz"
    path.write_bytes(archive[:100])
    arrival = arrive(location=path)
    for _ in range(2):
        with pytest.raises(DataError, match="damaged"):
            arrival.dataset()
    assert arrival.progress.stage == "failed"
    assert not arrival.can_download
    path.write_bytes(archive)
    until(lambda: arrival._work.is_done)
    arrival.try_again()
    assert arrival.dataset().test_count == 1500
    assert mirror.requests == []
