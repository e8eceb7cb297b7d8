import errno
import os

import numpy as np
import pytest

from core.errors import CheckpointError, DiskFullError
from core.training.record import checkpoints

ARRAYS = {"dense/kernel": np.float32([[1.5, -2.0]]), "dense/bias": np.float32([0.25])}


def test_what_is_written_is_read(tmp_path):
    written = checkpoints.write(tmp_path / "epoch-001.npz", ARRAYS)
    read = checkpoints.read(tmp_path / "epoch-001.npz", digest=written.digest)
    assert set(read) == set(ARRAYS)
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(read[name], array)
        assert read[name].dtype == array.dtype


def test_equal_arrays_are_equal_bytes(tmp_path):
    first = checkpoints.write(tmp_path / "a.npz", ARRAYS)
    assert checkpoints.write(tmp_path / "b.npz", ARRAYS).digest == first.digest


def test_no_temporary_file_stays(tmp_path):
    checkpoints.write(tmp_path / "a.npz", ARRAYS)
    assert os.listdir(tmp_path) == ["a.npz"]


def test_one_flipped_bit_is_found(tmp_path):
    written = checkpoints.write(tmp_path / "a.npz", ARRAYS)
    data = bytearray((tmp_path / "a.npz").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "a.npz").write_bytes(data)
    with pytest.raises(CheckpointError, match=r"a\.npz are damaged"):
        checkpoints.read(tmp_path / "a.npz", digest=written.digest)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no zip at all"], ids=["empty", "cut short", "text"])
def test_file_that_is_no_checkpoint_is_refused(tmp_path, data):
    (tmp_path / "a.npz").write_bytes(data)
    with pytest.raises(CheckpointError):
        checkpoints.read(tmp_path / "a.npz")


def test_missing_file_is_named(tmp_path):
    with pytest.raises(CheckpointError, match=r"epoch-009\.npz are missing"):
        checkpoints.read(tmp_path / "epoch-009.npz")


def test_pickled_objects_are_refused(tmp_path):
    np.savez(tmp_path / "a.npz", thing=np.array([{"a": 1}], dtype=object))
    with pytest.raises(CheckpointError):
        checkpoints.read(tmp_path / "a.npz")


def test_full_disk_leaves_the_older_file_and_no_broken_one(tmp_path, monkeypatch):
    written = checkpoints.write(tmp_path / "a.npz", ARRAYS)

    def no_room(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(DiskFullError, match="No room left"):
        checkpoints.write(tmp_path / "a.npz", {"other": np.zeros(3)})
    assert os.listdir(tmp_path) == ["a.npz"]
    checkpoints.read(tmp_path / "a.npz", digest=written.digest)


def test_optimizer_states_of_the_last_three_and_every_tenth_epoch_are_kept(tmp_path):
    for epoch in range(1, 24):
        checkpoints.write(tmp_path / checkpoints.optimizer_name(epoch), {"0": np.zeros(1)})
        checkpoints.remove_old_optimizers(tmp_path, epoch=epoch)
    kept = sorted(os.listdir(tmp_path))
    assert kept == [checkpoints.optimizer_name(epoch) for epoch in (10, 20, 21, 22, 23)]
