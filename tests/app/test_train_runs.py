"""All runs on the Train page: their table, their curves over one another, several values of a setting."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from streamlit.runtime.context import ContextProxy

from core import lab
from core.recipes import recipe
from core.runs.log.run_record import MAX_NAME
from core.runs.scheduling.trainer_status import TrainerStatus
from core.training.record.events import RunEnded
from pages.text.runs import Runs
from tests.support.component_events import data_of, send
from tests.support.written_runs import EPOCH, STARTED, STEPS, TEST

pytestmark = pytest.mark.app

ENDED = [STARTED, STEPS, EPOCH, TEST, RunEnded(outcome="finished", epoch=1)]
HOSTILE = "![x](http://x.invalid/y.png) <script>alert(1)</script> **b** :red[r] $$1$$ {a}"
CONFIG = recipe("quick-cnn").config


@pytest.fixture
def mine(visit, run_of):
    """Return a visitor's page with these runs in its table: `mine("one", "two")` gives it and their ids."""

    def opened(*names, events=ENDED, **query):
        app = visit("train.py", tab="Runs", **query)
        owner = app.session_state["owner"]
        runs = [run_of(owner, events, name=name) for name in names]
        return app.run(), runs

    return opened


def names(app) -> list[str]:
    return [row["cells"][0] for row in data_of(app, "runs-table")["rows"]]


def open_tab(app, name: str) -> None:
    app.session_state["tab"] = name
    app.run()


def tick(app, runs) -> None:
    stamp = data_of(app, "runs-table")["stamp"] + 1
    send(app, "runs-table", "ticked", {"runs": list(runs), "stamp": stamp})
    assert data_of(app, "runs-table")["stamp"] == stamp


def said(app) -> str:
    """Return what the page says in Markdown, without its escapes."""
    kinds = (app.markdown, app.caption, app.error, app.warning, app.info, app.subheader)
    shown = "\n".join(element.value for kind in kinds for element in kind)
    return re.sub(r"\\(.)|\N{WORD JOINER}", r"\1", shown)


def drawn(app) -> list[str]:
    """Return the names of the lines in the figure."""
    (chart,) = app.get("echarts_chart")
    return [line["name"] for line in json.loads(chart.proto.spec)["series"]]


def test_first_visitor_is_told_how_to_begin(visit):
    app = visit("train.py", tab="Runs")
    assert Runs.NO_RUNS in said(app)
    assert not app.get("bidi_component") or "runs-table" not in str(app.get("bidi_component"))


def test_runs_beyond_the_first_rows_are_counted_found_and_shown(mine, monkeypatch):
    monkeypatch.setattr("pages.parts.train.runs.view.MAX_ROWS", 3)
    app, runs = mine("b", "a", "old friend", "c", "e", "d")
    assert names(app) == ["d", "e", "c"]
    assert "and 3 older" in said(app)
    tick(app, runs[:1])
    assert names(app) == ["d", "e", "c", "b"]  # what is ticked is there to be unticked
    assert "and 2 older" in said(app)
    tick(app, [])
    send(app, "runs-table", "sorted", "name")
    assert names(app) == ["a", "b", "c"]
    assert "and 3 more" in said(app)
    app.button(key="runs-all").click().run()
    assert names(app) == ["a", "b", "c", "d", "e", "old friend"]
    app.button(key="runs-all").click().run()
    assert names(app) == ["a", "b", "c"]
    app.text_input(key="runs-filter").set_value("friend").run()
    assert names(app) == ["old friend"]
    assert "1 of 6 runs" in said(app)
    assert "runs-all" not in [button.key for button in app.button]


def test_hundred_and_first_run_does_not_vanish(mine):
    app, runs = mine(*(f"run {number}" for number in range(101)))
    assert len(data_of(app, "runs-table")["rows"]) == 100
    assert "and 1 older" in said(app)
    app.button(key="runs-all").click().run()
    assert [row["run"] for row in data_of(app, "runs-table")["rows"]] == runs[::-1]


def test_row_says_what_a_run_reached(mine):
    app, (run,) = mine("")
    (row,) = data_of(app, "runs-table")["rows"]
    assert row["run"] == run
    assert row["cells"][:7] == [
        "3 epochs, Adam, learning rate 0.003",
        "Quick CNN",
        "finished",
        "98.3 %",
        "98.76 %",
        "56,714",
        "4",
    ]


