"""Where a chart's axes begin, and where its level lines are named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.training.record.history import History
from pages.ui.charts.axes import WHOLE_AXIS, Axis, accuracy_axis, level_lines, log_axis
from tests.support.written_runs import EPOCH, STARTED, STEPS

GOOD = replace(EPOCH, accuracy=0.97, validation_accuracy=0.981)


@pytest.mark.parametrize(
    ("steps", "epochs", "bottom"),
    [
        ([0.97], [], 0),
        ([], [GOOD], 95),
        ([0.94], [EPOCH], 90),
        ([0.97], [GOOD], 95),
        ([0.93], [GOOD], 95),
        ([0.97], [EPOCH, replace(GOOD, epoch=2)], 90),
        ([0.97], [replace(EPOCH, accuracy=0.6), replace(GOOD, epoch=2)], 95),
        ([0.85], [replace(EPOCH, accuracy=0.89)], 0),
        ([0.97], [replace(GOOD, validation_accuracy=None)], 95),
        ([0.5], [GOOD], 0),
    ],
    ids=[
        "first epoch",
        "just ended",
        "good",
        "better",
        "noise",
        "an epoch below",
        "begun badly",
        "not yet",
        "no validation",
        "lost again",
    ],
)
def test_axis_of_accuracies_begins_below_what_is_good(steps, epochs, bottom) -> None:
    now = [replace(STEPS, epoch=len(epochs) + 1, accuracy=accuracy) for accuracy in steps]
    assert accuracy_axis(History().extended([STARTED, STEPS, *epochs, *now])).low == bottom


def test_logarithmic_axis_goes_from_power_to_power_of_ten() -> None:
    assert log_axis([0.031, 2.3], highest=1e4) == Axis(low=0.01, high=10.0, is_log=True)
    assert log_axis([2.3, 1e20], highest=1e4) == Axis(low=1.0, high=1e4, is_log=True)
    assert log_axis([1e6, 1e7], highest=1e4) == Axis(low=1e3, high=1e4, is_log=True)
    assert log_axis([], highest=1e4) == Axis(low=0.1, high=1.0, is_log=True)


def position(curves, *lines: tuple[float, str]) -> list[str]:
    named = level_lines(lines, curves, axis=WHOLE_AXIS, end=4)
    return [line["label"]["position"] for line in named]


@pytest.mark.parametrize(
    ("curve", "at"),
    [
        ([[0, 50], [4, 50]], "insideEndTop"),
        ([[0, 12], [1.5, 85], [4, 90]], "insideEndBottom"),
        ([[0, 0], [2.2, 60], [4, 100]], "insideStartTop"),
        ([[3, 0], [3, 100]], "insideStartTop"),
        ([], "insideEndTop"),
    ],
    ids=["far away", "above it at the end", "across it at the end", "an upright line", "nothing yet"],
)
def test_line_is_named_where_no_curve_is(curve, at) -> None:
    assert position([curve], (82.0, "nearest mean image")) == [at]


def test_names_and_other_lines_keep_apart_and_within_the_chart() -> None:
    places = position([], (82.0, "a"), (80.0, "b"), (99.0, "c"))
    assert places == ["insideEndTop", "insideEndBottom", "insideStartBottom"]


def test_line_outside_of_the_axis_is_left_out() -> None:
    axis = Axis(low=90.0, high=100.0, is_log=False)
    assert [line["name"] for line in level_lines([(82.0, "low"), (97.0, "in")], [], axis=axis, end=1)] == ["in"]
