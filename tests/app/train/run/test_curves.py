"""A run's charts: which lines they name, where their axes begin, what leaves them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pages.state import cached
from tests.support.component_events import data_of
from tests.support.page_text import text_of
from tests.support.waiting import until
from tests.support.written_runs import EPOCH, STARTED, STEPS

pytestmark = pytest.mark.app

EARLY = replace(STEPS, last_step=8, mean_loss=2.3, accuracy=0.1, seconds=0.1)
LATER = replace(STEPS, first_step=9)


def charts_of(app) -> list[dict]:
    """Return the options of the charts: of accuracy and of loss."""
    return [data_of(app, key)["options"] for key in ("run-accuracy", "run-loss")]


def level_lines_in(chart: dict) -> list[dict]:
    return [
        line for series in chart["series"] for line in series.get("markLine", {"data": []})["data"] if "yAxis" in line
    ]


@pytest.mark.usefixtures("real_mnist")
@pytest.mark.parametrize(
    ("scale", "names"),
    [
        ("whole", ["always “1”: 11.35 %", "nearest mean image: 82.03 %", "your guess: 97 %"]),
        ("errors", ["always “1”: 88.65 %", "nearest mean image: 17.97 %", "your guess: 3 %"]),
        ("accuracy", ["your guess: 97 %"]),  # the others lie below the axis
    ],
)
def test_line_of_what_is_easy_is_named_with_what_is_drawn(visit, run_of, scale, names):
    app = visit("train.py")
    app.query_params["run"] = run_of(app.session_state["owner"], [STARTED, EARLY, LATER, EPOCH], guess=0.97)
    app.run()
    until(lambda: cached.baselines() is not None)
    app.button_group(key="train-scale").set_value(scale).run()
    lines = level_lines_in(charts_of(app)[0])
    assert [line["name"] for line in lines] == names
    accuracies = [line["yAxis"] for line in lines]
    assert accuracies == [float(name.split(": ")[1].removesuffix(" %")) for name in names]
    explained = "the digit whose mean image is nearest" in text_of(app)
    assert explained == (scale != "accuracy")
    assert "the loss of blind guessing" in text_of(app)


def test_dotted_lines_are_spoken_of_only_where_one_is_in_range(visit, run_of):
    app = visit("train.py", run=run_of("somebody", [STARTED, STEPS, EPOCH]))  # losses below 1, accuracies above 90 %
    assert [line for chart in charts_of(app) for line in level_lines_in(chart)] == []
    assert "Dotted lines" not in text_of(app)


def test_accuracy_axis_follows_the_run_and_the_whole_range_is_one_click_away(visit, run_of):
    def axis() -> tuple[float, list[str]]:
        chart = charts_of(app)[0]
        return chart["yAxis"]["min"], [title["text"] for title in chart["title"]]

    app = visit("train.py", run=run_of("somebody", [STARTED, EARLY, LATER, EPOCH]))
    assert axis() == (90, ["Accuracy, %", "axis from 90"])
    app.button_group(key="train-scale").set_value("whole").run()
    assert axis() == (0, ["Accuracy, %"])


def test_loss_that_leaves_the_top_of_its_chart_has_a_sign(visit, run_of):
    high = replace(STEPS, mean_loss=23_000_000.0)
    loss = charts_of(visit("train.py", run=run_of("somebody", [STARTED, EARLY, high])))[1]
    assert loss["title"][1]["text"] == "↑ up to 23,000,000"
    assert loss["yAxis"]["max"] == 10_000
