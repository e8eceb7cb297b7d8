"""A person's data set is examined and mended in a child, for everybody, and the same one is used after a restart."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest

from core.data.examination.known_sets import KnownSet
from core.data.examination.mends import Mend
from core.data.identity import Identity
from core.data.local_copies import LocalCopy
from core.dataset_provider import DatasetProvider
from core.engine.engine import Engine
from tests.support import odd_sets
from tests.support.waiting import until

pytestmark = pytest.mark.process

CHILD_SECONDS = 30
SHUFFLE = Mend(kind="shuffle", splits=("train",))


@pytest.fixture
def sorted_file(tmp_path, bundled_dataset) -> Path:
    arrays = odd_sets.ordered(odd_sets.plain(bundled_dataset), "train", odd_sets.rising)
    return odd_sets.written(tmp_path / "source", arrays)


def mended(provider: DatasetProvider, mend: Mend | None) -> None:
    provider.mending.begin(mend, of=provider.dataset().digest)
    until(lambda: not provider.mending.is_at_work, CHILD_SECONDS)


def test_mend_takes_the_place_of_what_is_in_use_and_lasts(provide, sorted_file):
    provider = provide(location=sorted_file)
    before = provider.dataset()
    assert [finding.kind for finding in before.findings] == ["sorted"]
    mended(provider, SHUFFLE)
    after = provider.dataset()
    assert (after.findings, after.mends) == ((), (SHUFFLE,))
    np.testing.assert_array_equal(np.sort(after.train_labels), before.train_labels)  # in use before: still mapped
    assert provide(location=sorted_file).dataset().digest == after.digest
    mended(provider, None)
    assert provider.dataset().digest == before.digest
    assert provide(location=sorted_file).dataset().mends == ()


def test_click_on_what_is_no_longer_in_use_changes_nothing(provide, sorted_file):
    provider = provide(location=sorted_file)
    digest = provider.dataset().digest
    mended(provider, SHUFFLE)
    now = provider.dataset().digest
    provider.mending.begin(Mend(kind="invert", splits=("train",)), of=digest)
    until(lambda: not provider.mending.is_at_work, CHILD_SECONDS)
    assert provider.dataset().digest == now
    assert provider.mending.reason is None


def test_file_that_is_gone_is_said_and_what_is_in_use_stays(provide, sorted_file):
    provider = provide(location=sorted_file)
    before = provider.dataset()
    sorted_file.unlink()
    mended(provider, SHUFFLE)
    assert "there is none called mnist.npz" in str(provider.mending.reason)
    assert provider.dataset() is before
    assert before.train_images[5].sum() > 0


def test_file_that_was_touched_is_mended_all_the_same(provide, sorted_file):
    provider = provide(location=sorted_file)
    assert provider.dataset().mends == ()
    os.utime(sorted_file, ns=(1, 1))
    mended(provider, SHUFFLE)
    assert (provider.mending.reason, provider.dataset().mends) == (None, (SHUFFLE,))


def test_mend_of_a_file_that_was_touched_is_taken_back_at_once(provide, sorted_file):
    provider = provide(location=sorted_file)
    mended(provider, SHUFFLE)
    assert provider.dataset().mends == (SHUFFLE,)
    os.utime(sorted_file, ns=(1, 1))
    mended(provider, None)
    assert (provider.mending.reason, provider.dataset().mends) == (None, ())


def test_file_that_was_replaced_is_examined_and_used_as_it_is_now(provide, sorted_file, bundled_dataset):
    provider = provide(location=sorted_file)
    assert provider.dataset().mends == ()
    arrays = odd_sets.inverted(odd_sets.plain(bundled_dataset), "test")
    odd_sets.written(sorted_file.parent, arrays)
    mended(provider, SHUFFLE)
    now = provider.dataset()
    assert (provider.mending.reason, now.mends) == (None, ())
    assert [finding.kind for finding in now.findings] == ["inverted"]
    np.testing.assert_array_equal(now.train_labels, arrays["y_train"])


def test_digits_that_nobody_brought_are_not_mended(provide):
    provider = provide(has_mirror=False)
    before = provider.dataset()
    mended(provider, SHUFFLE)
    assert provider.dataset() is before


def test_known_sets_can_be_others(home, sorted_file):
    md5 = hashlib.md5(sorted_file.read_bytes()).hexdigest()
    things = KnownSet(identity=Identity(name="Things"), md5s=(md5,), train_counts=(), test_counts=())
    provider = DatasetProvider(
        home=home,
        location=sorted_file,
        mirrors=(),
        make_engine=lambda: Engine("digit maker", log_folder=home / "logs"),
        known_sets=(things,),
    )
    try:
        assert provider.dataset().identity == things.identity
        mended(provider, SHUFFLE)
        assert provider.dataset().identity == things.identity
    finally:
        provider.close()


@pytest.fixture
def lent(provide, sorted_file) -> DatasetProvider:
    """A provider that uses a copy that Keras keeps, sorted by label."""
    provider = provide(has_mirror=False, copies=(LocalCopy(place="keras", location=sorted_file),))
    until(lambda: bool(provider.progress.offers), CHILD_SECONDS)
    provider.use_copy("keras")
    until(lambda: provider.progress.copy is not None, CHILD_SECONDS)
    return provider


def test_copy_that_is_lent_is_mended_too(lent):
    mended(lent, SHUFFLE)
    assert (lent.dataset().findings, lent.dataset().mends) == ((), (SHUFFLE,))


def test_copy_that_was_left_while_it_was_mended_does_not_come_back(lent):
    lent.mending.begin(SHUFFLE, of=lent.dataset().digest)
    lent.leave_copy()
    until(lambda: not lent.mending.is_at_work and lent.progress.stage != "preparing", CHILD_SECONDS)
    assert lent.dataset().is_fallback
