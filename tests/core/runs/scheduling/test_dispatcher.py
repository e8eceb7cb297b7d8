"""Whose turn it is, how many fit into the line, and two runs at once, with engines that train a few numbers."""

import os
import signal

import pytest

from core.errors import (
    QueueFullError,
    RunNotFoundError,
    RunStateError,
)
from core.runs.scheduling import fair_queue
from tests.support.numpy_server import OWNER, ended, kept_digests, serving
from tests.support.waiting import until
from tests.support.written_runs import new_run

pytestmark = pytest.mark.process


def test_deleting_a_waiting_run_takes_it_off_the_queue(server):
    first = server.start(epochs=200)
    waiting = server.start(epochs=1)
    server.supervisor.delete(waiting, owner=OWNER)
    assert server.supervisor.trainer_status(waiting).position is None
    with pytest.raises(RunNotFoundError):
        server.store.record(waiting)
    server.supervisor.stop(first, owner=OWNER)


def test_stopping_a_waiting_run_takes_it_off_the_queue(server):
    first = server.start(epochs=200)
    waiting = server.start(epochs=1)
    assert server.supervisor.trainer_status(waiting).position == 1
    server.supervisor.stop(waiting, owner=OWNER)
    assert server.histories.of(waiting).status == "stopped"
    server.supervisor.stop(first, owner=OWNER)


def test_owners_take_turns(server):
    blocking = server.start(epochs=200, owner="one")
    of_one = [server.start(epochs=1, owner="one") for _ in range(2)]
    of_two = [server.start(epochs=1, owner="two") for _ in range(2)]
    places = [server.supervisor.trainer_status(run).position for run in (*of_one, *of_two)]
    assert places == [2, 4, 1, 3]
    assert server.supervisor.runs_of("one") == [blocking, *of_one]
    assert server.supervisor.runs_of("two") == of_two
    server.supervisor.stop(blocking, owner="one")
    runs = [*of_one, *of_two]
    until(lambda: all(ended(server, run)() for run in runs), seconds=20)
    last_rows = {run: server.store.events(run)[1] for run in runs}  # one slot: they end in the order they began
    assert sorted(runs, key=last_rows.__getitem__) == [of_two[0], of_one[0], of_two[1], of_one[1]]


def test_queue_that_is_full_refuses_and_a_known_nonce_still_answers(server, monkeypatch):
    monkeypatch.setattr(fair_queue, "MAX_WAITING_PER_OWNER", 2)
    first = server.start(epochs=200)
    until(lambda: server.histories.of(first).steps)
    server.start(epochs=1)
    last = server.start(epochs=1, nonce="known")
    with pytest.raises(QueueFullError, match="2 of your runs wait"):
        server.start(epochs=1)
    assert server.start(epochs=1, nonce="known") == last
    assert server.supervisor.trainer_status(server.start(epochs=1, owner="somebody else")).position is not None


def test_sweep_that_does_not_fit_into_the_line_is_refused_whole(server, monkeypatch):
    monkeypatch.setattr(fair_queue, "MAX_WAITING_PER_OWNER", 3)
    fits, too_many = ([new_run(owner=OWNER) for _ in range(count)] for count in (4, 5))
    with pytest.raises(QueueFullError):
        server.supervisor.start(too_many)
    assert server.store.records() == []
    runs = server.supervisor.start(fits)  # one of them trains at once
    assert runs == [new.record.id for new in fits]
    assert server.supervisor.start(fits) == runs
    assert len(server.store.records()) == 4


def test_sweep_that_the_log_refuses_in_the_middle_starts_nothing(server):
    with pytest.raises(RunStateError):  # the second has the first one's id
        server.supervisor.start([new_run("a" * 32, owner=OWNER), new_run("a" * 32, nonce="2", owner=OWNER)])
    assert server.store.records() == []
    assert server.supervisor.trainer_status("a" * 32).position is None


def test_two_slots_train_two_runs_at_once_to_the_bits_that_each_reaches_alone(tmp_path, uninterrupted):
    with serving(tmp_path / "alone") as alone:
        run = alone.start(epochs=3, seed=8)
        until(ended(alone, run))
        other_alone = kept_digests(alone, run)
    with serving(tmp_path / "both", slots=2) as server:
        first = server.start(epochs=3, seed=7)
        second = server.start(epochs=3, seed=8, owner="somebody else")
        until(lambda: server.histories.of(first).steps and server.histories.of(second).steps)
        until(lambda: ended(server, first)() and ended(server, second)())
        assert kept_digests(server, first) == uninterrupted
        assert kept_digests(server, second) == other_alone


def test_steering_one_of_two_runs_leaves_the_other(tmp_path):
    with serving(tmp_path, slots=2) as server:
        paused = server.start(epochs=200)
        other = server.start(epochs=200, owner="somebody else")
        until(lambda: server.histories.of(paused).steps and server.histories.of(other).steps)
        server.supervisor.steer(paused, "pause", owner=OWNER)
        until(lambda: server.histories.of(paused).is_paused)
        steps = len(server.histories.of(other).steps)
        until(lambda: len(server.histories.of(other).steps) > steps)
        assert server.histories.of(other).steered == ()
        server.supervisor.stop(other, owner="somebody else")
        until(ended(server, other))
        assert server.histories.of(paused).is_paused
        third = server.start(epochs=1, owner="a third")  # takes the place that is free
        until(ended(server, third))
        assert server.histories.of(paused).is_active


def test_killed_trainer_of_two_interrupts_its_own_run_alone(tmp_path):
    with serving(tmp_path, slots=2) as server:
        runs = [server.start(epochs=200, owner=owner) for owner in ("one", "two")]
        until(lambda: all(server.histories.of(run).epochs for run in runs))
        os.kill(server.engines[0].pid, signal.SIGKILL)
        until(lambda: any(ended(server, run)() for run in runs))
        (dead,) = (run for run in runs if ended(server, run)())
        (alive,) = (run for run in runs if run != dead)
        assert server.histories.of(dead).status == "interrupted"
        epochs = server.histories.of(alive).last_epoch
        until(lambda: server.histories.of(alive).last_epoch > epochs)
