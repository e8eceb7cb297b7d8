"""Results that are kept on disk: whole or not at all, and never too many."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import numpy as np
import pytest

from core.results.result_files import ResultFiles


def values(number: int) -> dict[str, np.ndarray]:
    return {"values": np.full(100, number), "name": np.array("a name")}


def names(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.iterdir())


def test_what_was_written_is_read_again_from_memory_and_from_disk(tmp_path: Path):
    results = ResultFiles(tmp_path / "jobs")
    assert results.read("one") is None
    results.write("one", values(1))
    for reader in (results, ResultFiles(tmp_path / "jobs")):
        arrays = reader.read("one")
        assert arrays is not None
        assert set(arrays) == {"values", "name"}
        assert arrays["values"].tolist() == [1] * 100
        assert str(arrays["name"]) == "a name"
        assert not arrays["values"].flags.writeable
        assert reader.read("one") is arrays
    assert names(tmp_path / "jobs") == ["one"]


def test_those_looked_at_longest_ago_go_and_the_newest_is_kept_whatever_its_size(tmp_path: Path):
    results = ResultFiles(tmp_path, most_bytes=3500)  # two of them fit
    for day, name in enumerate(("a", "b")):
        results.write(name, values(day))
        os.utime(tmp_path / f"{name}.result", (day, day))
    results.read("a")
    results.write("c", values(2))
    assert names(tmp_path) == ["a", "c"]
    results.write("large", {"values": np.zeros(10_000)})
    assert names(tmp_path) == ["large"]


@pytest.mark.parametrize("damage", ["empty", "cut", "one byte", "one bit of a name", "no zip", "pickle"])
def test_damaged_file_counts_as_none(tmp_path: Path, damage: str):
    ResultFiles(tmp_path).write("one", values(1))
    path = tmp_path / "one.result"
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes(
        {
            "empty": b"",
            "cut": whole[:middle],
            "one byte": whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :],
            "one bit of a name": whole[:-60] + bytes([whole[-60] ^ 1]) + whole[-59:],
            "no zip": b"\x93NUMPY" + whole,
            "pickle": pickle.dumps({"values": 1}),
        }[damage]
    )
    assert ResultFiles(tmp_path).read("one") is None


def test_what_a_killed_server_left_half_written_goes(tmp_path: Path):
    (tmp_path / "one.result.part").write_bytes(b"half")
    ResultFiles(tmp_path)
    assert list(tmp_path.iterdir()) == []
