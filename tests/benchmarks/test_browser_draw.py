"""What is timed on Draw in a browser: waits of a resting pen, the table, and whose digits are taught."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from benchmarks.browser_draw_along import changes_per_second, evenly, waits_in_rests
from benchmarks.browser_draw_page import first_writers_digits
from benchmarks.figures_table import last_line, rows

MOVES = [0, 30, 60, 460, 490, 900]  # two rests: from 60 to 460 and from 490 to 900


@pytest.mark.parametrize(
    ("changes", "waits"),
    [
        ([50, 80, 140, 500], [0.08, 0.01]),
        ([50, 80], [0.02, 0.41]),
        ([], [0.4, 0.41]),
        ([950], [0.4, 0.41]),
    ],
    ids=["the last in each rest", "nothing in the second", "nothing at all", "only after the last move"],
)
def test_wait_is_to_the_last_change_of_a_rest_or_the_whole_rest(changes, waits):
    assert waits_in_rests(MOVES, changes) == pytest.approx(waits)


def test_a_pen_that_does_not_rest_has_no_waits():
    assert waits_in_rests([0, 30, 60], [10, 40]) == []


def test_changes_are_counted_while_the_pen_moves():
    assert changes_per_second(MOVES, [10, 40, 100, 300, 470]) == pytest.approx(3 / 0.09)
    assert changes_per_second([], []) == 0.0


def test_points_lie_evenly_between_bends():
    assert evenly([(0, 0), (10, 0), (10, 20)], 5) == [(0, 0), (5, 0), (10, 0), (10, 10), (10, 20)]


def test_table_says_what_is_missed_and_what_is_not_there():
    measured = {"wait_p95_s": [1.0, 3.0], "changes_per_s": [12.0, 9.0], "teach_s": [], "beside_ms": [4.0, 5.0]}
    budgets, at_least = {"wait_p95_s": 3.0, "changes_per_s": 10.0, "teach_s": 20.0}, ("changes_per_s",)
    assert [line.split() for line in rows(measured, budgets, at_least)[1:]] == [
        ["wait_p95_s", "2.90", "2.00", "3.00", "2", "3.00"],
        ["changes_per_s", "9.00", "10.50", "9.00", "2", "10.00", "under", "budget"],
        ["teach_s", "not", "on", "the", "page", "yet"],
        ["beside_ms", "5.00", "4.50", "5.00", "2"],
    ]
    assert last_line(measured, at_least) == "figures: wait_p95_s=2.90 changes_per_s=9.00 teach_s=none beside_ms=5.00"


def test_only_the_first_writers_digits_are_taught(tmp_path: Path):
    path = tmp_path / "digits.jsonl.gz"
    digits = [{"label": label, "writer": writer} for label, writer in [(1, "b"), (2, "a"), (3, "b")]]
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, digits)).encode()))
    assert [json.loads(line)["label"] for line in first_writers_digits(path).splitlines()] == [1, 3]
    assert first_writers_digits(tmp_path / "none.gz") == b""
