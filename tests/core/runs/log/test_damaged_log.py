"""The log of runs where its file, a run's row or an event is damaged: what is lost is named, all else is read."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest

from core.errors import RunDamagedError
from core.runs.log.histories import Histories
from core.runs.log.store import Store
from core.training.record.events import RunEnded
from tests.support.written_runs import EPOCH, STARTED, STEPS, TEST, create

RUN = "a" * 32


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: b"no database at all, whatever its name says. " * 100, id="no database"),
        pytest.param(lambda data: data[:4096] + b"\xff" * (len(data) - 4096), id="pages overwritten"),
    ],
)
def test_damaged_log_is_moved_aside_and_another_begun(tmp_path, damage):
    """P12."""
    path = tmp_path / "runs.sqlite3"
    first = Store(path)
    for number in range(40):
        create(first, f"run {number}")
    first.close()
    path.write_bytes(damage(path.read_bytes()))
    damaged = path.read_bytes()
    later = Store(path)
    assert later.was_damaged
    assert later.records() == []
    create(later, RUN)
    later.close()
    assert (tmp_path / "runs.sqlite3.damaged-1").read_bytes() == damaged
    again = Store(path)
    assert not again.was_damaged
    assert len(again.records()) == 1
    again.close()


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param({"spec": "{"}, id="network is no JSON"),
        pytest.param({"spec": "null"}, id="no network"),
        pytest.param({"spec": "[" * 100_000}, id="nested too deeply"),
        pytest.param({"spec": b"\xff"}, id="no text"),
        pytest.param({"config": "[]"}, id="settings are a list"),
        pytest.param({"config": '{"schema": 99}'}, id="of another version"),
        pytest.param({"created": "yesterday"}, id="moment"),
        pytest.param({"created": 1e300}, id="moment beyond all calendars"),
        pytest.param({"guess": "many"}, id="guess"),
        pytest.param({"data": b"\xff"}, id="digest"),
    ],
)
def test_run_that_cannot_be_read_is_named_and_the_others_are_read(store, tmp_path, columns):
    good, run = create(store), create(store, "b" * 32, nonce="2")
    store.set_name_and_note(run, name="the lost one", note="")
    with contextlib.closing(sqlite3.connect(tmp_path / "runs.sqlite3")) as other, other:
        names = ", ".join(f"{name} = ?" for name in columns)
        other.execute(f"UPDATE runs SET {names} WHERE id = ?", (*columns.values(), run))
    assert [record.id for record in store.records()] == [good]
    (named,) = store.unreadable(owner="me")
    assert (named.id, named.name) == (run, "the lost one")
    assert (named.created is None) == ("created" in columns)
    with pytest.raises(RunDamagedError):
        store.record(run)
    assert store.unreadable(owner="somebody else") == []
    store.delete(run)
    assert store.unreadable(owner="me") == []


@pytest.mark.parametrize("body", ["{", b"\xff\xfe", '{"epoch": "one"}'], ids=["no JSON", "no text", "another type"])
def test_damaged_event_is_counted_and_the_others_are_read(store, tmp_path, body):
    run = create(store)
    store.append(run, 1, [STARTED, STEPS, EPOCH, TEST])
    with contextlib.closing(sqlite3.connect(tmp_path / "runs.sqlite3")) as other, other:
        other.execute("UPDATE events SET body = ? WHERE kind = 'EpochEnded'", (body,))
    history = Histories(store).of(run)
    assert (history.damaged_rows, history.epochs) == (1, ())
    assert (history.started, history.steps, history.test) == (STARTED, (STEPS,), TEST)
    assert Histories(store).outline(run).damaged_rows == 1


def test_outline_counts_damaged_steps_too(store, tmp_path):
    run = create(store)
    store.append(run, 1, [STARTED, STEPS, STEPS])
    with contextlib.closing(sqlite3.connect(tmp_path / "runs.sqlite3")) as other, other:
        other.execute("UPDATE events SET body = '{' WHERE number = (SELECT MAX(number) FROM events)")
    assert Histories(store).outline(run).damaged_rows == 1


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param("UPDATE events SET run = 'nobody' WHERE run = 'waiting'", id="of no run"),
        pytest.param("UPDATE events SET attempt = 'x' WHERE run = 'waiting'", id="of no attempt"),
        pytest.param("DELETE FROM runs WHERE id = 'waiting'", id="of a run that is gone"),
    ],
)
def test_unfinished_run_whose_rows_are_damaged_is_left_out(store, tmp_path, damage):
    create(store, "waiting", nonce="1"), create(store, "other", nonce="2")
    with contextlib.closing(sqlite3.connect(tmp_path / "runs.sqlite3")) as other, other:
        other.execute(damage)  # without a look at foreign keys
    assert store.unfinished() == [("other", 1, False)]


def test_ended_run_with_a_damaged_row_is_not_begun_again_but_can_be_resumed(store, tmp_path):
    run = create(store)
    store.append(run, 1, [STARTED, RunEnded(outcome="interrupted")])
    with contextlib.closing(sqlite3.connect(tmp_path / "runs.sqlite3")) as other, other:
        other.execute("UPDATE events SET attempt = 'x' WHERE kind = 'RunQueued'")
    assert store.unfinished() == []
    assert store.begin_attempt(run) == 2