def test_network_that_was_built_is_not_called_by_its_recipe(mine, run_of):
    app, _ = mine("")
    run_of(app.session_state["owner"], ENDED, spec=recipe("softmax").spec)
    app.run()
    assert [row["cells"][1] for row in data_of(app, "runs-table")["rows"]] == ["Own network", "Quick CNN"]


def test_waiting_run_says_its_place_in_line(mine, monkeypatch):
    monkeypatch.setattr(lab.current().supervisor, "trainer_status", lambda run: TrainerStatus(position=2))
    app, _ = mine("", events=[])
    assert data_of(app, "runs-table")["rows"][0]["cells"][2:5] == ["second in line", "none", "none"]


def test_heads_sort_both_ways_and_say_so(mine):
    app, _ = mine("b", "c", "a")
    assert names(app) == ["a", "c", "b"]  # the newest first
    send(app, "runs-table", "sorted", "name")
    assert names(app) == ["a", "b", "c"]
    send(app, "runs-table", "sorted", "name")
    assert names(app) == ["c", "b", "a"]
    assert {head["key"]: head["sorted"] for head in data_of(app, "runs-table")["columns"]}["name"] == "descending"
    send(app, "runs-table", "sorted", "__class__")
    assert names(app) == ["c", "b", "a"]


def test_filter_finds_words_and_has_a_way_back(mine):
    app, runs = mine("large kernels", "small kernels", "dense")
    lab.current().store.set_name_and_note(runs[2], name="dense", note="without kernels")
    app.text_input(key="runs-filter").set_value("kernels SMALL").run()
    assert names(app) == ["small kernels"]
    assert "1 of 3 runs" in said(app)
    app.text_input(key="runs-filter").set_value("without").run()
    assert names(app) == ["dense"]
    app.text_input(key="runs-filter").set_value("<b>nothing").run()
    assert "No run has these words: <b>nothing" in said(app)
    app.button(key="runs-show-all").click().run()
    assert len(names(app)) == 3


def test_name_and_note_are_kept_as_typed_and_shown_literally(mine):
    app, (run, other) = mine("one", "two")
    tick(app, [run])
    app.text_input(key=f"runs-name-{run}").set_value(HOSTILE)
    app.text_area(key=f"runs-note-{run}").set_value("<b>note</b>")
    app.button(key="runs-save").click().run()
    record = lab.current().store.record(run)
    assert (record.name, record.note) == (HOSTILE, "<b>note</b>")
    row = next(row for row in data_of(app, "runs-table")["rows"] if row["run"] == run)
    assert (row["cells"][0], row["note"]) == (HOSTILE, "<b>note</b>")
    tick(app, [run, other])
    shown = "\n".join(element.value for kind in (app.markdown, app.caption) for element in kind)
    assert "](http" not in shown
    assert "<script>" not in re.sub(r"\\.", "", shown)
    assert drawn(app) == [HOSTILE.replace("{", "{\N{WORD JOINER}"), "two"]


def test_selected_run_and_model_have_the_name_literally(visit, run_of, answering):
    run = run_of("somebody", ENDED, name=HOSTILE)
    app = visit("train.py", run=run)
    assert HOSTILE in said(app)
    shown = "\n".join(element.value for element in (*app.markdown, *app.subheader))
    app = visit("draw.py", model=run)
    shown += "\n".join(one.proto.popover.label for one in app.get("popover"))
    assert "**![x](" not in shown
    assert "<script>" not in re.sub(r"\\.", "", shown)
    assert f"Model, epoch 1: {HOSTILE}" in re.sub(r"\\(.)|\N{WORD JOINER}", r"\1", shown)


def test_moment_that_a_run_began_is_told_by_the_visitors_clock(mine, visit, answering, monkeypatch):
    monkeypatch.setattr(ContextProxy, "timezone", property(lambda _: "Asia/Tokyo"))
    app, (run,) = mine("")
    created = lab.current().store.record(run).created
    moment = datetime.fromtimestamp(created, ZoneInfo("Asia/Tokyo")).strftime("%d %b, %H:%M")
    assert data_of(app, "runs-table")["rows"][0]["cells"][-1] == moment
    tick(app, [run])
    assert f"Ticked: Quick CNN, {moment}" in said(app)
    assert f"Quick CNN, {moment}, after epoch 1;" in said(visit("evaluate.py", model=run))


