"""D23-27: what is shown where a mirror is slow, bad or silent, or the child dies."""

from __future__ import annotations

import os
import signal
import time

import pytest

from core import dataset_provider as module
from core.errors import DataError
from tests.support import local_mirror as mirrors
from tests.support.waiting import is_alive, until

pytestmark = pytest.mark.process

CHILD_SECONDS = 30


def test_slow_mirror_leaves_nobody_without_digits(provide, mirror, digest, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.2)
    mirror.behave = mirrors.trickle
    provider = provide()
    until(lambda: provider.is_ready, CHILD_SECONDS)
    assert provider.dataset().is_fallback
    assert provider.progress.stage == "downloading"
    mirror.going_on.set()
    until(lambda: provider.progress.stage == "arrived", CHILD_SECONDS)
    assert provider.dataset().digest == digest


@pytest.mark.usefixtures("without_fallback")
def test_slow_download_goes_on_where_no_other_digits_can_be_had(provide, mirror, digest, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.0)
    mirror.behave = mirrors.trickle
    provider = provide()
    until(lambda: provider.progress.done_bytes, CHILD_SECONDS)
    assert not provider.is_ready
    mirror.going_on.set()
    assert provider.dataset().digest == digest


@pytest.mark.usefixtures("without_fallback")
def test_both_reasons_are_told_where_no_digits_can_be_had(provide, mirror, digest):
    mirror.behave = mirrors.forget
    provider = provide()
    with pytest.raises(DataError, match=r"^MNIST could not be downloaded\. No mirror gave it: .*They are missing\.$"):
        provider.dataset()
    mirror.behave = mirrors.serve
    until(lambda: provider._work.is_done)
    provider.try_again()
    assert provider.dataset().digest == digest


@pytest.mark.parametrize("behaviour", [mirrors.cut, mirrors.say_nothing, mirrors.forget], ids=["cut", "hangs", "404"])
def test_failed_download_gives_the_small_digits_and_the_reason(provide, mirror, behaviour):
    mirror.behave = behaviour
    provider = provide()
    assert provider.dataset().is_fallback
    progress = provider.progress
    assert progress.stage == "failed"
    assert str(progress.reason).startswith(f"No mirror gave it: 127.0.0.1:{mirror.server_port} ")
    assert provider.can_download


@pytest.mark.parametrize("is_up", [True, False], ids=["mirror-up", "mirror-down"])
def test_flipped_bit_is_fetched_again_or_the_small_digits_are_used(provide, mirror, home, digest, is_up):
    provide().dataset()
    damaged = home / "data" / digest / "test_images.npy"
    content = bytearray(damaged.read_bytes())
    content[4000] ^= 16
    damaged.write_bytes(content)
    mirror.behave = mirrors.serve if is_up else mirrors.fail
    provider = provide()
    dataset = provider.dataset()
    assert len(mirror.requests) == 2
    assert dataset.is_fallback is not is_up
    assert (damaged.read_bytes() == content) is not is_up
    assert (provider.progress.reason is None) is is_up


def test_child_that_waits_for_ever_is_ended(provide, mirror, child_of, monkeypatch):
    monkeypatch.setattr(module, "QUIET_SECONDS", 1.0)
    mirror.behave = mirrors.drip_the_head
    provider = provide()
    until(lambda: mirror.requests, CHILD_SECONDS)
    pid = child_of(provider)
    assert provider.dataset().is_fallback
    assert str(provider.progress.reason) == "The network does not answer."
    assert not is_alive(pid)


def test_killed_child_is_a_failed_download(provide, mirror, child_of):
    mirror.behave = mirrors.pause
    provider = provide()
    until(lambda: mirror.requests, CHILD_SECONDS)
    os.kill(child_of(provider), signal.SIGKILL)
    assert provider.dataset().is_fallback
    assert "was killed" in str(provider.progress.reason)


def test_closing_during_a_download_ends_the_child_at_once(provide, mirror, child_of):
    mirror.behave = mirrors.pause
    provider = provide()
    until(lambda: mirror.requests, CHILD_SECONDS)
    pid = child_of(provider)
    started = time.monotonic()
    provider.close()
    assert time.monotonic() - started < 2
    assert not is_alive(pid)
