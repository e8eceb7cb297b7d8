"""Runs and what befalls them, with engines that train a few numbers (tests/support/numpy_trainer.py)."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from core.errors import (
    ConfigError,
    DiskFullError,
    NotOwnerError,
    QueueFullError,
    RunNotFoundError,
    RunStateError,
    StoreError,
)
from core.runs.log.histories import Histories
from core.runs.scheduling import fair_queue
from core.runs.scheduling.supervisor import Progress
from core.training.record import checkpoints
from core.training.record.events import RunEnded
from core.training.settings.commands import Change, GoOn, Pause, Stop
from tests.support.numpy_server import OWNER, serving
from tests.support.waiting import is_alive, until
from tests.support.written_runs import new_run


@pytest.fixture
def server(tmp_path):
    with serving(tmp_path) as server:
        yield server


def ended(server, run):
    return lambda: not server.histories.of(run).is_active


def kept_digests(server, run):
    """Return the digest of every kept epoch, after checking that its file is what the row says."""
    epochs = server.histories.of(run).kept_epochs
    for epoch in epochs:
        checkpoints.read(server.home / "runs" / run / epoch.checkpoint.name, digest=epoch.checkpoint.digest)
    return [epoch.checkpoint.digest for epoch in epochs]


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory):
    """The digests of a run of three epochs that nothing happened to."""
    with serving(tmp_path_factory.mktemp("uninterrupted")) as server:
        run = server.start(epochs=3, seed=7)
        until(ended(server, run))
        return kept_digests(server, run)


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
        assert "was killed" in history.ended.message
        assert "safe" in history.ended.message
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
            assert history.ended.message.endswith(f"Epoch {history.last_epoch} is safe.")
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
    monkeypatch.setattr("core.runs.scheduling.attempt.SILENT_SECONDS", 1.5)
    run = server.start(epochs=200)
    until(lambda: server.histories.of(run).epochs)
    os.kill(server.engines[0].pid, signal.SIGSTOP)
    until(lambda: server.supervisor.progress(run).is_silent)
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
        assert "out of memory" in history.ended.message
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
    message = server.histories.of(run).ended.message
    assert "crashed" in message
    after = server.start(epochs=1)
    until(ended(server, after))
    assert server.histories.of(after).status == "finished"


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


@pytest.fixture
def full_disk(server, monkeypatch):
    """Give an event: while it is set, the log of runs has no room."""
    monkeypatch.setattr("core.runs.scheduling.attempt.ROOM_RETRY_SECONDS", 0.1)
    append, is_full = server.store.append, threading.Event()

    def append_if_there_is_room(*args, **options):
        if is_full.is_set():
            raise DiskFullError("No room left for the log of runs. Free some space, then try again.")
        append(*args, **options)

    monkeypatch.setattr(server.store, "append", append_if_there_is_room)
    return is_full


def test_full_disk_pauses_the_run_and_it_goes_on_as_soon_as_there_is_room_again(server, full_disk, uninterrupted):
    """P9."""
    full_disk.set()
    run = server.start(epochs=3, seed=7)
    until(lambda: server.supervisor.progress(run).has_no_room)
    assert server.histories.of(run).is_active
    full_disk.clear()
    until(ended(server, run))
    assert server.histories.of(run).status == "finished"
    assert not server.supervisor.progress(run).has_no_room
    assert [step.last_step for step in server.histories.of(run).steps] == list(range(1, 16))
    assert kept_digests(server, run) == uninterrupted


def test_run_on_a_full_disk_can_be_stopped(server, full_disk):
    run = server.start(epochs=200)
    until(lambda: server.histories.of(run).epochs)
    full_disk.set()
    until(lambda: server.supervisor.progress(run).has_no_room)
    server.supervisor.stop(run, owner=OWNER)
    full_disk.clear()
    until(ended(server, run))
    assert server.histories.of(run).status == "stopped"


def test_stop_while_the_trainer_wakes_up_ends_at_once_and_keeps_the_trainer(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITLAB_TEST_SLOW_START", "3")
    with serving(tmp_path, warm_up="tests.support.targets:wake_slowly") as server:
        run = server.start(epochs=1)
        until(lambda: server.engines[0].status == "starting")
        until(lambda: server.supervisor.progress(run).waking_seconds > 0)
        pid = server.engines[0].pid
        server.supervisor.stop(run, owner=OWNER)
        until(ended(server, run), seconds=2)
        assert server.histories.of(run).status == "stopped"
        after = server.start(epochs=1)
        until(ended(server, after))
        assert server.engines[0].pid == pid


def test_stop_is_heard_while_a_trainer_that_died_at_its_start_starts_again(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITLAB_TEST_SLOW_START", "600")  # the test would never end
    with serving(tmp_path, warm_up="tests.support.targets:wake_slowly") as server:
        run = server.start(epochs=1)
        until(lambda: server.supervisor.progress(run).waking_seconds > 0)
        pid = server.engines[0].pid
        os.kill(pid, signal.SIGKILL)
        until(lambda: server.engines[0].pid not in (None, pid))
        server.supervisor.stop(run, owner=OWNER)
        until(ended(server, run))
        assert server.histories.of(run).status == "stopped"


def test_deleting_while_the_trainer_wakes_up_keeps_the_trainer(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITLAB_TEST_SLOW_START", "3")
    with serving(tmp_path, warm_up="tests.support.targets:wake_slowly") as server:
        run = server.start(epochs=1)
        until(lambda: server.engines[0].status == "starting")
        pid = server.engines[0].pid
        server.supervisor.delete(run, owner=OWNER)
        assert server.store.records() == []
        after = server.start(epochs=1)
        until(ended(server, after))
        assert server.engines[0].pid == pid


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
        assert "schema" in later.histories.of(waiting).ended.message
        assert later.histories.of(blocking).status == "interrupted"


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


def test_deleting_a_waiting_run_takes_it_off_the_queue(server):
    first = server.start(epochs=200)
    waiting = server.start(epochs=1)
    server.supervisor.delete(waiting, owner=OWNER)
    assert server.supervisor.progress(waiting).place is None
    with pytest.raises(RunNotFoundError):
        server.store.record(waiting)
    server.supervisor.stop(first, owner=OWNER)


def test_stopping_a_waiting_run_takes_it_off_the_queue(server):
    first = server.start(epochs=200)
    waiting = server.start(epochs=1)
    assert server.supervisor.progress(waiting).place == 1
    server.supervisor.stop(waiting, owner=OWNER)
    assert server.histories.of(waiting).status == "stopped"
    server.supervisor.stop(first, owner=OWNER)


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


def test_owners_take_turns(server):
    blocking = server.start(epochs=200, owner="one")
    of_one = [server.start(epochs=1, owner="one") for _ in range(2)]
    of_two = [server.start(epochs=1, owner="two") for _ in range(2)]
    places = [server.supervisor.progress(run).place for run in (*of_one, *of_two)]
    assert places == [2, 4, 1, 3]
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
    assert server.supervisor.progress(server.start(epochs=1, owner="somebody else")).place is not None


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
        assert history.ended.message.startswith("The server stopped")


def test_run_is_paused_changed_and_goes_on_by_its_owner_alone(server):
    run = server.start(epochs=200)
    until(lambda: server.histories.of(run).steps)
    with pytest.raises(NotOwnerError):
        server.supervisor.steer(run, Pause(), owner="somebody else")
    server.supervisor.steer(run, Pause(), owner=OWNER)
    until(lambda: server.histories.of(run).is_paused)
    steps = len(server.histories.of(run).steps)
    server.supervisor.steer(run, Change(setting="learning_rate", value=0.5), owner=OWNER)
    until(lambda: server.histories.of(run).setting("learning_rate", 0.001) == 0.5)
    assert len(server.histories.of(run).steps) == steps
    server.supervisor.steer(run, GoOn(), owner=OWNER)
    until(lambda: len(server.histories.of(run).steps) > steps)
    assert not server.histories.of(run).is_paused
    server.supervisor.steer(run, Stop(), owner=OWNER)
    until(ended(server, run))
    assert server.histories.of(run).status == "stopped"


def test_setting_that_a_run_does_not_have_is_refused_and_nothing_happens(server):
    run = server.start(epochs=200)
    until(lambda: server.histories.of(run).steps)
    with pytest.raises(ConfigError, match="no dropout"):
        server.supervisor.steer(run, Change(setting="dropout_rate", value=0.5), owner=OWNER)
    assert server.histories.of(run).steered == ()


def test_run_that_waits_or_has_ended_cannot_be_steered(server):
    run = server.start(epochs=200)
    waiting = server.start(epochs=1)
    with pytest.raises(RunStateError, match="not begun"):
        server.supervisor.steer(waiting, Pause(), owner=OWNER)
    server.supervisor.stop(run, owner=OWNER)
    until(ended(server, run))
    until(ended(server, waiting))
    until(lambda: not server.supervisor.progress(waiting).is_waking and server.supervisor._pool.free == 1)
    with pytest.raises(RunStateError, match="has ended"):
        server.supervisor.steer(waiting, Pause(), owner=OWNER)


def test_paused_run_does_not_hold_up_others_for_ever(server, monkeypatch):
    monkeypatch.setattr("core.runs.scheduling.attempt.PAUSED_SECONDS", 0.5)
    run = server.start(epochs=40)  # so that it is paused before it ends
    until(lambda: server.histories.of(run).steps)
    server.supervisor.steer(run, Pause(), owner=OWNER)
    until(lambda: server.histories.of(run).is_paused)
    time.sleep(1.0)
    assert server.histories.of(run).is_paused  # nobody waits
    waiting = server.start(epochs=1, owner="somebody else")
    until(ended(server, waiting), seconds=40)
    assert server.histories.of(run).status == "finished"


def test_change_in_a_pause_does_not_let_the_run_hold_up_others_for_ever(server, monkeypatch):
    monkeypatch.setattr("core.runs.scheduling.attempt.PAUSED_SECONDS", 0.5)
    run = server.start(epochs=40)  # so that it is paused before it ends
    until(lambda: server.histories.of(run).steps)
    server.supervisor.steer(run, Pause(), owner=OWNER)
    until(lambda: server.histories.of(run).is_paused)
    server.supervisor.steer(run, Change(setting="learning_rate", value=0.5), owner=OWNER)
    until(lambda: server.histories.of(run).setting("learning_rate", 0.001) == 0.5)
    assert server.histories.of(run).is_paused
    waiting = server.start(epochs=1, owner="somebody else")
    until(ended(server, waiting), seconds=40)
    assert server.histories.of(run).status == "finished"


def test_run_that_ends_by_itself_is_ended_once_and_by_its_trainer(server, monkeypatch):
    """Not by a "failed" that only the log's refusal keeps out."""
    tried = []
    end = server.store.end
    monkeypatch.setattr(server.store, "end", lambda *given: tried.append(given) or end(*given))
    run = server.start(epochs=1)
    until(lambda: not server.histories.of(run).is_active and server.supervisor.progress(run) == Progress())
    until(lambda: server.supervisor._pool.free == 1 and run not in server.supervisor._active)
    assert server.histories.of(run).status == "finished"
    assert tried == []


