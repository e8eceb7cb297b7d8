"""What a run of a page costs the server, from what was seen of it."""

from __future__ import annotations

from benchmarks.crowd.walker import Answered
from benchmarks.reruns import Cost, figures, rows


def answered(seconds: float, *, has_failed: bool = False) -> Answered:
    return Answered(seconds=seconds, messages=70, bytes=50_000, has_failed=has_failed, beat_seconds=None)


def test_a_pages_cost_is_that_of_its_best_round_and_the_mean_is_over_pages():
    costs = {
        "start": Cost(rounds=[0.030, 0.020], answered=[answered(0.1), answered(0.2, has_failed=True)]),
        "inside": Cost(rounds=[0.040, 0.050], answered=[answered(0.3)]),
    }
    assert figures(costs) == "figures: rerun_ms=30.0 start_ms=20.0 inside_ms=40.0 failures=1"


def test_row_tells_what_one_run_sends_and_how_long_one_waits():
    (head, row) = rows({"start": Cost(rounds=[0.030, 0.020], answered=[answered(0.1), answered(0.3)])})
    assert row.split() == ["start", "20.0", "30.0", "20.0", "0.200", "0.290", "70", "50", "2"]
    assert len(head) == len(row)
