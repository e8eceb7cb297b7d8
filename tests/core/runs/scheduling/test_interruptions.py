"""Runs whose trainer or server ends, falls silent or fails, with engines that train a few numbers."""

import os
import signal
import subprocess
import sys
import time

import pytest

from core.errors import (
    StoreError,
)
from core.training.record import checkpoints
from tests.support.numpy_server import OWNER, ended, kept_digests, serving
from tests.support.waiting import is_alive, until

pytestmark = pytest.mark.process


@pytest.mark.parametrize("moment", ["in epoch", "before checkpoint", "between checkpoint and row", "after the row"])
def test_killed_trainer_interrupts_and_resume_ends_in_the_same_bits(tmp_path, monkeypatch, uninterrupted, moment):
    monkeypatch.setenv("DIGITLAB_TEST_KILL", f"{moment}:2:{tmp_path / 'killed'}")
    with serving(tmp_path) as server:
        run = server.start(epochs=3, seed=7)
        until((tmp_path / "killed").exists)
        until(ended(server, run), seconds=3)
        history = server.histories.of(run)
        assert history.status == "interrupted"
        assert history.last_epoch in ({1, 2} if moment == "after the row" else {1})
        assert kept_digests(server, run) == uninterrupted[: history.last_epoch]
        assert history.ended is not None
        assert "was killed" in str(history.ended.reason)
        assert "safe" in str(history.ended.reason)
        server.supervisor.resume(run, owner=OWNER)
        until(ended(server, run))
        assert server.histories.of(run).status == "finished"
        assert [step.last_step for step in server.histories.of(run).steps] == list(range(1, 16))
        assert kept_digests(server, run) == uninterrupted


@pytest.mark.parametrize("moment", ["nothing", "between checkpoint and row", "after the row"])
def test_run_beyond_its_budget_keeps_what_it_says_and_resumes_in_the_same_bits(tmp_path, monkeypatch, moment):
    """P1-2."""
    with serving(tmp_path / "all") as server:
        run = server.start(epochs=7, seed=7)
        until(ended(server, run))
        every_epoch = kept_digests(server, run)
    monkeypatch.setenv("DIGITLAB_TEST_KEEP_EVERY", "3")
    monkeypatch.setenv("DIGITLAB_TEST_KILL", f"{moment}:5:{tmp_path / 'killed'}")
    with serving(tmp_path) as server:
        run = server.start(epochs=7, seed=7)
        until(ended(server, run))
        if moment != "nothing":
            history = server.histories.of(run)
            assert history.status == "interrupted"
            assert history.ended is not None
            assert str(history.ended.reason).endswith(f"Epoch {history.last_epoch} is safe.")
            kept_digests(server, run)
            server.supervisor.resume(run, owner=OWNER)
            until(ended(server, run))
        history = server.histories.of(run)
        assert history.status == "finished"
        assert [epoch.checkpoint.digest for epoch in history.epochs] == every_epoch
        kept = sorted({3, 6, 7, history.best.epoch})
        assert kept_digests(server, run) == [every_epoch[epoch - 1] for epoch in kept]
        files = {path.name for path in (server.home / "runs" / run).iterdir()}
        assert files == {checkpoints.optimizer_name(7), *map(checkpoints.weights_name, kept)}


