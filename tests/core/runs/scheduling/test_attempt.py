"""An attempt that is paused, steered or stopped, or finds the disk full, with engines that train a few numbers."""

import os
import signal
import threading
import time

import pytest

from core.errors import (
    ConfigError,
    DiskFullError,
    NotOwnerError,
    RunStateError,
)
from core.runs.scheduling.trainer_status import TrainerStatus
from core.training.settings.commands import Change
from tests.support.numpy_server import OWNER, ended, kept_digests, serving
from tests.support.waiting import until

pytestmark = pytest.mark.process


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
    until(lambda: server.supervisor.trainer_status(run).has_no_room)
    assert server.histories.of(run).is_active
    full_disk.clear()
    until(ended(server, run))
    assert server.histories.of(run).status == "finished"
    assert not server.supervisor.trainer_status(run).has_no_room
    assert [step.last_step for step in server.histories.of(run).steps] == list(range(1, 16))
    assert kept_digests(server, run) == uninterrupted


def test_run_on_a_full_disk_can_be_stopped(server, full_disk):
    run = server.start(epochs=200)
    until(lambda: server.histories.of(run).epochs)
    full_disk.set()
    until(lambda: server.supervisor.trainer_status(run).has_no_room)
    server.supervisor.stop(run, owner=OWNER)
    full_disk.clear()
    until(ended(server, run))
    assert server.histories.of(run).status == "stopped"


def test_stop_while_the_trainer_wakes_up_ends_at_once_and_keeps_the_trainer(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITLAB_TEST_SLOW_START", "3")
    with serving(tmp_path, warm_up="tests.support.targets:wake_slowly") as server:
        run = server.start(epochs=1)
        until(lambda: server.engines[0].status == "starting")
        until(lambda: server.supervisor.trainer_status(run).waking_seconds > 0)
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
        until(lambda: server.supervisor.trainer_status(run).waking_seconds > 0)
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


def test_run_is_paused_changed_and_goes_on_by_its_owner_alone(server):
    run = server.start(epochs=200)
    until(lambda: server.histories.of(run).steps)
    with pytest.raises(NotOwnerError):
        server.supervisor.steer(run, "pause", owner="somebody else")
    server.supervisor.steer(run, "pause", owner=OWNER)
    until(lambda: server.histories.of(run).is_paused)
    steps = len(server.histories.of(run).steps)
    server.supervisor.steer(run, Change(setting="learning_rate", value=0.5), owner=OWNER)
    until(lambda: server.histories.of(run).setting("learning_rate", 0.001) == 0.5)
    assert len(server.histories.of(run).steps) == steps
    server.supervisor.steer(run, "go_on", owner=OWNER)
    until(lambda: len(server.histories.of(run).steps) > steps)
    assert not server.histories.of(run).is_paused
    server.supervisor.steer(run, "stop", owner=OWNER)
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
        server.supervisor.steer(waiting, "pause", owner=OWNER)
    server.supervisor.stop(run, owner=OWNER)
    until(ended(server, run))
    until(ended(server, waiting))
    until(lambda: not server.supervisor.trainer_status(waiting).is_waking and server.pool.free_count == 1)
    with pytest.raises(RunStateError, match="has ended"):
        server.supervisor.steer(waiting, "pause", owner=OWNER)


def test_paused_run_does_not_hold_up_others_for_ever(server, monkeypatch):
    monkeypatch.setattr("core.runs.scheduling.attempt.PAUSED_SECONDS", 0.5)
    run = server.start(epochs=40)  # so that it is paused before it ends
    until(lambda: server.histories.of(run).steps)
    server.supervisor.steer(run, "pause", owner=OWNER)
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
    server.supervisor.steer(run, "pause", owner=OWNER)
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
    until(lambda: not server.histories.of(run).is_active and server.supervisor.trainer_status(run) == TrainerStatus())
    until(lambda: server.pool.free_count == 1 and server.supervisor.dispatcher.active(run) is None)
    assert server.histories.of(run).status == "finished"
    assert tried == []
