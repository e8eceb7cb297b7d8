"""What may be done with runs, and by whom, with engines that train a few numbers (tests/support/numpy_trainer.py)."""

import threading

import pytest

from core.errors import (
    NotOwnerError,
    RunNotFoundError,
    RunStateError,
)
from core.runs.log.histories import Histories
from core.training.record import checkpoints
from core.training.record.events import RunEnded
from tests.support.numpy_server import OWNER, ended, kept_digests, serving
from tests.support.waiting import until

pytestmark = pytest.mark.process


def test_run_goes_through_its_epochs_and_ends_finished(server, uninterrupted):
    run = server.start(epochs=3, seed=7)
    until(ended(server, run))
    history = server.histories.of(run)
    assert history.status == "finished"
    assert [epoch.epoch for epoch in history.epochs] == [1, 2, 3]
    assert [step.last_step for step in history.steps] == list(range(1, 16))
    assert history.test is not None
    assert (history.test.correct, history.test.count) == (90, 100)
    assert kept_digests(server, run) == uninterrupted


def test_stop_keeps_the_model_of_that_step_and_tests_it(server):
    run = server.start(epochs=200)
    until(lambda: server.histories.of(run).epochs)
    server.supervisor.stop(run, owner=OWNER)
    until(ended(server, run))
    history = server.histories.of(run)
    assert history.status == "stopped"
    assert history.kept is not None
    assert history.test is not None
    checkpoints.read(server.home / "runs" / run / history.checkpoint.name, digest=history.checkpoint.digest)


def test_stop_twice_is_no_error_and_one_end(server):
    run = server.start(epochs=200)
    until(lambda: server.histories.of(run).steps)
    server.supervisor.stop(run, owner=OWNER)
    server.supervisor.stop(run, owner=OWNER)
    until(ended(server, run))
    server.supervisor.stop(run, owner=OWNER)
    events, _ = server.store.events(run)
    assert sum(isinstance(event, RunEnded) for event in events) == 1


def test_five_clicks_with_one_nonce_are_one_run(server):
    runs = set()
    threads = [threading.Thread(target=lambda: runs.add(server.start(epochs=1, nonce="the same"))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(runs) == 1
    assert len(server.store.records()) == 1


def test_same_nonce_of_two_owners_are_two_runs(server):
    first = server.start(epochs=1, nonce="the same", owner="one")
    assert first != server.start(epochs=1, nonce="the same", owner="two")


def test_two_watchers_read_the_same_run(server):
    run = server.start(epochs=3)
    often, once = Histories(server.store), Histories(server.store)
    until(lambda: not often.of(run).is_active)
    assert once.of(run) == often.of(run)


def test_run_that_nobody_watches_goes_on_and_is_found_by_its_id(tmp_path):
    with serving(tmp_path) as server:
        run = server.start(epochs=3)
        thread = next(thread for thread in threading.enumerate() if thread.name == f"run-{run[:8]}")
        thread.join(20)
    with serving(tmp_path) as later:
        assert later.histories.of(run).status == "finished"


def test_deleting_a_running_run_ends_it_first(server):
    run = server.start(epochs=200)
    until(lambda: server.histories.of(run).epochs)
    server.supervisor.delete(run, owner=OWNER)
    assert not (server.home / "runs" / run).exists()
    with pytest.raises(RunNotFoundError):
        server.store.record(run)
    after = server.start(epochs=1)
    until(ended(server, after))
    assert server.histories.of(after).status == "finished"


def test_only_the_owner_steers_resumes_and_deletes(server):
    run = server.start(epochs=200)
    for act in (server.supervisor.stop, server.supervisor.resume, server.supervisor.delete):
        with pytest.raises(NotOwnerError):
            act(run, owner="somebody else")
    until(lambda: server.histories.of(run).epochs)
    assert server.histories.of(run).status == "running"


def test_run_that_ended_well_cannot_be_resumed(server):
    run = server.start(epochs=1)
    until(ended(server, run))
    with pytest.raises(RunStateError):
        server.supervisor.resume(run, owner=OWNER)


def test_unknown_run_is_not_found(server):
    with pytest.raises(RunNotFoundError):
        server.supervisor.stop("no such run", owner=OWNER)
