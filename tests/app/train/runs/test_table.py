"""The table of runs: sorted, filtered, named, ticked and deleted."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from streamlit.runtime.context import ContextProxy

from core import lab
from core.recipes import recipe
from core.runs.log.run_record import MAX_NAME
from core.runs.scheduling.trainer_status import TrainerStatus
from pages.text.runs import Runs, when
from tests.support.component_events import data_of, send
from tests.support.page_text import text_of
from tests.support.runs_page import ENDED, line_names, names

pytestmark = pytest.mark.app


HOSTILE = "![x](http://x.invalid/y.png) <script>alert(1)</script> **b** :red[r] $$1$$ {a}"


def tick(app, runs) -> None:
    stamp = data_of(app, "runs-table")["stamp"] + 1
    send(app, "runs-table", "ticked", {"rows": list(runs), "stamp": stamp})
    assert data_of(app, "runs-table")["stamp"] == stamp


def test_first_visitor_is_told_how_to_begin(visit):
    app = visit("train.py", tab="Runs")
    assert Runs.NO_RUNS in text_of(app)
    assert not app.get("bidi_component") or "runs-table" not in str(app.get("bidi_component"))


def test_runs_beyond_the_first_rows_are_counted_found_and_shown(mine, monkeypatch):
    monkeypatch.setattr("pages.parts.train.runs.view.MAX_ROWS", 3)
    app, runs = mine("b", "a", "old friend", "c", "e", "d")
    assert names(app) == ["d", "e", "c"]
    assert "and 3 older" in text_of(app)
    tick(app, runs[:1])
    assert names(app) == ["d", "e", "c", "b"]  # what is ticked is there to be unticked
    assert "and 2 older" in text_of(app)
    tick(app, [])
    send(app, "runs-table", "sorted", "name")
    assert names(app) == ["a", "b", "c"]
    assert "and 3 more" in text_of(app)
    app.button(key="runs-all").click().run()
    assert names(app) == ["a", "b", "c", "d", "e", "old friend"]
    app.button(key="runs-all").click().run()
    assert names(app) == ["a", "b", "c"]
    app.text_input(key="runs-filter").set_value("friend").run()
    assert names(app) == ["old friend"]
    assert "1 of 6 runs" in text_of(app)
    assert "runs-all" not in [button.key for button in app.button]


def test_hundred_and_first_run_does_not_vanish(mine):
    app, runs = mine(*(f"run {number}" for number in range(101)))
    assert len(data_of(app, "runs-table")["rows"]) == 100
    assert "and 1 older" in text_of(app)
    app.button(key="runs-all").click().run()
    assert [row["key"] for row in data_of(app, "runs-table")["rows"]] == runs[::-1]


def test_row_says_what_a_run_reached(mine):
    app, (run,) = mine("")
    (row,) = data_of(app, "runs-table")["rows"]
    assert row["key"] == run
    assert row["cells"][:7] == [
        "Quick CNN",
        "Quick CNN",
        "finished",
        "98.3 %",
        "98.76 %",
        "56,714",
        "4",
    ]
    assert row["details"] == "3 epochs, Adam, learning rate 0.003, batch size 128"
    assert row["layers"] == "Conv 16 > Pool > Conv 32 > Pool > Dense 64 > Dense 10"
    assert len(row["boxes"]) == 8  # one for each shape, the input's first


def test_network_that_was_built_is_not_called_by_its_recipe(mine, run_of):
    app, _ = mine("")
    run_of(app.session_state["owner"], ENDED, spec=recipe("softmax").spec)
    app.run()
    assert [row["cells"][1] for row in data_of(app, "runs-table")["rows"]] == ["Own network", "Quick CNN"]


def test_waiting_run_says_its_place_in_line(mine, monkeypatch):
    monkeypatch.setattr(lab.current().supervisor, "trainer_status", lambda run: TrainerStatus(position=2))
    app, _ = mine("", events=[])
    assert data_of(app, "runs-table")["rows"][0]["cells"][2:5] == ["second in line", "\N{EN DASH}", "\N{EN DASH}"]


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
    assert "1 of 3 runs" in text_of(app)
    app.text_input(key="runs-filter").set_value("without").run()
    assert names(app) == ["dense"]
    app.text_input(key="runs-filter").set_value("<b>nothing").run()
    assert "No run has these words: <b>nothing" in text_of(app)
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
    row = next(row for row in data_of(app, "runs-table")["rows"] if row["key"] == run)
    assert (row["cells"][0], row["note"]) == (HOSTILE, "<b>note</b>")
    tick(app, [run, other])
    shown = "\n".join(element.value for kind in (app.markdown, app.caption) for element in kind)
    assert "](http" not in shown
    assert "<script>" not in re.sub(r"\\.", "", shown)
    assert line_names(app) == [HOSTILE.replace("{", "{\N{WORD JOINER}"), "two"]


def test_selected_run_and_model_have_the_name_literally(visit, run_of, answering):
    run = run_of("somebody", ENDED, name=HOSTILE)
    app = visit("train.py", run=run)
    assert HOSTILE in text_of(app)
    shown = "\n".join(element.value for element in (*app.markdown, *app.subheader))
    app = visit("draw.py", model=run)
    shown += "\n".join(one.proto.popover.label for one in app.get("popover"))
    assert "**![x](" not in shown
    assert "<script>" not in re.sub(r"\\.", "", shown)
    assert f"Model, epoch 1: {HOSTILE}" in re.sub(r"\\(.)|\N{WORD JOINER}", r"\1", shown)


def test_moment_that_a_run_was_queued_is_told_by_the_visitors_clock(mine, visit, answering, monkeypatch):
    monkeypatch.setattr(ContextProxy, "timezone", property(lambda _: "Asia/Tokyo"))
    app, (run,) = mine("")
    created = lab.current().store.record(run).created
    moment = datetime.fromtimestamp(created, ZoneInfo("Asia/Tokyo")).strftime("%-d %B, %H:%M")
    assert data_of(app, "runs-table")["rows"][0]["cells"][-1] == moment
    tick(app, [run])
    assert "Ticked: Quick CNN" in text_of(app)
    assert f"Quick CNN, {moment}, after epoch 1;" in text_of(visit("evaluate.py", model=run))


def test_settings_of_a_ticked_run_are_taken_into_the_form(mine):
    app, (one, other) = mine("one", "two")
    tick(app, [one, other])
    assert "runs-copy" not in [button.key for button in app.button]
    tick(app, [one])
    app.button(key="runs-copy").click().run()
    assert app.session_state["tab"] == "Train"
    assert app.number_input(key="train-epochs").value == 3


def test_waiting_run_has_its_moment_too_below_what_that_is_called(mine):
    app, (run,) = mine("", events=[])
    table = data_of(app, "runs-table")
    assert table["columns"][-1]["label"] == "Queued"
    created = lab.current().store.record(run).created
    assert table["rows"][0]["cells"][-1] == when(created, None)


def test_name_that_is_too_long_is_cut_off(mine):
    app, (run,) = mine("one")
    tick(app, [run])
    app.text_input(key=f"runs-name-{run}").set_value("x" * 300)
    app.button(key="runs-save").click().run()
    assert names(app) == ["x" * MAX_NAME]


def test_deleting_asks_first_and_takes_what_is_ticked(mine):
    app, (first, second, third) = mine("one", "two", "three")
    tick(app, [first, third])
    assert "These 2 runs: curves and weights are removed for good." in text_of(app)
    assert len(names(app)) == 3
    app.button(key="runs-delete").click().run()
    assert names(app) == ["two"]
    assert "compare" not in app.query_params
    assert [record.id for record in lab.current().store.records(owner=app.session_state["owner"])] == [second]


def test_seventh_tick_is_refused_with_a_sentence(mine):
    app, runs = mine(*"abcdefg")
    tick(app, runs[:6])
    assert len(line_names(app)) == 6
    tick(app, runs)
    assert "6 runs are ticked already" in text_of(app)
    assert data_of(app, "runs-table")["chosen"] == runs[:6]
    tick(app, runs[1:6])
    assert "ticked already" not in text_of(app)
    assert app.query_params["compare"] == ",".join(runs[1:6])


@pytest.mark.parametrize(
    "message",
    [None, 3, {}, {"rows": "x", "stamp": 1}, {"rows": [], "stamp": "1"}, {"rows": [[]], "stamp": 1}],
    ids=str,
)
def test_forged_message_of_the_table_breaks_nothing(mine, message):
    app, _ = mine("one")
    for event in ("ticked", "sorted", "opened"):
        send(app, "runs-table", event, message)
        assert not app.exception
        assert names(app) == ["one"]
