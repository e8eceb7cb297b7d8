"""Thirty people who draw: what is made of their waits."""

from __future__ import annotations

from benchmarks.crowd.person import Asked
from benchmarks.drawing_class import Class, figures, rows
from benchmarks.processor_time import ProcessorTime


def seen(*asked: Asked) -> Class:
    time = ProcessorTime(server=0.5, engines=0.25)
    return Class(asked=asked, acts=10, processors=time, own_share=0.1, worst_delay=0.01)


ANSWERED = Asked(act="a seven", sent=1.0, answered=1.25, finished=1.75)
CLEARED = Asked(act="a seven", sent=2.0, finished=4.0)
LOST = Asked(act="a seven", sent=5.0)


def test_stroke_that_was_cleared_waits_till_it_is_gone():
    waits = seen(ANSWERED, CLEARED, LOST).waits
    assert waits == {"rerun_p95_s": [0.75, 2.0], "answer_p95_s": [0.25, 2.0]}


def test_figures_count_what_was_never_answered():
    assert figures(seen(ANSWERED, ANSWERED, LOST), people=2) == (
        "figures: people=2 rerun_p95_s=0.750 answer_p95_s=0.250 n=3 unanswered=1 act_ms=75"
    )
    assert figures(seen(LOST), people=2).startswith("figures: people=2 rerun_p95_s=none answer_p95_s=none n=1")


def test_table_says_what_is_over_budget_and_what_never_came():
    (_, rerun, answer) = rows(seen(ANSWERED))
    assert rerun.split() == ["rerun_p95_s", "0.750", "0.750", "0.750", "1", "0.50", "over", "budget"]
    assert answer.split() == ["answer_p95_s", "0.250", "0.250", "0.250", "1", "0.50"]
    assert rows(seen(LOST))[1].split() == ["rerun_p95_s", "none", "came"]
