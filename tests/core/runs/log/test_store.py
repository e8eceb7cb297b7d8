"""The log of runs: what it keeps, in which order, and what happens to it on a bad day."""

import contextlib
import dataclasses
import sqlite3
import threading
import time

import pytest

from core.errors import ConfigError, HomeError, RunDamagedError, RunNotFoundError, RunStateError, StoreError
from core.runs.log.histories import Histories
from core.runs.log.run_record import MAX_NAME, MAX_NOTE, guessed
from core.runs.log.store import Store
from core.training.record.events import LayerHealth, RunBranched, RunEnded, RunQueued
from tests.support.written_runs import EPOCH, STARTED, STEPS, TEST, create, new_run

RUN = "a" * 32
HEALTH = LayerHealth(name="dense", weight_size=1.0, gradient_size=1.0, dead_fraction=None, saturated_fraction=None)


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "runs.sqlite3")
    yield store
    store.close()


def test_runs_are_listed_in_the_order_they_were_made_whatever_the_clock_says(store, monkeypatch):
    """P13."""
    for moment, run in ((2e9, "first"), (1e9, "second"), (1.5e9, "third")):
        monkeypatch.setattr(time, "time", lambda moment=moment: moment)
        create(store, run)
    assert [record.id for record in store.records()] == ["third", "second", "first"]


def test_runs_are_made_all_or_none(store):
    known = create(store, nonce="known")
    with pytest.raises(RunStateError):  # the third has the second's id
        store.create([new_run("b" * 32), new_run("c" * 32), new_run("c" * 32, nonce="another")])
    assert [record.id for record in store.records()] == [known]
    assert store.create([new_run(nonce="known"), new_run("b" * 32)]) == [(known, False), ("b" * 32, True)]


def test_events_come_in_the_order_they_were_written_whatever_the_clock_says(store, monkeypatch):
    """P13."""
    run = create(store, RUN)
    for moment, event in ((2e9, STARTED), (1e9, EPOCH), (1.5e9, TEST)):
        monkeypatch.setattr(time, "time", lambda moment=moment: moment)
        store.append(run, 1, [event])
    assert store.events(run)[0] == [RunQueued(), STARTED, EPOCH, TEST]


