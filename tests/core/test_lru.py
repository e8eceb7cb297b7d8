"""Which entry makes room."""

from __future__ import annotations

import pytest

from core.lru import Lru


@pytest.fixture
def full():
    entries: Lru[str, int] = Lru(2)
    entries["a"], entries["b"] = 1, 2
    return entries


def test_oldest_makes_room(full):
    full["c"] = 3
    assert dict(full) == {"b": 2, "c": 3}


def test_reading_is_a_use(full):
    assert (full["a"], full.get("x")) == (1, None)
    full["c"] = 3
    assert dict(full) == {"a": 1, "c": 3}


def test_writing_again_is_a_use_and_takes_no_more_room(full):
    full["a"] = 4
    assert len(full) == 2
    full["c"] = 3
    assert dict(full) == {"a": 4, "c": 3}


def test_asking_whether_it_is_there_is_no_use(full):
    assert "a" in full
    assert "x" not in full
    full["c"] = 3
    assert list(full) == ["b", "c"]


def test_dropped_entry_leaves_room(full):
    assert full.pop("b") == 2
    assert full.pop("b", None) is None
    full["c"] = 3
    assert list(full.items()) == [("a", 1), ("c", 3)]
