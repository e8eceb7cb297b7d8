"""Runs of which the log is damaged: named, shown as far as they can be read, and in nobody's way."""

from __future__ import annotations

import pytest

from core import lab
from core.training.record.events import BestRestored, ModelKept, RunEnded, RunSteered
from pages.text.run import Run
from pages.text.runs import Runs
from tests.support.component_events import data_of
from tests.support.written_runs import EPOCH, EXPLAINED, FILE, STARTED, STEPS, TEST

pytestmark = pytest.mark.app

EVENTS = [
    STARTED,
    STEPS,
    EXPLAINED,
    EPOCH,
    RunSteered(action="learning_rate", epoch=1, step=422, seconds=4.5, value=0.001),
    BestRestored(epoch=1),
    ModelKept(epoch=2, step=430, checkpoint=FILE),
    TEST,
    RunEnded(outcome="stopped", epoch=1),
]
KINDS = [type(event).__name__ for event in EVENTS]


def damage(run: str, **columns: object) -> None:
    """Overwrite values of a run's row; `kind` names a kind of its events, whose bodies are overwritten instead."""
    kind = columns.pop("kind", None)
    names = ", ".join(f"{name} = ?" for name in columns)
    where = ("events", "run = ? AND kind = ?", (run, kind)) if kind else ("runs", "id = ?", (run,))
    with lab.current().store._database.transaction(durable=True) as writer:
        changed = writer.execute(f"UPDATE {where[0]} SET {names} WHERE {where[1]}", (*columns.values(), *where[2]))
        assert changed.rowcount == 1


@pytest.mark.parametrize("kind", ["RunQueued", *KINDS])
def test_run_with_a_damaged_row_is_shown_on_every_page(visit, run_of, answering, kind):
    app = visit("train.py", tab="Runs")
    owner = app.session_state["owner"]
    good = run_of(owner, EVENTS, name="a good run")
    run = run_of(owner, EVENTS, name="damaged")
    damage(run, kind=kind, body="{")
    app.run()
    assert not app.exception
    rows = {row["key"]: row["cells"] for row in data_of(app, "runs-table")["rows"]}
    assert set(rows) == {run, good}
    seen = visit("train.py", run=run)
    assert [one.value for one in seen.warning if Run.damaged(1) in one.value]
    for page in ("inside.py", "evaluate.py"):
        assert not visit(page, model=run).exception


@pytest.mark.parametrize("columns", [{"spec": "{"}, {"created": "yesterday"}], ids=["network", "moment"])
def test_run_that_cannot_be_read_is_named_and_can_be_deleted(visit, run_of, columns):
    app = visit("train.py", tab="Runs")
    owner = app.session_state["owner"]
    good, run = run_of(owner, EVENTS), run_of(owner, EVENTS, name="*the lost one*")
    damage(run, **columns)
    damage(other := run_of(owner, EVENTS, name="another"), **columns)
    app.run()
    newest, named = (one.value for one in app.warning)
    assert "another" in newest
    assert "lost one" in named
    assert [row["key"] for row in data_of(app, "runs-table")["rows"]] == [good]
    assert visit("train.py", run=run).error
    for page in ("inside.py", "evaluate.py", "draw.py"):
        assert not visit(page, model=run).exception
    for one in (run, other):
        app.button(key=f"runs-delete-{one}").click().run()
    assert not app.warning
    assert not app.exception
    assert lab.current().store.unreadable(owner=owner) == []


def test_damaged_run_of_somebody_else_is_their_own_affair(visit, run_of):
    run = run_of("somebody else", EVENTS, name="the lost one")
    damage(run, spec="{")
    app = visit("train.py", tab="Runs")
    assert not app.warning
    assert Runs.NO_RUNS in [one.value for one in app.caption]
