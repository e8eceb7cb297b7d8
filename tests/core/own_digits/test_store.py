"""Digits are kept by owner, bounded, whole or not at all, and what a disk does to them is said."""

from __future__ import annotations

import errno
import os
import threading
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import DiskFullError, HomeError, OwnDigitsError
from core.own_digits import store as store_module
from core.own_digits.store import MOST_DIGITS, OwnDigits
from tests.support.own_digits import BAR, OTHER, OWNER, digit, image


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "own-digits"


@pytest.fixture
def kept(folder) -> OwnDigits:
    return OwnDigits(folder)


def ids(store: OwnDigits, owner: str = OWNER) -> list[int]:
    return [int(each.id, 16) for each in store.of_owner(owner)]


def test_digits_are_kept_by_owner_and_found_by_the_next_server(kept, folder):
    kept.add(OWNER, label=7, image=image(1), strokes=[BAR])
    kept.add(OTHER, label=2, image=image(2))
    for store in (kept, OwnDigits(folder)):
        (mine,) = store.of_owner(OWNER)
        assert (mine.label, len(mine.strokes)) == (7, 1)
        assert np.array_equal(mine.image, image(1))
        assert np.array_equal(mine.strokes[0], BAR)
        assert [each.label for each in store.of_owner(OTHER)] == [2]
    assert OwnDigits(folder).of_owner("a" * 32) == ()


def test_digits_are_listed_from_the_oldest(kept):
    kept.add_many(OWNER, [digit(3), digit(1), digit(2)])
    assert ids(kept) == [1, 2, 3]


def test_double_click_keeps_a_digit_once(kept):
    first = kept.add(OWNER, label=7, image=image(1))
    assert kept.add(OWNER, label=7, image=image(1)).id == first.id
    assert kept.add(OWNER, label=4, image=image(2), identity=first.id).id == first.id
    assert len(kept.of_owner(OWNER)) == 1
    kept.add(OWNER, label=4, image=image(1))  # another label is another digit
    assert len(kept.of_owner(OWNER)) == 2


def test_digit_with_a_mark_of_its_own_is_found_under_it(kept):
    kept.add(OWNER, label=7, image=image(1), identity=digit(1).id)
    assert kept.add(OWNER, label=7, image=image(1), identity=digit(2).id).id == digit(2).id
    assert ids(kept) == [1, 2]


def test_digits_of_a_file_are_not_kept_twice(kept):
    kept.add_many(OWNER, [digit(1), digit(2)])
    result = kept.add_many(OWNER, [digit(2), digit(3), digit(3)])
    assert ([each.id for each in result.added], result.known, result.left_out) == ([digit(3).id], 1, 0)
    assert result.doubled == 1
    assert ids(kept) == [1, 2, 3]


def test_digits_of_a_file_that_share_an_id_are_all_kept(kept):
    same = [replace(digit(number), id=digit(1).id) for number in (1, 2, 3)]
    for first in (same[:1], same):  # with one that is kept, and within a file
        kept.add_many(OWNER, first)
    found = kept.of_owner(OWNER)
    assert [each.label for each in found] == [1, 2, 3]
    assert len({each.id for each in found}) == 3
    assert kept.add_many(OWNER, same).known == 3  # the file once more


def test_digits_that_look_alike_come_back_from_a_file(kept):
    alike = [digit(1), replace(digit(1), id=digit(2).id)]
    for _ in range(2):  # and once more they are known
        result = kept.add_many(OWNER, alike)
    assert (ids(kept), result.known, result.doubled) == ([1, 2], 2, 0)


def test_digit_that_was_called_otherwise_since_does_not_come_twice(kept):
    kept.add_many(OWNER, [digit(1)])
    kept.relabel(OWNER, digit(1).id, 7)
    result = kept.add_many(OWNER, [digit(1)])
    assert (result.known, result.added) == (1, ())
    assert [each.label for each in kept.of_owner(OWNER)] == [7]


def test_no_more_than_the_bound_are_kept_and_nothing_is_lost(kept):
    result = kept.add_many(OWNER, [digit(number) for number in range(MOST_DIGITS + 5)])
    assert (len(result.added), result.left_out) == (MOST_DIGITS, 5)
    with pytest.raises(OwnDigitsError, match=r"You keep 500 digits.*My digits"):
        kept.add(OWNER, label=1, image=image(9999))
    assert ids(kept) == list(range(MOST_DIGITS))
    kept.remove(OWNER, {digit(0).id})
    kept.add(OWNER, label=1, image=image(9999))


def test_no_more_bytes_than_the_bound_are_kept(kept, folder, monkeypatch):
    monkeypatch.setattr(store_module, "MOST_BYTES", 10_000)
    result = kept.add_many(OWNER, [digit(number) for number in range(50)])
    assert 0 < len(result.added) < 50
    with pytest.raises(OwnDigitsError, match="MB, and no more fit"):
        kept.add(OWNER, label=1, image=image(9999))
    (path,) = folder.iterdir()
    assert 8_000 < path.stat().st_size <= 10_000


