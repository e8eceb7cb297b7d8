"""The log of runs: what it keeps, in which order, and what happens to it on a bad day."""

import contextlib
import sqlite3
import threading
import time
from unittest.mock import Mock

import pytest

from core.errors import ConfigError, HomeError, RunNotFoundError, RunStateError, StoreError
from core.messages.runs import log as messages
from core.runs.log.histories import Histories
from core.runs.log.run_record import MAX_NAME, MAX_NOTE, guess_fraction
from core.runs.log.store import Store
from core.training.record.events import RunBranched, RunEnded, RunQueued, RunSteered
from tests.support.written_runs import EPOCH, STARTED, TEST, create, new_run

RUN = "a" * 32


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
    later.set_name_and_note(run, name="kept", note="and noted")
    assert (later.record(run).name, later.record(run).note) == ("kept", "and noted")
    later.close()


def test_guess_is_kept_and_a_run_without_one_has_none(store):
    assert store.record(create(store, guess=0.95)).guess == 0.95
    assert store.record(create(store)).guess is None


@pytest.mark.parametrize("percent", [-1, 100.1, float("nan"), "98", True])
def test_guess_that_is_no_percentage_is_refused(percent):
    with pytest.raises(ConfigError, match="Your guess must be a number from 0 to 100; got"):
        guess_fraction(percent)


def test_guess_in_percent_becomes_a_fraction():
    assert [guess_fraction(98), guess_fraction(0), guess_fraction(None)] == [0.98, 0.0, None]


def test_name_and_note_are_kept_as_text_and_cut_where_too_long(store):
    run = create(store, RUN)
    store.set_name_and_note(run, name=" ../../etc/x \n", note="![](http://x/y.png)")
    assert (store.record(run).name, store.record(run).note) == ("../../etc/x", "![](http://x/y.png)")
    store.set_name_and_note(run, name="n" * 300, note="o" * 5000)
    assert (len(store.record(run).name), len(store.record(run).note)) == (MAX_NAME, MAX_NOTE)
    with pytest.raises(RunNotFoundError):
        store.set_name_and_note("nothing", name="", note="")


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


def test_every_run_of_an_owner_is_found(store):
    for number in range(120):
        create(store, f"run {number}")
    create(store, "somebody's", owner="somebody")
    assert len(store.records(owner="me")) == 100
    assert [record.id for record in store.records(owner="me", limit=None)] == [f"run {n}" for n in range(119, -1, -1)]


def test_newest_runs_are_read_in_part_and_completely(store):
    runs = [create(store, f"run {number}", nonce=str(number)) for number in range(120)]
    assert [record.id for record in store.newest_records(owner="me")] == runs[::-1]
    assert next(store.newest_records(owner="me")).id == runs[-1]
    assert list(store.newest_records(owner="nobody")) == []


def test_stamp_of_names_changes_with_what_may_rename_a_run_alone(store):
    run = create(store, RUN, owner="me")
    seen = [store.naming_stamp("me")]

    def is_another() -> bool:
        seen.append(store.naming_stamp("me"))
        return seen[-1] != seen[-2]

    steered = {"epoch": 1, "step": 9, "seconds": 1.0}
    store.append(run, 1, [STARTED, *(RunSteered(action=action, **steered) for action in ("step", "pause", "go_on"))])
    assert not is_another()
    store.append(run, 1, [RunSteered(action="learning_rate", value=0.5, **steered)])
    assert is_another()
    store.set_name_and_note(run, name="Mine", note="")
    assert is_another()
    store.append(run, 1, [RunEnded(outcome="finished", epoch=1)])
    assert is_another()
    other = create(store, owner="me")
    assert is_another()
    store.delete(other)
    assert is_another()


def test_events_that_are_written_are_not_told_as_unwritten_where_the_log_cannot_be_read_then(store, monkeypatch):
    run = create(store, RUN)
    with monkeypatch.context() as patch:
        patch.setattr(store._database, "reader", Mock(side_effect=StoreError(messages.unusable())))
        store.append(run, 1, [STARTED, RunEnded(outcome="finished", epoch=1)])
    assert store.events(run)[0] == [RunQueued(), STARTED, RunEnded(outcome="finished", epoch=1)]
