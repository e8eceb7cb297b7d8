"""The tab with the runs: a run that ended, the names in its table, the lines in its figure."""

from __future__ import annotations

import json

from core.training.record.events import RunEnded
from tests.support.component_events import data_of
from tests.support.written_runs import EPOCH, STARTED, STEPS, TEST

ENDED = [STARTED, STEPS, EPOCH, TEST, RunEnded(outcome="finished", epoch=1)]


def names(app) -> list[str]:
    return [row["cells"][0] for row in data_of(app, "runs-table")["rows"]]


def open_tab(app, name: str) -> None:
    app.session_state["tab"] = name
    app.run()


def line_names(app) -> list[str]:
    """Return the names of the lines in the figure."""
    (chart,) = app.get("echarts_chart")
    return [line["name"] for line in json.loads(chart.proto.spec)["series"]]
