"""D23-27: how a data set arrives, in a real child, from a mirror on this machine."""

from __future__ import annotations

import os
import threading

import pytest

from core import dataset_provider as module
from core.data import dataset, keeping, source_index
from core.dataset_provider import DatasetProvider
from core.engine.children import Children
from core.errors import DataError, HomeError
from core.own_datasets import OwnDatasets
from tests.support import local_mirror as mirrors
from tests.support.waiting import at_once, is_alive, until

pytestmark = pytest.mark.process

CHILD_SECONDS = 30


def test_thirty_who_ask_at_once_share_one_download(provide, mirror, digest):
    provider = provide()
    given = at_once(30, provider.dataset)
    assert {dataset.digest for dataset in given} == {digest}
    assert mirror.requests == ["/mnist/mnist.npz"]
    assert provider.progress.stage == "arrived"


def test_progress_is_told_while_everybody_waits_and_the_child_leaves(provide, mirror, child_of, archive):
    mirror.behave = mirrors.pause
    provider = provide()
    assert provider.wait_for_news().stage == "downloading"
    until(lambda: mirror.requests, CHILD_SECONDS)
    assert not provider.is_ready
    assert provider.progress.total_bytes == len(archive)
    pid = child_of(provider)
    mirror.going_on.set()
    assert not provider.dataset().is_fallback
    assert not is_alive(pid)


def test_kept_copy_is_used_without_asking_the_mirror(provide, mirror, digest):
    provide().dataset()
    mirror.behave = mirrors.fail
    again = provide()
    assert again.wait_for_news().stage == "arrived"
    assert again.dataset().digest == digest
    assert provide(has_mirror=False).dataset().digest == digest
    assert len(mirror.requests) == 1


def test_trying_again_brings_mnist_and_takes_nothing_away_meanwhile(provide, mirror, home, digest):
    mirror.behave = mirrors.fail
    provider = provide()
    small = provider.dataset()
    mirror.behave = mirrors.pause
    at_once(30, provider.try_again)
    until(lambda: len(mirror.requests) == 2, CHILD_SECONDS)
    assert provider.progress.stage == "downloading"
    assert provider.is_ready
    assert provider.dataset() is small
    mirror.going_on.set()
    until(lambda: provider.progress.stage == "arrived", CHILD_SECONDS)
    assert provider.dataset().digest == digest
    assert len(mirror.requests) == 2
    assert small.train_images.sum() > 0
    assert (home / "data" / small.digest / "train_images.npy").is_file()


def test_trying_again_in_vain_keeps_the_small_digits(provide, mirror):
    mirror.behave = mirrors.fail
    provider = provide()
    small = provider.dataset()
    provider.try_again()
    until(lambda: provider.progress.stage == "failed" and len(mirror.requests) == 2, CHILD_SECONDS)
    assert provider.dataset().digest == small.digest


def test_nothing_is_tried_again_after_success(provide, mirror):
    provider = provide()
    provider.dataset()
    until(lambda: provider.progress.stage == "arrived")
    provider.try_again()
    assert provider.progress.stage == "arrived"
    assert len(mirror.requests) == 1


def test_closed_provider_starts_no_child(tmp_path, digest, monkeypatch):
    is_closed = threading.Event()
    monkeypatch.setattr(module, "open_cached", lambda *_: is_closed.wait() and None)
    provider = DatasetProvider(
        home=tmp_path / "fresh",
        location=None,
        mirrors=(),
        make_engine=lambda: pytest.fail("a child was started"),
        digest=digest,
    )
    provider.close()
    is_closed.set()
    with pytest.raises(HomeError, match="stopping"):
        provider.dataset()


def test_own_file_that_was_mended_is_read_when_tried_again(provide, mirror, tmp_path, archive):
    path = tmp_path / "mnist.npz"
    path.write_bytes(archive[:100])
    provider = provide(location=path)
    for _ in range(2):
        with pytest.raises(DataError, match="damaged"):
            provider.dataset()
    assert provider.progress.stage == "failed"
    assert not provider.can_download
    path.write_bytes(archive)
    until(lambda: provider._work.is_done)
    provider.try_again()
    assert provider.dataset().test_count == 1500
    assert mirror.requests == []


def test_own_file_is_read_in_a_child_alone(provide, tmp_path, archive, monkeypatch):
    path = tmp_path / "mnist.npz"
    path.write_bytes(archive)
    monkeypatch.setattr(dataset, "read_arrays", lambda _: pytest.fail("the server read the file"))
    assert provide(location=path).dataset().test_count == 1500
    monkeypatch.setattr(Children, "child", lambda _: pytest.fail("a child was started for a kept copy"))
    assert provide(location=path).dataset().test_count == 1500


@pytest.fixture
def changing(monkeypatch):
    """Let a file become another after each of the first readings of it; give the list of readings."""
    readings = []
    call = OwnDatasets._call

    def begin(path, times):
        def read_and_change(own, function, location, *args, **named):
            readings.append(location)
            call(own, function, location, *args, **named)
            if len(readings) <= times:
                os.utime(path, ns=(len(readings), len(readings)))

        monkeypatch.setattr(OwnDatasets, "_call", read_and_change)
        monkeypatch.setattr(dataset, "read_arrays", lambda _: pytest.fail("the server read the file"))
        return readings

    return begin


def test_own_file_that_changed_after_the_child_is_read_by_a_child_once_more(provide, tmp_path, archive, changing):
    path = tmp_path / "mnist.npz"
    path.write_bytes(archive)
    readings = changing(path, times=1)
    assert provide(location=path).dataset().test_count == 1500
    assert len(readings) == 2


def test_own_file_that_does_not_stop_changing_is_refused(provide, tmp_path, archive, changing):
    path = tmp_path / "mnist.npz"
    path.write_bytes(archive)
    readings = changing(path, times=9)
    with pytest.raises(DataError, match="changed while it was read"):
        provide(location=path).dataset()
    assert len(readings) == 2


def test_kept_copy_of_an_own_file_is_hashed_once(provide, home, tmp_path, archive, monkeypatch):
    path = tmp_path / "mnist.npz"
    path.write_bytes(archive)
    keeping.keep_dataset(str(home), str(path))
    hashed = []
    is_intact = source_index.is_intact
    monkeypatch.setattr(source_index, "is_intact", lambda folder: hashed.append(folder) or is_intact(folder))
    assert provide(location=path).dataset().test_count == 1500
    assert len(hashed) == 1
