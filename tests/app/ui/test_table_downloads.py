"""Numbers as files: where the buttons stand, and what a click on each hands over."""

from __future__ import annotations

import csv
import io
import json

import pytest

from core.inference.pretrained import pretrained
from core.training.record.events import RunEnded
from tests.support.written_runs import EPOCH, HAND, STARTED, STEPS, TAUGHT, TEST

pytestmark = pytest.mark.app

EVENTS = [STARTED, STEPS, EPOCH, TEST, RunEnded(outcome="finished", epoch=1)]


@pytest.fixture
def offered(monkeypatch):
    """Return what the buttons of a page would hand over, by the name of the file; a page fills it when it is drawn."""
    import streamlit as st

    files = {}
    real = st.download_button

    def button(label, **options):
        files[options["file_name"]] = options["data"]
        return real(label, **options)

    monkeypatch.setattr(st, "download_button", button)
    return files


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_finished_runs_history_stands_below_its_curves(visit, run_of, offered):
    run = run_of("somebody", EVENTS, name="=a")
    app = visit("train.py", run=run)
    assert not app.exception
    assert rows(offered["history.csv"]())[1][:3] == ["1", "0.2016", "0.9392"]
    document = json.loads(offered["history.json"]())
    assert (document["name"], document["test"]["correct"]) == ("=a", 9876)
    assert not {"somebody", run} & set(offered["history.json"]().split('"'))


@pytest.mark.parametrize(("owner", "is_told"), [("", True), ("somebody", False)])
def test_how_a_hand_is_read_is_in_its_owners_file_alone(visit, run_of, offered, owner, is_told):
    app = visit("train.py")
    run = run_of(owner or app.session_state["owner"], [TAUGHT, *EVENTS[:4], HAND, EVENTS[-1]])
    app.query_params["run"] = run
    assert not app.run().exception
    told = json.loads(offered["history.json"]())["own_digits"]
    assert told["taught"] == 30
    assert (told["judged"] is not None) == is_told


def test_history_of_a_run_that_trains_is_not_offered_yet(visit, run_of, offered):
    app = visit("train.py", run=run_of("somebody", EVENTS[:3]))
    assert not app.exception
    assert "history.csv" not in offered


def test_compared_runs_are_one_table(visit, run_of, offered):
    runs = [run_of("somebody", EVENTS, name=name) for name in ("=a", "b")]
    app = visit("train.py", tab="Runs", compare=",".join(runs))
    assert not app.exception
    names = [row[0] for row in rows(offered["runs.csv"]())]
    assert names[0] == "run"
    assert sorted(names[1:]) == ["'=a", "b"]


def test_mix_ups_are_a_table_beside_the_matrix(visit, answering, offered):
    answering.mistakes = {0: (2, 0.6)}
    app = visit("evaluate.py")
    assert not app.exception
    table = rows(offered["confusion.csv"]())
    counts = [[int(cell) for cell in row[1:]] for row in table[1:]]
    assert len(counts) == 10
    assert sum(count for label, row in enumerate(counts) for answer, count in enumerate(row) if label != answer) == 1


@pytest.mark.parametrize("of_run", [False, True], ids=["pretrained", "a run"])
def test_everything_that_is_known_of_a_network_is_offered_together(run_of, answering, offered, of_run):
    from streamlit.testing.v1 import AppTest

    def page(run):
        from core import lab
        from core.runs.log.models import ModelName
        from pages.state import cached
        from pages.ui import table_downloads

        model = lab.current().models.find(ModelName(run))
        table_downloads.show(model, lab.current().inference.evaluate(model.network, cached.dataset()))

    run = run_of("somebody", EVENTS) if of_run else None
    app = AppTest.from_function(page, kwargs={"run": run}, default_timeout=60).run()
    assert not app.exception
    assert set(offered) == {"predictions.csv", "confusion.csv", "history.csv", "history.json"}
    assert rows(offered["predictions.csv"]())[0][:3] == ["index", "label", "answer"]
    document = json.loads(offered["history.json"]())
    epochs = 1 if of_run else pretrained().config.epochs
    assert len(rows(offered["history.csv"]())) - 1 == len(document["epochs"]) == epochs