def test_label_can_be_changed(kept, folder):
    kept.add_many(OWNER, [digit(1), digit(2)])
    kept.relabel(OWNER, digit(1).id, 9)
    assert [each.label for each in OwnDigits(folder).of_owner(OWNER)] == [9, 2]
    for identity, label in ((digit(1).id, 10), (digit(5).id, 3)):
        with pytest.raises(OwnDigitsError):
            kept.relabel(OWNER, identity, label)
    assert [each.label for each in kept.of_owner(OWNER)] == [9, 2]


def test_deleted_digits_can_be_brought_back_to_their_places(kept, folder):
    kept.add_many(OWNER, [digit(1), digit(2), digit(3)])
    removed = kept.remove(OWNER, {digit(2).id, "no id"})
    assert [each.id for each in removed] == [digit(2).id]
    assert ids(OwnDigits(folder)) == [1, 3]
    for _ in range(2):  # a quick second click changes nothing
        assert kept.restore(OWNER, removed) == ()
    assert ids(OwnDigits(folder)) == [1, 2, 3]


def test_digits_that_look_alike_come_back_too(kept):
    alike = replace(digit(1), id=digit(2).id, created=1002.0)
    kept.restore(OWNER, [digit(1), alike, digit(3)])
    assert kept.restore(OWNER, kept.remove_all(OWNER)) == ()
    assert ids(kept) == [1, 2, 3]


def test_deleted_digits_without_room_are_given_back(kept, monkeypatch):
    monkeypatch.setattr(store_module, "MOST_DIGITS", 3)
    kept.add_many(OWNER, [digit(1), digit(2), digit(3)])
    removed = kept.remove_all(OWNER)
    kept.add_many(OWNER, [digit(4)])
    assert kept.restore(OWNER, removed) == removed[2:]
    assert ids(kept) == [1, 2, 4]


def test_nothing_stays_on_the_disk_where_all_are_deleted(kept, folder):
    kept.add_many(OWNER, [digit(1), digit(2)])
    assert len(kept.remove_all(OWNER)) == 2
    assert list(folder.iterdir()) == []
    assert kept.of_owner(OWNER) == kept.remove_all(OWNER) == ()


def test_damaged_line_leaves_the_others_and_is_put_aside_before_anything_is_written(kept, folder):
    kept.add_many(OWNER, [digit(1), digit(2), digit(3)])
    (path,) = folder.iterdir()
    lines = path.read_bytes().splitlines()
    damaged = b"\n".join([lines[0], lines[1][: len(lines[1]) // 2], b"\x00\xff", lines[2]])
    path.write_bytes(damaged)
    again = OwnDigits(folder)
    assert (ids(again), again.damaged_count(OWNER)) == ([1, 3], 2)
    assert path.read_bytes() == damaged  # looking changes nothing
    again.add(OWNER, label=5, image=image(5))
    assert path.with_suffix(".damaged").read_bytes() == damaged
    assert len(OwnDigits(folder).of_owner(OWNER)) == 3
    again.remove_all(OWNER)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, DiskFullError), (errno.EACCES, HomeError)], ids=["full", "not writable"]
)
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_disk_that_fails_changes_nothing(kept, folder, monkeypatch, number, kind, call):
    kept.add_many(OWNER, [digit(1)])
    (path,) = folder.iterdir()
    before = path.read_bytes()

    def fails(*_, **__):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fails)
        with pytest.raises(kind, match="nothing was changed"):
            kept.add(OWNER, label=2, image=image(2))
        with pytest.raises(kind):
            kept.add_many(OWNER, [digit(7), digit(8)])
    assert path.read_bytes() == before
    assert [each.name for each in folder.iterdir()] == [path.name]
    assert ids(kept) == ids(OwnDigits(folder)) == [1]
    kept.add(OWNER, label=2, image=image(2))  # it goes on where there is room again


@settings(max_examples=60, deadline=None)
@given(owner=st.one_of(st.text(), st.sampled_from(["../../etc/x", "..\\x", "%2e%2e%2f", "C:\\x", "CON", "A" * 32])))
def test_no_owner_names_a_path(owner, tmp_path_factory):
    folder = tmp_path_factory.getbasetemp() / "owners"
    store = OwnDigits(folder / "own-digits")
    calls = (
        lambda: store.add(owner, label=1, image=image(1)),
        lambda: store.of_owner(owner),
        lambda: store.remove_all(owner),
    )
    for call in calls:
        with pytest.raises(OwnDigitsError, match="no id"):
            call()
    assert not folder.exists()


def test_many_at_once_lose_nothing(kept, folder):
    def add(first: int) -> None:
        for number in range(first, first + 10):
            kept.add(OWNER, label=number % 10, image=image(number), identity=f"{number:032x}")

    threads = [threading.Thread(target=add, args=(10 * place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ids(kept)) == sorted(ids(OwnDigits(folder))) == list(range(80))
