"""A sweep starts one run for each value, once."""

from __future__ import annotations

import dataclasses

import pytest

from core import lab
from core.recipes import recipe
from core.runs.estimates.epoch_time import EpochTime
from pages.parts.train.runs import comparison_chart
from tests.support.component_events import data_of, send
from tests.support.page_text import text_of
from tests.support.runs_page import open_tab
from tests.support.written_runs import EPOCH, STARTED, STEPS

pytestmark = pytest.mark.app


def started(app) -> list[str]:
    """Return the names of the visitor's runs, in the order in which they were begun."""
    records = lab.current().store.records(owner=app.session_state["owner"])
    return [record.name for record in reversed(records)]


@pytest.fixture
def idle(monkeypatch):
    """No run trains: all that are started wait."""
    supervisor = lab.current().supervisor
    monkeypatch.setattr(supervisor.dispatcher, "dispatch", lambda: None)
    yield
    for record in lab.current().store.records():
        supervisor.delete(record.id, owner=record.owner)


@pytest.mark.usefixtures("idle")
def test_sweep_starts_its_runs_once_and_compares_them(visit):
    app = visit("train.py")
    open_tab(app, "Runs")
    app.text_input(key="sweep-values-learning_rate").set_value("0.001, 0.01").run()
    assert "2 runs, 6 epochs in all" in text_of(app)
    for _ in range(5):
        app.button(key="sweep-train").click().run()
    assert started(app) == ["Quick CNN, learning rate 0.001", "Quick CNN, learning rate 0.01"]
    runs = [record.id for record in lab.current().store.records(owner=app.session_state["owner"])]
    assert app.query_params["compare"].split(",") == runs[::-1]
    table = data_of(app, "runs-table")
    assert table["reveal"] > 0
    assert {row["cells"][2] for row in table["rows"]} == {"first in line", "second in line"}
    app.text_input(key="sweep-values-learning_rate").set_value("0.001, 0.1").run()
    app.button(key="sweep-train").click().run()
    assert len(started(app)) == 4


@pytest.mark.usefixtures("idle")
def test_sweep_is_of_what_is_set_up(visit):
    app = visit("train.py")
    app.number_input(key="train-epochs").set_value(7).run()
    open_tab(app, "Runs")
    app.selectbox(key="sweep-setting").set_value("batch_size").run()
    app.text_input(key="sweep-values-batch_size").set_value("64, 100").run()
    app.button(key="sweep-train").click().run()
    records = lab.current().store.records(owner=app.session_state["owner"])
    assert [(record.name, record.config.epochs, record.config.batch_size) for record in reversed(records)] == [
        ("Quick CNN, 7 epochs, batch size 64", 7, 64),
        ("Quick CNN, 7 epochs, batch size 100", 7, 100),
    ]


@pytest.mark.usefixtures("idle")
def test_sweep_beside_a_selected_run_is_of_that_run(visit, run_of):
    config = dataclasses.replace(recipe("article-2").config, epochs=4)
    run = run_of("somebody", [STARTED, STEPS, EPOCH], recipe_key="article-2", config=config)
    app = visit("train.py", run=run)
    open_tab(app, "Runs")
    assert "3 runs, 12 epochs in all" in text_of(app)
    assert "All else is as in the run on Train." in text_of(app)
    app.button(key="sweep-train").click().run()
    records = lab.current().store.records(owner=app.session_state["owner"])
    assert {(record.recipe, record.config.epochs) for record in records} == {("article-2", 4)}
    assert len(records) == 3


@pytest.mark.parametrize(
    ("setting", "values", "message"),
    [
        ("learning_rate", "0.1", "A sweep takes from 2 to 10 different values"),
        ("learning_rate", "0,1", "0,1 may be 0.1, or 0 and 1. Write 0.1, or 0, 1 with a space."),
        ("learning_rate", "0.1, fast", "Each value must be a number; got 'fast'."),
        ("batch_size", "32, 0", "Batch size must be a whole number from 1 to 4,096; got 0."),
        ("train_images", "1000, 60000", "Training images must be at most those that are not held out"),
    ],
)
def test_sweep_that_cannot_be_is_refused_at_its_field(visit, setting, values, message):
    app = visit("train.py")
    open_tab(app, "Runs")
    app.selectbox(key="sweep-setting").set_value(setting).run()
    app.text_input(key=f"sweep-values-{setting}").set_value(values).run()
    assert message in text_of(app)
    assert "sweep-train" not in [button.key for button in app.button]


def test_setting_that_would_do_nothing_is_not_offered(visit):
    app = visit("train.py")
    open_tab(app, "Runs")
    assert "Momentum" not in app.selectbox(key="sweep-setting").options  # of Adam there is none
    app = visit("train.py", recipe="article-1a")
    open_tab(app, "Runs")
    assert "Momentum" in app.selectbox(key="sweep-setting").options


def test_visitor_who_has_nothing_in_view_is_not_asked_for_values(visit, run_of):
    run = run_of("somebody", [STARTED, STEPS, EPOCH])
    for query in ({"tab": "Runs"}, {"compare": run}):
        assert "sweep-setting" not in [box.key for box in visit("train.py", **query).selectbox]


@pytest.mark.usefixtures("idle")
def test_time_of_a_sweep_is_told_and_of_many_runs_the_first_are_compared(visit, monkeypatch):
    def expected(*_):
        return EpochTime(seconds_per_epoch=2.0, cores=2, is_of_runs=True)

    monkeypatch.setattr(lab.current().epoch_times, "expected", expected)
    monkeypatch.setattr(lab.current(), "slots", 1)
    app = visit("train.py")
    open_tab(app, "Runs")
    app.selectbox(key="sweep-setting").set_value("seed").run()
    app.text_input(key="sweep-values-seed").set_value("0, 1, 2, 3, 4, 5, 6, 7").run()
    assert "8 runs, 24 epochs in all: about 48 s, one after the other." in text_of(app)
    app.button(key="sweep-train").click().run()
    assert started(app) == [f"Quick CNN, seed {seed}" for seed in range(8)]
    runs = [record.id for record in lab.current().store.records(owner=app.session_state["owner"])][::-1]
    assert app.query_params["compare"].split(",") == runs[:6]


@pytest.mark.usefixtures("idle")
def test_values_are_tried_of_the_one_run_that_is_ticked(visit, run_of):
    app = visit("train.py", tab="Runs")
    run = run_of(app.session_state["owner"], [STARTED, STEPS, EPOCH], recipe_key="tiny")
    app.query_params["compare"] = run
    app.run()
    assert "Tiny: " in text_of(app)
    assert "All else is as in the ticked run." in text_of(app)


def test_axis_of_accuracies_ends_at_100_also_for_a_single_point():
    options = comparison_chart.overlay(
        [("Tiny", [[1, 98.4]])], title="Accuracy, %", axis="Epochs", is_log=False, is_loss=False, by="epoch"
    )
    assert (options["yAxis"]["min"], options["yAxis"]["max"]) == (98, 99)


def test_ticked_run_keeps_its_place_when_another_is_ticked(visit, run_of):
    app = visit("train.py", tab="Runs")
    first, second = (run_of(app.session_state["owner"], [STARTED, STEPS, EPOCH]) for _ in range(2))
    app.query_params["compare"] = first
    app.run()
    send(app, "runs-table", "ticked", {"rows": [second, first], "stamp": 1})
    assert app.query_params["compare"] == f"{first},{second}"