def test_name_that_is_too_long_is_cut_off(mine):
    app, (run,) = mine("one")
    tick(app, [run])
    app.text_input(key=f"runs-name-{run}").set_value("x" * 300)
    app.button(key="runs-save").click().run()
    assert names(app) == ["x" * MAX_NAME]


def test_deleting_asks_first_and_takes_what_is_ticked(mine):
    app, (first, second, third) = mine("one", "two", "three")
    tick(app, [first, third])
    assert "These 2 runs: curves and weights are removed for good." in said(app)
    assert len(names(app)) == 3
    app.button(key="runs-delete").click().run()
    assert names(app) == ["two"]
    assert "compare" not in app.query_params
    assert [record.id for record in lab.current().store.records(owner=app.session_state["owner"])] == [second]


def test_seventh_tick_is_refused_with_a_sentence(mine):
    app, runs = mine(*"abcdefg")
    tick(app, runs[:6])
    assert len(drawn(app)) == 6
    tick(app, runs)
    assert "6 runs are ticked already" in said(app)
    assert data_of(app, "runs-table")["chosen"] == runs[:6]
    tick(app, runs[1:6])
    assert "ticked already" not in said(app)
    assert app.query_params["compare"] == ",".join(runs[1:6])


@pytest.mark.parametrize(
    "message",
    [None, 3, {}, {"runs": "x", "stamp": 1}, {"runs": [], "stamp": "1"}, {"runs": [[]], "stamp": 1}],
    ids=str,
)
def test_forged_message_of_the_table_breaks_nothing(mine, message):
    app, _ = mine("one")
    for event in ("ticked", "sorted", "opened"):
        send(app, "runs-table", event, message)
        assert not app.exception
        assert names(app) == ["one"]


def test_figure_says_which_run_is_best_and_in_what_they_differ(visit, run_of):
    better = [STARTED, dataclasses.replace(EPOCH, validation_accuracy=0.99), RunEnded(outcome="finished", epoch=1)]
    slow, fast = dataclasses.replace(CONFIG, learning_rate=0.001), dataclasses.replace(CONFIG, learning_rate=0.01)
    runs = [run_of("somebody", ENDED, config=slow), run_of("somebody", better, config=fast)]
    app = visit("train.py", compare=",".join(runs))
    finding = (
        "Quick CNN, learning rate 0.01 ends with the highest validation accuracy, 99.00 %; the lowest is 98.27 %, "
        "Quick CNN, learning rate 0.001."
    )
    assert f"{finding} They differ in learning rate (0.001, 0.01)." in said(app)
    assert app.get("echarts_chart")[0].proto.alt == finding
    assert any("<td" in table.proto.body and "99.00 %" in table.proto.body for table in app.get("html"))


def test_losses_of_different_kinds_are_not_overlaid(visit, run_of):
    binary = recipe("article-3").config
    runs = [run_of("somebody", ENDED), run_of("somebody", ENDED, config=binary)]
    app = visit("train.py", compare=",".join(runs))
    for what in ("validation_loss", "loss"):
        app.button_group(key="compare-what").set_value(what).run()
        assert "losses of different kinds" in said(app)
        title = json.loads(app.get("echarts_chart")[0].proto.spec)["title"]["text"]
        assert title == "Validation accuracy, %"
    app.button_group(key="compare-what").set_value("errors").run()
    assert "losses of different kinds" not in said(app)


def test_link_shows_a_stranger_the_same_runs_and_nothing_to_change(visit, run_of):
    runs = [run_of("somebody", ENDED, name=name) for name in ("one", "two")]
    app = visit("train.py", compare=",".join([runs[1], runs[0], "0" * 32]))
    assert sorted(names(app)) == ["one", "two"]
    assert all("somebody else's" in row["details"] for row in data_of(app, "runs-table")["rows"])
    assert drawn(app) == ["two", "one"]
    assert "One of the runs in this address is not found" in said(app)
    assert not {"Save", "Delete these 2 runs"} & {button.label for button in app.button}
    app.button(key="runs-forget").click().run()
    assert app.query_params["compare"] == f"{runs[1]},{runs[0]}"
    assert "not found" not in said(app)


