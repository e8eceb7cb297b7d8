"""How engines start: slowly, stuck, in vain, and how far their children stand back."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.engine import child
from core.engine.engine import Engine
from core.errors import EngineDiedError, EngineStartingError
from tests.support.waiting import at_once, until

pytestmark = pytest.mark.process

T = "tests.support.targets"


def test_engine_that_cannot_start_frees_its_slot(tmp_path):
    (tmp_path / "logs").write_text("a file where the folder should be")
    engine = Engine("unlucky", log_folder=tmp_path / "logs")
    for _ in range(2):
        with pytest.raises(EngineDiedError, match="could not be started"):
            engine.call(f"{T}:add", 1, 1)
    engine.close()


def test_engine_that_cannot_start_rests_and_says_what_it_died_of(tmp_path, monkeypatch):
    engine = Engine("stillborn", log_folder=tmp_path, warm_up=f"{T}:no_such_function")
    pids = set()

    def has_given_up() -> bool:
        try:
            engine.start()
        except EngineDiedError:
            return True
        pids.add(engine.pid)
        return False

    until(has_given_up)
    assert 1 <= len(pids - {None}) <= 3
    assert has_given_up()
    monkeypatch.setattr("core.engine.restarting_process.REST_SECONDS", 0.0)
    engine.start()
    engine.close()


def test_child_that_dies_at_its_start_is_reported(tmp_path):
    engine = Engine("stillborn", log_folder=tmp_path, warm_up=f"{T}:no_such_function")
    with pytest.raises(EngineDiedError, match="exit code 1") as caught:
        engine.call(f"{T}:add", 1, 1)
    assert caught.value.fields["exit_code"] == 1  # and no abort at the interpreter's end
    engine.close()


def test_weight_of_a_child_is_set_as_soon_as_the_system_allows(monkeypatch):
    answers, written = [BlockingIOError(), BlockingIOError(), None], []

    def write(path, text, _encoding):
        written.append((str(path), text))
        answer = answers.pop(0)
        if answer is not None:
            raise answer

    monkeypatch.setattr(Path, "write_text", write)
    monkeypatch.setattr(child, "PRIORITY_RETRY_SECONDS", 0.0)
    child._lower_priority(0)
    assert written == [("/proc/self/autogroup", "0")] * 3


@pytest.mark.parametrize("warm_up", ["wake_without_a_beat", "wake_busily"])
def test_start_that_is_slow_and_silent_is_not_ended(tmp_path, monkeypatch, warm_up):
    monkeypatch.setenv("DIGITLAB_TEST_SLOW_START", "3")
    monkeypatch.setattr("core.engine.engine.SILENT_SECONDS", 0.3)
    if warm_up == "wake_busily":  # works all the while
        monkeypatch.setattr("core.engine.process.STUCK_SECONDS", 1.5)
    engine = Engine("slow", log_folder=tmp_path, warm_up=f"{T}:{warm_up}")
    engine.start()
    pid, told = engine.pid, [0.0]
    while engine.status == "starting":
        engine.kill_if_silent()
        told.append(engine.starting_seconds)
        time.sleep(0.01)
    monkeypatch.undo()  # a beat may come late now
    assert engine.wait_ready()
    assert (engine.pid, engine.starting_seconds) == (pid, 0.0)
    assert max(told) > 3
    engine.close()


def test_questions_during_a_slow_start_have_their_whole_time_afterwards(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITLAB_TEST_SLOW_START", "6")
    engine = Engine("slow", log_folder=tmp_path, warm_up=f"{T}:wake_without_a_beat")
    assert at_once(3, lambda: engine.call(f"{T}:add", 1, 1, timeout_seconds=5.0)) == [2, 2, 2]
    engine.close()


def test_interpreter_that_starts_slowly_is_waited_for(tmp_path, monkeypatch):
    customised = ["import time", "while time.process_time() < 2.5:", "    pass"]
    (tmp_path / "sitecustomize.py").write_text("\n".join(customised))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("core.engine.process.STUCK_SECONDS", 1.5)
    engine = Engine("slow", log_folder=tmp_path)
    engine.start()
    pid = engine.pid
    assert engine.call(f"{T}:process_id") == pid
    engine.close()


def test_child_that_is_suspended_while_it_starts_is_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr("core.engine.process.STUCK_SECONDS", 1.5)
    engine = Engine("stuck", log_folder=tmp_path)
    engine.start()
    pid = engine.pid
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(EngineDiedError, match="made no progress while it started"):
        engine.call(f"{T}:add", 1, 1)
    assert engine.call(f"{T}:process_id") != pid
    engine.close()


def test_call_that_does_not_wait_for_a_start_says_that_it_starts(tmp_path, monkeypatch):
    wake = tmp_path / "wake"
    monkeypatch.setenv("DIGITLAB_TEST_WAKE", str(wake))
    engine = Engine("asleep", log_folder=tmp_path, warm_up=f"{T}:wake_when_told")
    with ThreadPoolExecutor() as pool:
        for _ in range(2):  # it starts by that
            with pytest.raises(EngineStartingError, match="asleep is waking up"):
                engine.call(f"{T}:add", 1, 1, waits_for_start=False)
        patient = pool.submit(engine.call, f"{T}:add", 1, 1)
        try:
            until(engine._job_running.locked)
            with pytest.raises(EngineStartingError):  # nor behind one that waits
                engine.call(f"{T}:add", 1, 1, waits_for_start=False)
        finally:
            wake.touch()
        assert patient.result() == 2
    assert engine.call(f"{T}:add", 1, 2, waits_for_start=False) == 3
    engine.close()