def test_write_waits_for_a_lock_of_somebody_else(store, tmp_path):
    """P11."""
    run = create(store, RUN)
    other = sqlite3.connect(tmp_path / "runs.sqlite3", check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    released = threading.Timer(0.7, other.rollback)
    released.start()
    began = time.monotonic()
    store.append(run, 1, [STARTED])
    assert time.monotonic() - began > 0.3
    released.join()
    other.close()
    assert store.events(run)[0] == [RunQueued(), STARTED]


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


def test_log_of_a_newer_version_is_refused_and_left_as_it_is(tmp_path):
    path = tmp_path / "runs.sqlite3"
    Store(path).close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer Digit Lab"):
        Store(path)
    assert list(tmp_path.glob("*damaged*")) == []


def test_home_below_a_file_is_refused(tmp_path):
    """P10."""
    (tmp_path / "file").write_text("a file")
    with pytest.raises(HomeError, match="cannot be written"):
        Store(tmp_path / "file" / "home" / "runs.sqlite3")


def test_log_of_version_1_is_brought_up_and_its_runs_are_read(tmp_path):
    """P22."""
    path = tmp_path / "runs.sqlite3"
    store = Store(path)
    run = create(store, RUN)
    store.close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE runs DROP COLUMN note")
        connection.execute("ALTER TABLE runs DROP COLUMN guess")
        connection.execute("PRAGMA user_version = 1")
    later = Store(path)
    later.describe(run, name="kept", note="and noted")
    assert (later.record(run).name, later.record(run).note) == ("kept", "and noted")
    later.close()


def test_guess_is_kept_and_a_run_without_one_has_none(store):
    assert store.record(create(store, guess=0.95)).guess == 0.95
    assert store.record(create(store)).guess is None


@pytest.mark.parametrize("percent", [-1, 100.1, float("nan"), "98", True])
def test_guess_that_is_no_percentage_is_refused(percent):
    with pytest.raises(ConfigError, match="Your guess must be a number from 0 to 100; got"):
        guessed(percent)


def test_guess_in_percent_becomes_a_fraction():
    assert [guessed(98), guessed(0), guessed(None)] == [0.98, 0.0, None]


def test_name_and_note_are_kept_as_text_and_cut_where_too_long(store):
    run = create(store, RUN)
    store.describe(run, name=" ../../etc/x \n", note="![](http://x/y.png)")
    assert (store.record(run).name, store.record(run).note) == ("../../etc/x", "![](http://x/y.png)")
    store.describe(run, name="n" * 300, note="o" * 5000)
    assert (len(store.record(run).name), len(store.record(run).note)) == (MAX_NAME, MAX_NOTE)
    with pytest.raises(RunNotFoundError):
        store.describe("nothing", name="", note="")


def test_branch_waits_like_any_run_and_knows_where_it_came_from(store):
    branched = RunBranched(parent="b" * 32, epoch=0, checkpoint=None, optimizer=None)
    run = create(store, branched=branched)
    assert store.unfinished() == [(run, 1, False)]
    store.append(run, 1, [STARTED])
    assert store.unfinished() == [(run, 1, True)]
    store.append(run, 1, [RunEnded(outcome="finished")])
    assert store.unfinished() == []
    history = Histories(store).of(run)
    assert (history.branched, history.status) == (branched, "finished")


def test_outline_is_the_history_without_its_steps(store):
    run = create(store, RUN)
    store.append(run, 1, [STARTED, STEPS, EPOCH])
    histories = Histories(store)
    whole = histories.of(run)
    assert len(whole.steps) == 1
    assert histories.outline(run) == dataclasses.replace(whole, steps=())
    store.append(run, 1, [TEST])
    assert histories.outline(run) == dataclasses.replace(histories.of(run), steps=())


def test_outline_leaves_out_what_is_large(store):
    run, large = create(store, RUN), dataclasses.replace(EPOCH, confusion=(1,) * 100, health=(HEALTH,))
    store.append(run, 1, [STARTED, large])
    histories = Histories(store)
    assert histories.outline(run).epochs == (EPOCH,)
    assert histories.of(run).epochs == (large,)


def test_every_run_of_an_owner_is_found(store):
    for number in range(120):
        create(store, f"run {number}")
    create(store, "somebody's", owner="somebody")
    assert len(store.records(owner="me")) == 100
    assert [record.id for record in store.records(owner="me", limit=None)] == [f"run {n}" for n in range(119, -1, -1)]


def test_outlines_of_many_runs_are_those_of_each(store):
    runs = [create(store, letter * 32) for letter in "abc"]
    store.append(runs[0], 1, [STARTED, STEPS, EPOCH])
    histories = Histories(store)
    store.append(runs[1], 1, [STARTED])

    def agree(*looked_at: str) -> bool:
        fresh = Histories(store)
        return histories.outlines(looked_at) == {run: fresh.outline(run) for run in looked_at}

    assert agree(*runs)
    store.append(runs[1], 1, [STEPS, EPOCH])
    store.append(runs[0], 1, [TEST])
    assert agree(runs[2])  # the news of the others are not forgotten
    assert agree(*runs)
    store.delete(runs[2])
    histories.forget(runs[2])
    runs.append(create(store, "d" * 32))
    store.append(runs[3], 1, [STARTED])
    assert agree(*runs)
    assert histories.outlines(runs)[runs[3]].started == STARTED


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
    store.describe(run, name="the lost one", note="")
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


def test_newest_runs_are_read_in_part_and_completely(store):
    runs = [create(store, f"run {number}", nonce=str(number)) for number in range(120)]
    assert [record.id for record in store.newest_records(owner="me")] == runs[::-1]
    assert next(store.newest_records(owner="me")).id == runs[-1]
    assert list(store.newest_records(owner="nobody")) == []