@pytest.mark.parametrize(
    "compare", ["", ",", "../../etc/passwd", "%00,x", "x" * 100_000, ",".join("0123456789")], ids=range(6)
)
def test_address_that_compares_nothing_breaks_nothing(visit, compare):
    app = visit("train.py", tab="Runs", compare=compare)
    assert not app.exception
    assert Runs.NO_RUNS in said(app)


def test_opened_run_is_shown_in_its_own_tab_and_the_table_stays_in_the_other(mine):
    app, runs = mine("one", "two")
    send(app, "runs-table", "opened", runs[0])
    assert app.query_params["run"] == runs[0]
    assert app.session_state["tab"] == "Train"
    assert "runs-table" not in str([one.proto.id for one in app.get("bidi_component")])
    open_tab(app, "Runs")
    assert names(app) == ["two", "one"]
    assert app.query_params["run"] == runs[0]


def started(app) -> list[str]:
    """Return the names of the visitor's runs, in the order in which they were begun."""
    records = lab.current().store.records(owner=app.session_state["owner"])
    return [record.name for record in reversed(records)]


@pytest.fixture
def idle(monkeypatch):
    """No run trains: all that are started wait."""
    supervisor = lab.current().supervisor
    monkeypatch.setattr(supervisor._dispatcher, "dispatch", lambda: None)
    yield
    for record in lab.current().store.records():
        supervisor.delete(record.id, owner=record.owner)


@pytest.mark.usefixtures("idle")
def test_sweep_starts_its_runs_once_and_compares_them(visit):
    app = visit("train.py", tab="Runs")
    app.text_input(key="sweep-values-learning_rate").set_value("0.001, 0.01").run()
    assert "2 runs, 6 epochs in all" in said(app)
    for _ in range(5):
        app.button(key="sweep-train").click().run()
    assert started(app) == ["Learning rate 0.001", "Learning rate 0.01"]
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
        ("Batch size 64", 7, 64),
        ("Batch size 100", 7, 100),
    ]


@pytest.mark.usefixtures("idle")
def test_sweep_beside_a_selected_run_is_of_that_run(visit, run_of):
    config = dataclasses.replace(recipe("article-2").config, epochs=4)
    run = run_of("somebody", [STARTED, STEPS, EPOCH], recipe_key="article-2", config=config)
    app = visit("train.py", run=run)
    open_tab(app, "Runs")
    assert "3 runs, 12 epochs in all" in said(app)
    assert "All else is as in the run in view." in said(app)
    app.button(key="sweep-train").click().run()
    records = lab.current().store.records(owner=app.session_state["owner"])
    assert {(record.recipe, record.config.epochs) for record in records} == {("article-2", 4)}
    assert len(records) == 3


@pytest.mark.parametrize(
    ("setting", "values", "message"),
    [
        ("learning_rate", "0.1", "A sweep takes from 2 to 6 different values"),
        ("learning_rate", "0.1, fast", "Each value must be a number; got 'fast'."),
        ("batch_size", "32, 0", "Batch size must be a whole number from 1 to 4,096; got 0."),
        ("train_images", "1000, 60000", "Training images must be at most those that are not held out"),
    ],
)
def test_sweep_that_cannot_be_is_refused_at_its_field(visit, setting, values, message):
    app = visit("train.py", tab="Runs")
    app.selectbox(key="sweep-setting").set_value(setting).run()
    app.text_input(key=f"sweep-values-{setting}").set_value(values).run()
    assert message in said(app)
    assert "sweep-train" not in [button.key for button in app.button]


def test_setting_that_would_do_nothing_is_not_offered(visit):
    app = visit("train.py", tab="Runs")
    assert "Momentum" not in app.selectbox(key="sweep-setting").options  # of Adam there is none
    app = visit("train.py", tab="Runs", recipe="article-1a")
    assert "Momentum" in app.selectbox(key="sweep-setting").options