@pytest.mark.parametrize("fault", [StoreError("It cannot be read."), ZeroDivisionError()], ids=["foreseen", "a bug"])
def test_log_that_cannot_be_read_when_a_trainer_dies_loses_neither_the_end_nor_the_engine(server, monkeypatch, fault):
    run = server.start(epochs=200)
    until(lambda: server.histories.of(run).epochs)
    of = server.histories.of

    def refuse(_run):
        raise fault

    monkeypatch.setattr(server.histories, "of", refuse)
    os.kill(server.engines[0].pid, signal.SIGKILL)
    until(lambda: run not in server.supervisor._active)
    monkeypatch.setattr(server.histories, "of", of)
    assert server.histories.of(run).status == "interrupted"
    after = server.start(epochs=1)
    until(ended(server, after))
    assert server.histories.of(after).status == "finished"


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
        server.supervisor.steer(paused, Pause(), owner=OWNER)
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


def test_sweep_that_does_not_fit_into_the_line_is_refused_whole(server, monkeypatch):
    monkeypatch.setattr(fair_queue, "MAX_WAITING_PER_OWNER", 3)
    fits, too_many = ([new_run(owner=OWNER) for _ in range(count)] for count in (4, 5))
    with pytest.raises(QueueFullError):
        server.supervisor.start_all(too_many)
    assert server.store.records() == []
    runs = server.supervisor.start_all(fits)  # one of them trains at once
    assert runs == [new.record.id for new in fits]
    assert server.supervisor.start_all(fits) == runs
    assert len(server.store.records()) == 4


def test_sweep_that_the_log_refuses_in_the_middle_starts_nothing(server):
    with pytest.raises(RunStateError):  # the second has the first one's id
        server.supervisor.start_all([new_run("a" * 32, owner=OWNER), new_run("a" * 32, nonce="2", owner=OWNER)])
    assert server.store.records() == []
    assert server.supervisor.progress("a" * 32).place is None
