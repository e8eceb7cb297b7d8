"""A file is replaced whole or not at all."""

from __future__ import annotations

import os

import pytest

from core.files import replace_file


def _full(*_):
    raise OSError("no room")


@pytest.mark.parametrize("synced", [True, False])
def test_new_bytes_take_the_place_of_the_old(tmp_path, synced):
    path = tmp_path / "file"
    for data in (b"first", b"second"):
        replace_file(path, data, synced=synced)
        assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("synced", [True, False])
def test_folder_that_is_gone_is_not_made(tmp_path, synced):
    with pytest.raises(FileNotFoundError):
        replace_file(tmp_path / "gone" / "file", b"data", synced=synced)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("synced", "call"), [(True, "fsync"), (True, "replace"), (False, "replace")])
def test_what_stood_there_stays_and_nothing_is_left_where_it_fails(tmp_path, monkeypatch, synced, call):
    path = tmp_path / "file"
    path.write_bytes(b"first")
    monkeypatch.setattr(os, call, _full)
    with pytest.raises(OSError, match="no room"):
        replace_file(path, b"second", synced=synced)
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]
