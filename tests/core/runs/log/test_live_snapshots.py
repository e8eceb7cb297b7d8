"""Glimpses as the server reads them: files on the disk in, read-only arrays out."""

from __future__ import annotations

import dataclasses
import os

import numpy as np
import pytest

from core.runs.log.live_snapshots import LiveSnapshots
from core.training.record import live_snapshot
from core.training.record.live_snapshot import SNAPSHOT_NAME, LiveSnapshot, read_drawing, write_snapshot

RUN = "0" * 32
DIGIT = np.arange(784, dtype=np.uint8).reshape(28, 28)
SEEN = LiveSnapshot(
    epoch=1,
    step=12,
    split="train",
    indices=np.array([7, 9]),
    labels=np.array([0, 1]),
    probabilities=np.full((2, 10), 0.1, np.float32),
    drawing=None,
    drawing_probabilities=None,
    kernels=np.zeros((4, 3, 3), np.float32),
    layers=("conv2d",),
    weight_sizes=np.array([0.2], np.float32),
    gradient_sizes=np.array([0.01], np.float32),
)


@pytest.fixture
def reads(monkeypatch):
    """Return a list that grows by one at each reading of a file."""
    read, made = live_snapshot.read_snapshot, []

    def counted(folder):
        made.append(folder)
        return read(folder)

    monkeypatch.setattr(live_snapshot, "read_snapshot", counted)
    return made


def test_run_without_a_glimpse_has_none(tmp_path):
    assert LiveSnapshots(tmp_path).of(RUN) is None


def test_file_is_read_once_however_often_it_is_asked_for(tmp_path, reads):
    write_snapshot(tmp_path / RUN, SEEN)
    snapshots = LiveSnapshots(tmp_path)
    first = snapshots.of(RUN)
    assert first is not None
    assert (first.step, first.layers, first.indices.tolist()) == (12, ("conv2d",), [7, 9])
    assert snapshots.of(RUN) is first
    assert len(reads) == 1


def test_newer_file_is_read(tmp_path):
    write_snapshot(tmp_path / RUN, SEEN)
    snapshots = LiveSnapshots(tmp_path)
    snapshots.of(RUN)
    write_snapshot(tmp_path / RUN, dataclasses.replace(SEEN, step=13))
    os.utime(tmp_path / RUN / SNAPSHOT_NAME, ns=(1, 1))  # a clock that ticks coarsely would give both one time
    found = snapshots.of(RUN)
    assert found is not None
    assert found.step == 13


def test_damaged_file_leaves_the_glimpse_before_it(tmp_path):
    write_snapshot(tmp_path / RUN, SEEN)
    snapshots = LiveSnapshots(tmp_path)
    before = snapshots.of(RUN)
    (tmp_path / RUN / SNAPSHOT_NAME).write_bytes(b"half a file")
    assert snapshots.of(RUN) is before
    assert LiveSnapshots(tmp_path).of(RUN) is None


def test_folder_that_is_gone_has_no_glimpse_any_more(tmp_path):
    write_snapshot(tmp_path / RUN, SEEN)
    snapshots = LiveSnapshots(tmp_path)
    snapshots.of(RUN)
    (tmp_path / RUN / SNAPSHOT_NAME).unlink()
    assert snapshots.of(RUN) is None


def test_arrays_are_read_only_for_they_are_shared(tmp_path):
    write_snapshot(tmp_path / RUN, SEEN)
    found = LiveSnapshots(tmp_path).of(RUN)
    assert found is not None
    with pytest.raises(ValueError, match="read-only"):
        found.probabilities[0, 0] = 1


def test_drawing_is_written_only_when_it_differs(tmp_path):
    snapshots = LiveSnapshots(tmp_path)
    (tmp_path / RUN).mkdir()
    assert snapshots.show_drawing(RUN, DIGIT)
    path = tmp_path / RUN / live_snapshot.DRAWING_NAME
    assert np.array_equal(read_drawing(tmp_path / RUN), DIGIT)
    path.unlink()
    assert snapshots.show_drawing(RUN, DIGIT)
    assert not path.exists()
    snapshots.show_drawing(RUN, DIGIT.T)
    assert np.array_equal(read_drawing(tmp_path / RUN), DIGIT.T)


def test_deleted_run_gets_no_folder_for_a_drawing(tmp_path):
    assert not LiveSnapshots(tmp_path).show_drawing(RUN, DIGIT)
    assert not (tmp_path / RUN).exists()


def test_drawing_that_cannot_be_written_is_left_out_and_tried_again(tmp_path):
    snapshots = LiveSnapshots(tmp_path)
    (tmp_path / RUN / live_snapshot.DRAWING_NAME).mkdir(parents=True)  # a folder where the file should be
    assert not snapshots.show_drawing(RUN, DIGIT)
    (tmp_path / RUN / live_snapshot.DRAWING_NAME).rmdir()
    assert snapshots.show_drawing(RUN, DIGIT)
    assert np.array_equal(read_drawing(tmp_path / RUN), DIGIT)
