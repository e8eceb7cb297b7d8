"""The benchmark of the reader: its photos, its clock, its look at memory, its line of figures."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks import reader


def test_photo_is_three_quarters_as_high_as_wide():
    with Image.open(io.BytesIO(reader.photo(400))) as picture:
        assert (picture.format, picture.size) == ("JPEG", (400, 300))


def test_milliseconds_are_the_median_of_all_but_the_first(monkeypatch):
    now = iter([0.0, 0.001, 0.0, 0.002, 0.0, 0.009])
    monkeypatch.setattr(reader.time, "perf_counter", lambda: next(now))
    calls: list[int] = []
    assert reader.milliseconds(lambda: calls.append(1), 3) == pytest.approx(2.0)
    assert len(calls) == 4


def test_memory_peak_sees_what_was_taken_and_given_back():
    with reader.memory_peak() as grown:
        for _ in range(50):
            np.ones(8 << 20).sum()
    assert 50 < grown[0] < 300


@pytest.mark.process
def test_refused_photo_has_no_figures_and_says_why(monkeypatch, capsys):
    def read(name: str, columns: int, folder: Path) -> dict[str, float | str]:
        path = folder / "photo.jpg"
        path.write_bytes(reader.photo(400) if name == "12mp" else b"no picture")
        return reader.read_once(path)

    monkeypatch.setattr(reader, "load_keras", lambda threads: None)  # fixed at a process's first operation
    monkeypatch.setattr(reader, "read_in_a_process", read)
    monkeypatch.setattr(sys, "argv", ["reader", "--repeats", "1"])
    reader.main()
    lines = capsys.readouterr().out.splitlines()
    assert f"{reader.NUMBER} read as " in lines[3]
    assert "nan s" in lines[4]
    names = [part.split("=")[0] for part in lines[-1].split()[1:]]
    assert names == [
        *("digit_ms", "batch_digit_ms", "bytes", "number_12mp_s", "number_12mp_mib"),
        *("photo_50mp_s", "photo_50mp_mib"),
    ]
    assert lines[-1].endswith(" photo_50mp_s=nan photo_50mp_mib=nan")
