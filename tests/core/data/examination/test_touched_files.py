"""A file of another date that holds the same keeps what was done to its copy; one that holds others does not."""

from __future__ import annotations

import os

import pytest

from core.data.examination.mends import Mend, other_reading
from core.data.keeping import mend_dataset, unmend_dataset
from tests.support import odd_sets

TURN = Mend(kind="turn", splits=("train",))


@pytest.fixture
def location(digits, tmp_path):
    return odd_sets.written(tmp_path / "source", odd_sets.transposed(digits, "train"))


@pytest.fixture
def mended(location, tmp_path):
    dataset = odd_sets.kept(tmp_path / "home", location)
    mend_dataset(str(tmp_path / "home"), str(location), dataset.digest, TURN)
    return odd_sets.kept(tmp_path / "home", location)


def test_touched_file_keeps_its_mends_and_the_way_back(mended, location, tmp_path):
    assert mended.mends == (TURN,)
    for date in (1, 2):
        os.utime(location, ns=(date, date))
        again = odd_sets.kept(tmp_path / "home", location)
        assert (again.digest, again.mends) == (mended.digest, (TURN,))
    unmend_dataset(str(tmp_path / "home"), str(location))
    assert odd_sets.kept(tmp_path / "home", location).mends == ()
    os.utime(location, ns=(3, 3))
    assert odd_sets.kept(tmp_path / "home", location).mends == ()


def test_file_with_other_digits_has_none_of_the_mends(mended, digits, location, tmp_path):
    odd_sets.written(location.parent, odd_sets.transposed(digits, "test"))
    now = odd_sets.kept(tmp_path / "home", location)
    assert now.mends == ()
    assert [(one.kind, one.splits) for one in now.findings] == [("transposed", ("test",))]


def test_other_reading_of_labels_is_kept_too(digits, tmp_path):
    home, location = tmp_path / "home", odd_sets.written(tmp_path / "source", odd_sets.from_matlab(digits, "train"))
    dataset = odd_sets.kept(home, location)
    mend_dataset(str(home), str(location), dataset.digest, other_reading(dataset.mends[0]))
    other = odd_sets.kept(home, location)
    os.utime(location, ns=(1, 1))
    again = odd_sets.kept(home, location)
    assert (again.digest, again.mends) == (other.digest, other.mends) != (dataset.digest, dataset.mends)
