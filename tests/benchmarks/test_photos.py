"""The benchmark of photos: what it reads, what it refuses, what it counts."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks import photos
from benchmarks.photo_results import Outcome, table, wrong

SEVEN = {"file": "seven.png", "label": "7", "kind": "paper"}
TEXT = {"file": "text.png", "label": "12", "kind": "multi"}
BLANK = {"file": "blank.png", "label": "1", "kind": "printed"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with a 7, a blank sheet and a text that is called a picture."""
    files = tmp_path / "photos" / "files"
    files.mkdir(parents=True)
    paper = np.full((200, 200), 255, np.uint8)
    Image.fromarray(paper).save(files / "blank.png")
    paper[40:52, 60:140] = 0
    for row in range(40, 160):
        left = 128 - (row - 40) // 2
        paper[row, left : left + 12] = 0
    Image.fromarray(paper).save(files / "seven.png")
    (files / "text.png").write_bytes(b"no picture")
    return tmp_path / "photos"


@pytest.fixture
def run(folder: Path, monkeypatch, capsys):
    """Return a function that runs the benchmark on index lines and gives what it printed and its exit code."""

    def ran(*lines: object, options: tuple[str, ...] = ()) -> tuple[str, str, int]:
        text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
        (folder / "index.jsonl").write_text(text, "utf-8")
        monkeypatch.setattr(sys, "argv", ["photos", str(folder), *options])
        code = 0
        try:
            photos.main()
        except SystemExit as left:
            code = left.code
        said = capsys.readouterr()
        return said.out, said.err, code

    return ran


@pytest.mark.process
def test_pictures_are_read_counted_and_shown_where_wrong(run, tmp_path):
    out, _, code = run(SEVEN, TEXT, BLANK, options=("--wrong", str(tmp_path / "sheets")))
    assert code == 0
    assert out.splitlines()[-1] == "figures: single=1.0000 number=0.0000 printed=0.0000 sure_wrong=0.0000"
    assert "text.png  multi  12  not read: " in out
    assert "seven.png" not in out
    with Image.open(tmp_path / "sheets" / "sheet-01.png") as sheet:
        assert sheet.width > 1000


def _read(read: str, *, label: str, is_sure: bool, kind: str = "paper") -> Outcome:
    sureness = (0.9,) * len(read)
    return Outcome(
        name="a.png",
        label=label,
        features={"kind": kind},
        read=read,
        sureness=sureness,
        refusal="",
        is_sure=is_sure and bool(read),
    )


OUTCOMES = [
    _read("7", label="7", is_sure=True),
    _read("1", label="7", is_sure=True),
    _read("1", label="7", is_sure=False),
    _read("12", label="12", is_sure=False, kind="multi"),
    _read("", label="34", is_sure=False, kind="multi"),
]


def test_shares_are_of_their_kinds_and_what_is_not_read_is_not_sure():
    assert photos.figures(OUTCOMES) == "figures: single=0.3333 number=0.5000 printed=nan sure_wrong=0.2000"


def test_table_counts_by_kind_and_in_all():
    rows = [line.split() for line in table(OUTCOMES, "kind")][1:]
    assert rows == [
        ["multi", "2", "1", "50.0%", "1", "1", "0"],
        ["paper", "3", "1", "33.3%", "0", "1", "1"],
        ["all", "5", "2", "40.0%", "1", "2", "1"],
    ]


def test_wrong_ones_are_listed_with_what_was_read():
    assert next(wrong(OUTCOMES)) == "a.png  paper  7  read as 1, 0.900"
    assert len(list(wrong(OUTCOMES))) == 3


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "Line 2 of index.jsonl is not JSON"),
        ([], 'Line 2 of index.jsonl must be an object with "file", "label" and "kind".'),
        ({"file": "seven.png", "label": "7"}, 'must be an object with "file", "label" and "kind".'),
        (SEVEN | {"file": "none.png"}, "must name a file in files; got 'none.png'."),
        (SEVEN | {"file": "../index.jsonl"}, "must name a file in files; got '../index.jsonl'."),
        (SEVEN | {"file": 3}, "must name a file in files; got '3'."),
        (SEVEN | {"label": ""}, "must have a label of 1 to 60 digits; got ''."),
        (SEVEN | {"label": "7a"}, "must have a label of 1 to 60 digits; got '7a'."),
        (SEVEN | {"label": 7}, "must have a label of 1 to 60 digits; got '7'."),
        (SEVEN | {"label": "1" * 61}, "must have a label of 1 to 60 digits"),
        (SEVEN | {"kind": "letter"}, "must be of a kind paper, paint, 28x28, multi, printed; got 'letter'."),
    ],
    ids=[
        *("no JSON", "a list", "no kind", "no file", "outside", "file 3"),
        *("no digits", "a letter", "label 7", "61 digits", "kind"),
    ],
)
def test_bad_line_is_named_and_ends_it(run, line, said):
    _, err, code = run(SEVEN, line)
    assert said in err
    assert "Traceback" not in err
    assert code == 2


def test_empty_index_is_refused(run):
    _, err, code = run("")
    assert err.strip() == "index.jsonl names no picture."
    assert code == 2


def test_folder_without_index_is_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["photos", str(tmp_path)])
    with pytest.raises(SystemExit) as left:
        photos.main()
    assert "must hold index.jsonl: No such file or directory." in capsys.readouterr().err
    assert left.value.code == 2
