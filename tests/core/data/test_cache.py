import errno
import os
import resource
import time

import numpy as np
import pytest

from core.data.cache import is_intact
from core.errors import DiskFullError, HomeError


def test_flipped_bit_is_found_and_the_copy_made_again(npz, load, arrays):
    path = npz()
    folder = load(path).folder
    kept = folder / "train_images.npy"
    content = bytearray(kept.read_bytes())
    content[-9] ^= 1
    kept.write_bytes(content)
    dataset = load(path)
    assert dataset.folder == folder
    np.testing.assert_array_equal(dataset.train_images, arrays["train_images"])


@pytest.mark.parametrize("name", ["dataset.json", "train_images.npy", "train_labels.npy", "test_images.npy"])
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "header"])
def test_damaged_copy_is_made_again(npz, load, arrays, name, damage):
    path = npz()
    kept = load(path).folder / name
    content = kept.read_bytes()
    kept.unlink()
    if damage != "missing":
        changed = {"empty": b"", "cut": content[:-1], "header": b"\0" + content[1:]}[damage]
        kept.write_bytes(changed)
    np.testing.assert_array_equal(load(path).train_images, arrays["train_images"])


def test_any_bit_flipped_in_a_header_is_found_or_harmless(npz, load, arrays):
    folder = load(npz()).folder
    path = folder / "train_labels.npy"
    content = path.read_bytes()
    header = content.index(b"}") + 1
    for bit in range(8 * header):
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        if is_intact(folder):  # it still says the same, with a tab for a blank
            np.testing.assert_array_equal(np.load(path), arrays["train_labels"])
    path.write_bytes(content)
    assert is_intact(folder)


@pytest.mark.parametrize("record", ["{}", "[]", '{"digest": "x", "source": "npz", "notes": []}'], ids=repr)
def test_record_of_another_form_is_made_again(npz, load, record):
    path = npz()
    dataset = load(path)
    (dataset.folder / "dataset.json").write_text(record)
    assert is_intact(load(path).folder)


def test_copy_left_half_written_by_a_killed_process_is_completed(npz, load):
    path = npz()
    dataset = load(path)
    (dataset.folder / "dataset.json").unlink()
    (dataset.folder.parent / "sources.json").unlink()
    assert load(path).digest == dataset.digest


def test_mapped_data_survives_that_the_copy_is_made_again(npz, load, arrays):
    path = npz()
    first = load(path)
    (first.folder / "dataset.json").unlink()
    load(path)
    np.testing.assert_array_equal(first.train_images, arrays["train_images"])


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT], ids=["no-space", "quota"])
@pytest.mark.parametrize("call", range(4))
def test_full_disk_leaves_nothing_behind(npz, load, home, monkeypatch, number, call):
    path = npz()
    sync, calls = os.fsync, []

    def full(handle):
        calls.append(handle)
        if len(calls) > call:
            raise OSError(number, "no room")
        sync(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DiskFullError, match="Free some space"):
            load(path)
    assert list((home / "data").iterdir()) == []
    assert load(path).train_count == 40


def test_full_disk_while_the_index_is_written_leaves_no_broken_index(npz, load, home, monkeypatch):
    path = npz()
    digest = load(path).digest
    index = home / "data" / "sources.json"
    index.write_text("{}")
    replace = os.replace

    def full(source, target):
        if target == index:
            raise OSError(errno.ENOSPC, "no room")
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(DiskFullError):
            load(path)
    assert index.read_text() == "{}"
    assert sorted(entry.name for entry in index.parent.iterdir()) == sorted([digest, "sources.json"])


def test_file_size_limit_counts_as_full(npz, load, home):
    path = npz()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(DiskFullError):
            load(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list((home / "data").iterdir()) == []


def test_home_that_cannot_be_written_is_said_without_its_path(npz, load, home, tmp_path):
    home.write_text("a regular file")
    with pytest.raises(HomeError, match="Set DIGITLAB_HOME") as caught:
        load(npz())
    assert str(tmp_path) not in str(caught.value)


def test_kept_copy_is_used_from_a_home_that_can_no_longer_be_written(npz, load, monkeypatch):
    path = npz()
    load(path)
    monkeypatch.setattr(os, "replace", lambda *paths: pytest.fail("written"))
    assert load(path).train_count == 40


def test_abandoned_temporary_folders_are_removed_and_fresh_ones_left(npz, load, home):
    old, fresh = home / "data" / ".preparing-old", home / "data" / ".preparing-fresh"
    for folder in (old, fresh):
        folder.mkdir(parents=True)
        (folder / "train_images.npy").write_bytes(b"half")
    hours_ago = time.time() - 7200
    os.utime(old, (hours_ago, hours_ago))
    load(npz())
    assert not old.exists()
    assert fresh.exists()
