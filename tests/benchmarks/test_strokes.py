"""The benchmark of drawings: what it reads, what it refuses, what it counts."""

from __future__ import annotations

import gzip
import json
import math
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks import strokes

SEVEN = {"label": 7, "canvas": 280, "strokes": [[[70, 60], [210, 60]], [[210, 60], [120, 230]]]}
ONE = {"label": 1, "canvas": 280, "strokes": [[[140, 40], [140, 240]]]}
NOTHING = {"label": 0, "canvas": 280, "strokes": []}


@pytest.fixture
def run(tmp_path: Path, monkeypatch, capsys):
    """Return a function that runs the benchmark on lines and gives what it printed and its exit code."""

    def ran(*lines: object, packed: bool = True, options: tuple[str, ...] = ()) -> tuple[str, str, int]:
        content = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines).encode()
        path = tmp_path / ("digits.jsonl.gz" if packed else "digits.jsonl")
        path.write_bytes(gzip.compress(content) if packed else content)
        monkeypatch.setattr(sys, "argv", ["strokes", str(path), *options])
        monkeypatch.setenv("DIGITLAB_HOME", str(tmp_path / "home"))
        code = 0
        try:
            strokes.main()
        except SystemExit as left:
            code = left.code
        said = capsys.readouterr()
        return said.out, said.err, code

    return ran


@pytest.mark.process
@pytest.mark.parametrize("packed", [True, False], ids=["gzipped", "plain"])
def test_drawings_are_read_by_the_pretrained_network_and_counted(run, packed):
    out, _, code = run(SEVEN, ONE, NOTHING, packed=packed)
    assert code == 0
    assert out.splitlines()[-1].startswith("figures: accuracy=0.6667 n=3 seconds=")
    assert out.splitlines()[-1].endswith(" not_sure=0.3333")
    assert "not one digit (1)" in out
    assert "writer" not in out


@pytest.mark.process
def test_drawings_are_counted_by_writer_and_two_digits_are_wrong(run):
    two = ONE | {"strokes": [[[60, 40], [60, 240]], [[220, 40], [220, 240]]]}
    out, _, code = run(SEVEN | {"writer": "b"}, ONE | {"writer": "a"}, two | {"writer": "a"})
    assert code == 0
    lines = [line.split() for line in out.splitlines()]
    assert lines[-4:-1] == [
        ["writer", "n", "right", "accuracy", "not", "sure"],
        ["a", "2", "1", "50.0%", "0"],
        ["b", "1", "1", "100.0%", "0"],
    ]


def test_counts_have_labels_as_rows_and_a_column_for_no_digit():
    found = strokes.confusion(np.array([7, 7, 1]), np.array([7, 1, 10]))
    assert found.shape == (10, 11)
    assert (found[7, 7], found[7, 1], found[1, 10], found.sum()) == (1, 1, 1, 3)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "Line 2 of digits.jsonl.gz is not JSON"),
        ({"label": 10, "strokes": []}, "Line 2 of digits.jsonl.gz must have a label from 0 to 9; got 10."),
        ({"label": True, "strokes": []}, "must have a label from 0 to 9"),
        ([], 'must be an object with "label"'),
        ({"label": 1, "strokes": [[["x", 1]]]}, "Line 2 of digits.jsonl.gz is not a drawing."),
        ({"label": 1, "strokes": None}, "Line 2 of digits.jsonl.gz is not a drawing."),
        ({"label": 1, "strokes": [[[1, 2], [3]]]}, "Line 2 of digits.jsonl.gz is not a drawing."),
        ({"label": 1, "strokes": [[[1, 2, 3]]]}, "rows of two finite numbers; got an array of shape (1, 3)"),
        ({"label": 1, "strokes": [[[1, math.nan]]]}, "rows of two finite numbers"),
        ({"label": 1, "strokes": [[1, 2, 3]]}, "rows of two finite numbers; got an array of shape (3,)"),
        ({"label": 1, "strokes": [], "writer": 3}, "Line 2 of digits.jsonl.gz must name its writer"),
        ({"label": 1, "strokes": [], "canvas": 0}, "must be more than 0 pixels, at most 10,000; got 0"),
        ({"label": 1, "strokes": [], "canvas": "280"}, "got text"),
    ],
    ids=[
        *("no JSON", "label 10", "label true", "a list", "letters for points", "no strokes", "one number"),
        *("three numbers", "nan", "a row", "writer 3", "no canvas", "canvas of text"),
    ],
)
def test_bad_line_is_named_and_ends_it(run, line, said):
    _, err, code = run(ONE, line)
    assert said in err
    assert "Traceback" not in err
    assert code == 2


@pytest.mark.parametrize("name", ["nothing", "0" * 32, "../x"])
def test_unknown_model_is_refused(run, name):
    _, err, code = run(ONE, options=("--model", name))
    assert "no" in err
    assert code == 2
