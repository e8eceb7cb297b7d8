"""A copy that another program keeps: offered, used when asked for, refused where it is bad, left again."""

from __future__ import annotations

import json

import pytest

from core.data.local_copies import CHOICE_NAME, LocalCopy
from core.dataset_provider import DatasetProvider
from tests.support import local_mirror as mirrors
from tests.support.waiting import until

pytestmark = pytest.mark.process

CHILD_SECONDS = 30


@pytest.fixture
def copy(tmp_path, archive):
    """A copy of what stands for MNIST, where Keras would keep it."""
    path = tmp_path / "keras" / "mnist.npz"
    path.parent.mkdir()
    path.write_bytes(archive)
    return LocalCopy(place="keras", location=path)


@pytest.fixture
def offered(provide, copy):
    """Return a function that makes a provider without a network that knows of the copy, and waits until it is done."""

    def begin(**options) -> DatasetProvider:
        provider = provide(copies=(copy,), **{"has_mirror": False, **options})
        settled(provider)
        return provider

    return begin


def settled(provider: DatasetProvider) -> str:
    until(lambda: provider._work.is_done, CHILD_SECONDS)
    return provider.progress.stage


def test_copy_is_offered_and_never_used_by_itself(offered, copy):
    provider = offered()
    assert provider.dataset().is_fallback
    assert (provider.progress.stage, provider.progress.offers, provider.progress.copy) == ("failed", (copy,), None)
    assert not provider._children.at_work


def test_asked_for_it_is_used_also_after_a_restart_and_left_as_it_was(offered, copy, digest, home):
    before = copy.location.read_bytes(), copy.location.stat().st_mtime_ns
    provider = offered()
    provider.use_copy("keras")
    assert provider.dataset().is_fallback  # until it is read
    assert settled(provider) == "arrived"
    assert (provider.dataset().digest, provider.progress.copy) == (digest, copy)
    assert json.loads((home / CHOICE_NAME).read_bytes()) == {"place": "keras"}
    again = offered()
    assert (again.dataset().digest, again.progress.copy) == (digest, copy)
    assert (copy.location.read_bytes(), copy.location.stat().st_mtime_ns) == before
    assert [path.name for path in copy.location.parent.iterdir()] == ["mnist.npz"]


def test_way_back_leads_to_the_small_digits_also_after_a_restart(offered, copy):
    """The copy's digits are kept as MNIST by now; whoever went back does not get them from there."""
    provider = offered()
    provider.use_copy("keras")
    settled(provider)
    provider.leave_copy()
    assert settled(provider) == "failed"
    for one in (provider, offered()):
        assert one.dataset().is_fallback
        assert (one.progress.offers, one.progress.copy) == ((copy,), None)
    provider.use_copy("keras")
    assert settled(provider) == "arrived"


def test_download_ends_what_a_person_went_back_from(offered, provide, digest, home):
    provider = offered()
    provider.use_copy("keras")
    settled(provider)
    provider.leave_copy()
    settled(provider)
    assert provide().dataset().digest == digest
    assert not (home / CHOICE_NAME).exists()
    assert provide(has_mirror=False).dataset().digest == digest


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:1000]), "mnist.npz is damaged", id="cut"),
        pytest.param(lambda path: path.write_bytes(b"no archive"), "mnist.npz is not an .npz file", id="another file"),
        pytest.param(lambda path: path.unlink(), "It is no longer there.", id="gone"),
    ],
)
def test_bad_copy_is_refused_and_the_small_digits_stay(offered, copy, home, change, words):
    provider = offered()
    small = provider.dataset()
    change(copy.location)
    provider.use_copy("keras")
    assert settled(provider) == "failed"
    assert provider.dataset() is small
    refused, reason = provider.progress.refused
    assert refused == copy
    assert str(reason).startswith(words)
    assert str(copy.location.parent) not in str(reason)
    assert not (home / CHOICE_NAME).exists()


def test_remembered_copy_that_is_gone_is_said_and_comes_back(offered, copy, archive, digest):
    provider = offered()
    provider.use_copy("keras")
    settled(provider)
    copy.location.unlink()
    (provider._home / "data" / digest / "test_images.npy").unlink()
    again = offered()
    assert again.dataset().is_fallback
    assert str(again.progress.refused[1]) == "It is no longer there."
    copy.location.write_bytes(archive)
    assert offered().dataset().digest == digest


def test_failed_download_offers_the_copy_with_its_own_reason(offered, mirror):
    mirror.behave = mirrors.forget
    provider = offered(has_mirror=True)
    assert provider.progress.offers
    assert str(provider.progress.reason).startswith("No mirror gave it")


def test_own_file_offers_nothing(provide, copy, tmp_path, archive):
    path = tmp_path / "mnist.npz"
    path.write_bytes(archive)
    provider = provide(location=path, copies=(copy,))
    assert provider.dataset().test_count == 1500
    assert provider.progress.offers == ()
    provider.use_copy("keras")
    assert provider.progress.copy is None


@pytest.mark.parametrize("place", ["torchvision_home", "../keras", ""])
def test_what_is_not_offered_cannot_be_used(offered, place):
    """H5: a forged message names another place."""
    provider = offered()
    provider.use_copy(place)
    assert provider.progress.stage == "failed"
    assert provider.dataset().is_fallback
