"""How far the visitor's runs are stands on every page; that one is done stays there until it was looked at."""

from __future__ import annotations

import dataclasses
import json

import pytest

from core import lab
from core.training.record.events import RunEnded, RunSteered
from core.training.settings.config import TrainingConfig
from tests.support.written_runs import EPOCH, STARTED, STEPS, TEST

pytestmark = pytest.mark.app

ME = "0" * 32
FINISHED = [EPOCH, TEST, RunEnded(outcome="finished", epoch=1)]
TWO_EPOCHS = TrainingConfig(epochs=2)
PAUSED = RunSteered(action="pause", epoch=2, step=423, seconds=5.0)


@pytest.fixture
def active(monkeypatch) -> list[str]:
    """Return the list of the runs that train or wait; a test fills it."""
    runs: list[str] = []
    supervisor = lab.current().supervisor
    monkeypatch.setattr(supervisor, "runs_of", lambda owner: list(runs) if owner == ME else [])
    return runs


@pytest.fixture
def opened(visit):
    """Return a function that opens a page of mine: `opened("browse.py")`."""

    def open_page(page: str, **query: str):
        app = visit()
        app.session_state["owner"] = ME
        for name, value in query.items():
            app.query_params[name] = value
        return app.switch_page(page).run()

    return open_page


def badge(app) -> list[str]:
    """Return what the badge says, without Markdown's escapes, and the address behind it."""
    links = [link.proto for link in app.get("page_link") if link.proto.icon in BADGE_ICONS]
    return [link.label.replace("\\", "") for link in links]


def told(app) -> list[str]:
    """Return what a screen reader is told."""
    found = [one.proto for one in app.get("bidi_component") if one.proto.component_name.endswith("spoken")]
    return [json.loads(one.json)["text"] for one in found]


def addresses(app) -> list[str]:
    return [link.proto.query_string for link in app.get("page_link") if link.proto.icon in BADGE_ICONS]


BADGE_ICONS = {":material/model_training:", ":material/check_circle:", ":material/error:"}


def test_run_that_trains_is_followed_from_page_to_page_until_its_end_was_seen(opened, active, run_of):
    app = opened("browse.py")
    assert badge(app) == []
    run = run_of(ME, [STARTED, STEPS], config=TWO_EPOCHS)
    active.append(run)
    assert badge(app.run()) == ["Training 50 %"]
    assert told(app) == [""]  # not how far it is
    assert f"run={run}" in addresses(app)[0]
    lab.current().store.append(run, 1, [PAUSED])
    assert badge(app.run()) == ["Paused at 50 %"]
    lab.current().store.append(run, 1, FINISHED)
    active.clear()
    assert badge(app.run()) == told(app) == ["Done, 98.76 %: Quick CNN, 2 epochs, learning rate 0.001"]
    app.switch_page("draw.py").run()
    assert badge(app) == ["Done, 98.76 %: Quick CNN, 2 epochs, learning rate 0.001"]
    app.query_params["run"] = run
    app.switch_page("train.py").run()
    assert badge(app) == []
    app.query_params["run"] = "none"
    app.switch_page("browse.py").run()
    assert badge(app) == []


def test_run_in_view_is_not_told_of_but_others_are(opened, active, run_of):
    runs = [run_of(ME, [STARTED, STEPS], config=TWO_EPOCHS) for _ in range(3)]
    active.extend(runs)
    assert badge(opened("browse.py")) == ["Training 50 %, and 2 more"]
    assert badge(opened("train.py", run=runs[0])) == ["Training 50 %, and 1 more"]
    del active[1:]
    assert badge(opened("train.py", run=runs[0])) == []
    assert badge(opened("train.py", run=runs[0], tab="Network")) == ["Training 50 %"]


def test_several_that_are_done_are_counted_and_seen_in_the_table(opened, active, run_of):
    runs = [run_of(ME, [STARTED, STEPS]) for _ in range(2)]
    active.extend(runs)
    app = opened("browse.py")
    for run in runs:
        lab.current().store.append(run, 1, FINISHED)
    active.clear()
    assert badge(app.run()) == ["2 runs are done"]
    assert "tab=Runs" in addresses(app)[0]
    app.query_params["tab"] = "Runs"
    app.switch_page("train.py").run()
    app.switch_page("browse.py").run()
    assert badge(app) == []


def test_bad_end_is_said_as_one_and_a_deleted_run_not_at_all(opened, active, run_of):
    run = run_of(ME, [STARTED, STEPS], name="*mine*")
    active.append(run)
    app = opened("browse.py")
    lab.current().store.append(run, 1, [RunEnded(outcome="diverged", epoch=1)])
    active.clear()
    assert badge(app.run()) == ["Diverged: *mine*"]
    assert "\\*mine\\*" in next(link.proto.label for link in app.get("page_link") if "error" in link.proto.icon)
    lab.current().store.delete(run)
    lab.current().histories.forget(run)
    assert badge(app.run()) == []


def test_run_in_view_may_be_deleted_elsewhere(opened, active, run_of):
    run = run_of(ME, [STARTED, STEPS])
    active.append(run)
    app = opened("train.py", run=run)
    lab.current().store.delete(run)
    lab.current().histories.forget(run)
    active.clear()
    before = [error.value for error in app.run().error]
    assert [error.value for error in app.run().error] == before  # the page says it, the badge not once more
    assert app.session_state["runs-followed"] == ()
    assert not app.exception


def test_somebody_elses_run_is_not_told_of(visit, active, run_of):
    active.append(run_of(ME, [STARTED, STEPS]))
    app = visit("browse.py")
    app.session_state["owner"] = "1" * 32
    assert badge(app.run()) == []


def test_nothing_is_read_where_no_run_is_followed(opened, active, monkeypatch):
    app = opened("start.py")
    monkeypatch.setattr(lab.current(), "histories", None)
    monkeypatch.setattr(lab.current(), "store", dataclasses.make_dataclass("Log", ["was_damaged"])(False))
    assert not app.run().exception
