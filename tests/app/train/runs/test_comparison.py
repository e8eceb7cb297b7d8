"""Runs are laid over each other, by their owner or by a link."""

from __future__ import annotations

import dataclasses
import json

import pytest

from core.recipes import recipe
from core.training.record.events import RunEnded, RunSteered
from models.cnn import cnn
from pages.text.runs import Runs
from tests.support.component_events import data_of, send
from tests.support.page_text import text_of
from tests.support.runs_page import ENDED, line_names, names, open_tab
from tests.support.written_runs import EPOCH, STARTED

pytestmark = pytest.mark.app


CONFIG = recipe("quick-cnn").config


def test_figure_says_which_run_is_best_and_in_what_they_differ(visit, run_of):
    better = [STARTED, dataclasses.replace(EPOCH, validation_accuracy=0.99), RunEnded(outcome="finished", epoch=1)]
    slow, fast = dataclasses.replace(CONFIG, learning_rate=0.001), dataclasses.replace(CONFIG, learning_rate=0.01)
    runs = [run_of("somebody", ENDED, config=slow), run_of("somebody", better, config=fast)]
    app = visit("train.py", compare=",".join(runs))
    finding = (
        "Quick CNN, learning rate 0.01 ends with the highest validation accuracy, 99.00 %; the lowest is 98.27 %, "
        "Quick CNN, learning rate 0.001."
    )
    assert f"{finding} They differ in learning rate (0.001, 0.01)." in text_of(app)
    assert app.get("echarts_chart")[0].proto.alt == finding
    assert any("<td" in table.proto.body and "99.00 %" in table.proto.body for table in app.get("html"))


def test_dropout_rates_are_compared_also_with_a_network_that_has_none(visit, run_of):
    dropped, softmax = cnn(dropout=0.25), recipe("softmax").spec
    steered = RunSteered(action="dropout_rate", epoch=1, step=9, seconds=1.0, value=0.5)
    changed = run_of("somebody", [STARTED, steered, EPOCH, ENDED[-1]], spec=dropped)
    other, without = [
        run_of("somebody", ENDED, spec=spec, config=CONFIG) for spec in (dropped.with_dropout_rate(0.4), softmax)
    ]
    app = visit("train.py", compare=f"{changed},{without}")
    assert "They differ in network, dropout rate (0.25 then 0.5, \N{EN DASH})." in text_of(app)
    app = visit("train.py", compare=f"{changed},{other}")
    assert "They differ in dropout rate (0.25 then 0.5, 0.4)." in text_of(app)
    same = run_of("somebody", ENDED, spec=dropped)
    app = visit("train.py", compare=f"{same},{other}")
    assert "They differ in dropout rate (0.25, 0.4)." in text_of(app)


def test_losses_of_different_kinds_are_not_overlaid(visit, run_of):
    binary = recipe("article-3").config
    runs = [run_of("somebody", ENDED), run_of("somebody", ENDED, config=binary)]
    app = visit("train.py", compare=",".join(runs))
    for what in ("validation_loss", "loss"):
        app.button_group(key="compare-what").set_value(what).run()
        assert "losses of different kinds" in text_of(app)
        title = json.loads(app.get("echarts_chart")[0].proto.spec)["title"]["text"]
        assert title == "Validation accuracy, %"
    app.button_group(key="compare-what").set_value("errors").run()
    assert "losses of different kinds" not in text_of(app)


def test_link_shows_a_stranger_the_same_runs_and_nothing_to_change(visit, run_of):
    runs = [run_of("somebody", ENDED, name=name) for name in ("one", "two")]
    app = visit("train.py", compare=",".join([runs[1], runs[0], "0" * 32]))
    assert sorted(names(app)) == ["one", "two"]
    assert all("somebody else's" in row["details"] for row in data_of(app, "runs-table")["rows"])
    assert line_names(app) == ["two", "one"]
    assert "One of the runs in this address is not found" in text_of(app)
    assert not {"Save", "Delete these 2 runs"} & {button.label for button in app.button}
    app.button(key="runs-forget").click().run()
    assert app.query_params["compare"] == f"{runs[1]},{runs[0]}"
    assert "not found" not in text_of(app)


@pytest.mark.parametrize(
    "compare", ["", ",", "../../etc/passwd", "%00,x", "x" * 100_000, ",".join("0123456789")], ids=range(6)
)
def test_address_that_compares_nothing_breaks_nothing(visit, compare):
    app = visit("train.py", tab="Runs", compare=compare)
    assert not app.exception
    assert Runs.NO_RUNS in text_of(app)


def test_opened_run_is_shown_in_its_own_tab_and_the_table_stays_in_the_other(mine):
    app, runs = mine("one", "two")
    send(app, "runs-table", "opened", runs[0])
    assert app.query_params["run"] == runs[0]
    assert app.session_state["tab"] == "Train"
    assert "runs-table" not in str([one.proto.id for one in app.get("bidi_component")])
    open_tab(app, "Runs")
    assert names(app) == ["two", "one"]
    assert app.query_params["run"] == runs[0]
