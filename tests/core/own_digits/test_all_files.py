"""All owners' files together are bounded, and what nobody can reach any more makes room."""

from __future__ import annotations

import os
import time

import pytest

from core.errors import OwnDigitsError
from core.own_digits import all_files
from core.own_digits.store import OwnDigits
from tests.support.own_digits import OTHER, OWNER, digit, image


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "own-digits"


def ids(store: OwnDigits, owner: str = OWNER) -> list[int]:
    return [int(each.id, 16) for each in store.of_owner(owner)]


def test_all_owners_together_are_bounded_too_and_may_still_delete(folder, monkeypatch):
    kept = OwnDigits(folder)
    kept.add_many(OWNER, [digit(1), digit(2)])
    monkeypatch.setattr(all_files, "MOST_BYTES_OF_ALL", 100)
    for store in (kept, OwnDigits(folder)):
        with pytest.raises(OwnDigitsError, match="no room for more people's digits"):
            store.add(OTHER, label=1, image=image(3))
    kept.remove(OWNER, {digit(1).id})
    assert ids(kept) == [2]


def test_files_that_nobody_used_for_long_lapse_where_room_is_needed_and_no_others(folder, monkeypatch):
    owners = [f"{number:032x}" for number in range(4)]
    for owner in owners:
        OwnDigits(folder).add_many(owner, [digit(1)])
    paths = [folder / f"{owner}.jsonl" for owner in owners]
    for path, days in zip(paths, (100, 300, 200, 300), strict=True):
        os.utime(path, (time.time() - days * 86400,) * 2)
    later = OwnDigits(folder)
    later.of_owner(owners[3])  # who comes back uses it
    later.add_many(OTHER, [digit(1)])
    assert all(path.exists() for path in paths)  # there was room
    monkeypatch.setattr(all_files, "MOST_BYTES_OF_ALL", 5 * paths[0].stat().st_size + 100)
    later.add_many(OTHER, [digit(2), digit(3)])
    assert [path.exists() for path in paths] == [True, False, False, True]
    later.add_many(OTHER, [digit(4)])
    with pytest.raises(OwnDigitsError, match="no room for more people's digits"):
        later.add_many(OTHER, [digit(5)])
    assert [path.exists() for path in paths] == [False, False, False, True]
    assert ids(later, OTHER) == [1, 2, 3, 4]