def test_resume_uses_as_many_threads_as_the_run_began_with(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITLAB_TEST_KILL", f"in epoch:2:{tmp_path / 'killed'}")
    with serving(tmp_path, threads=2) as server:
        run = server.start(epochs=3)
        until(ended(server, run))
    with serving(tmp_path, threads=1) as server:
        server.supervisor.resume(run, owner=OWNER)
        until(ended(server, run))
        history = server.histories.of(run)
        assert history.status == "finished"
        assert history.started is not None
        assert history.started.threads == 2


@pytest.mark.parametrize("also_engine", [pytest.param(False, id="P3 server"), pytest.param(True, id="P4 both")])
def test_killed_server_leaves_no_orphan_and_its_runs_are_listed(tmp_path, also_engine):
    command = [sys.executable, "-m", "tests.support.numpy_server", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        run, waiting, pid = process.stdout.readline().split()
    if also_engine:
        os.kill(int(pid), signal.SIGKILL)
    process.kill()
    process.wait()
    until(lambda: not is_alive(int(pid)), seconds=3)
    with serving(tmp_path) as server:
        history = server.histories.of(run)
        assert history.status == "interrupted"
        assert history.last_epoch >= 1
        assert len(kept_digests(server, run)) == history.last_epoch
        assert {record.id for record in server.store.records()} == {run, waiting}
        until(ended(server, waiting))
        assert server.histories.of(waiting).status == "finished"


def test_suspended_trainer_shows_as_silent_and_stop_works(server, monkeypatch):
    monkeypatch.setattr("core.runs.scheduling.trainer_status.SILENT_SECONDS", 1.5)
    run = server.start(epochs=200)
    until(lambda: server.histories.of(run).epochs)
    os.kill(server.engines[0].pid, signal.SIGSTOP)
    until(lambda: server.supervisor.trainer_status(run).is_silent)
    server.supervisor.stop(run, owner=OWNER)
    until(ended(server, run))
    history = server.histories.of(run)
    assert history.status == "stopped"
    assert len(kept_digests(server, run)) == history.last_epoch >= 1
    after = server.start(epochs=1)
    until(ended(server, after))
    assert server.histories.of(after).status == "finished"


def test_out_of_memory_is_said_and_the_server_goes_on(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITLAB_TEST_FAIL", "2:3")
    with serving(tmp_path) as server:
        run = server.start(epochs=3)
        until(ended(server, run))
        history = server.histories.of(run)
        assert history.status == "failed"
        assert history.last_epoch == 1
        assert history.ended is not None
        assert "out of memory" in str(history.ended.reason)
        assert history.can_resume
        after = server.start(epochs=1)
        until(ended(server, after))
        assert server.histories.of(after).status == "finished"


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT], ids=["P7 segfault", "P8 abort"])
def test_crashed_trainer_is_said_and_the_next_run_works(server, number):
    run = server.start(epochs=200)
    until(lambda: server.histories.of(run).epochs)
    os.kill(server.engines[0].pid, number)
    until(ended(server, run), seconds=3)
    message = str(server.histories.of(run).ended.reason)
    assert "crashed" in message
    after = server.start(epochs=1)
    until(ended(server, after))
    assert server.histories.of(after).status == "finished"


def test_run_of_another_version_stops_nobody(tmp_path):
    with serving(tmp_path) as server:
        blocking = server.start(epochs=200)
        waiting = server.start(epochs=1)
        until(lambda: server.histories.of(blocking).steps)
        with server.store._database.transaction(durable=True) as writer:
            writer.execute("UPDATE runs SET spec = ? WHERE id = ?", ('{"schema": 99}', waiting))
        assert [record.id for record in server.store.records()] == [blocking]
    with serving(tmp_path) as later:
        until(ended(later, waiting))
        assert later.histories.of(waiting).status == "failed"
        assert "schema" in str(later.histories.of(waiting).ended.reason)
        assert later.histories.of(blocking).status == "interrupted"


def test_closing_the_server_interrupts_its_runs_within_five_seconds(tmp_path):
    with serving(tmp_path) as server:
        run = server.start(epochs=200)
        until(lambda: server.histories.of(run).epochs)
        began = time.monotonic()
    assert time.monotonic() - began < 5
    with serving(tmp_path) as server:
        history = server.histories.of(run)
        assert history.status == "interrupted"
        assert history.ended is not None
        assert str(history.ended.reason).startswith("The server stopped")


@pytest.mark.parametrize("fault", [StoreError("It cannot be read."), ZeroDivisionError()], ids=["foreseen", "a bug"])
def test_log_that_cannot_be_read_when_a_trainer_dies_loses_neither_the_end_nor_the_engine(server, monkeypatch, fault):
    run = server.start(epochs=200)
    until(lambda: server.histories.of(run).epochs)
    of = server.histories.of

    def refuse(_run):
        raise fault

    monkeypatch.setattr(server.histories, "of", refuse)
    os.kill(server.engines[0].pid, signal.SIGKILL)
    until(lambda: server.supervisor.dispatcher.active(run) is None)
    monkeypatch.setattr(server.histories, "of", of)
    assert server.histories.of(run).status == "interrupted"
    after = server.start(epochs=1)
    until(ended(server, after))
    assert server.histories.of(after).status == "finished"
