"""The protocol, with children that do not load Keras."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from core.engine import child
from core.engine.engine import Engine
from core.errors import (
    ConfigError,
    EngineDiedError,
    EngineFaultError,
    EngineSilentError,
    OutOfMemoryError,
)
from core.training.record.events import Checkpoint, RunQueued
from tests.support.waiting import at_once, is_alive, until

T = "tests.support.targets"


@pytest.fixture
def engine(tmp_path):
    engine = Engine("test engine", log_folder=tmp_path)
    engine.start()
    yield engine
    engine.close()


def test_call_returns_what_the_function_returns(engine):
    assert engine.call(f"{T}:add", 2, right=3) == 5


def test_call_carries_arrays_both_ways(engine):
    image = np.arange(784, dtype=np.uint8).reshape(28, 28)
    np.testing.assert_array_equal(engine.call(f"{T}:add", image, image), image + image)


def test_call_carries_our_dataclasses(engine):
    assert engine.call(f"{T}:dataclasses") == [
        RunQueued(),
        Checkpoint(name="epoch-001.npz", digest="00", size_bytes=1),
    ]


def test_calls_from_many_threads_get_their_own_answers(engine):
    answers = {}

    def ask(number):
        answers[number] = engine.call(f"{T}:add", number, 1000)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: number + 1000 for number in range(20)}


def test_child_runs_in_another_process_with_the_niceness_asked_for(tmp_path):
    engine = Engine("nice engine", log_folder=tmp_path, nice=7)
    try:
        assert engine.call(f"{T}:process_id") == engine.pid != os.getpid()
        assert engine.call(f"{T}:niceness") == os.nice(0) + 7
        session = Path(f"/proc/{engine.pid}/autogroup")  # Linux, where sessions are weighed against each other
        if session.exists():
            assert session.read_text().split()[-1] == "7"
    finally:
        engine.close()


def test_our_error_comes_out_as_itself_with_its_fields(engine):
    with pytest.raises(ConfigError, match="Batch size must be from 1") as caught:
        engine.call(f"{T}:refuse")
    assert caught.value.fields == {"field": "batch_size"}
    assert engine.call(f"{T}:add", 1, 1) == 2


def test_unforeseen_error_keeps_its_details_in_the_log(engine, tmp_path):
    with pytest.raises(EngineFaultError) as caught:
        engine.call(f"{T}:fail")
    assert "secret" not in str(caught.value)
    assert "a secret path" in (tmp_path / "test engine.log").read_text()


def test_target_that_meets_the_end_of_a_file_does_not_end_the_child(engine):
    before = engine.call(f"{T}:process_id")
    with pytest.raises(EngineFaultError):
        engine.call(f"{T}:end_of_file")
    assert engine.call(f"{T}:process_id") == before


def test_death_is_named_without_a_log(engine, tmp_path):
    stream = engine.stream(f"{T}:hang_after", 1, str(tmp_path / "hanging"))
    next(stream)
    until((tmp_path / "hanging").exists)
    (tmp_path / "test engine.log").unlink()
    os.kill(engine.pid, signal.SIGKILL)
    with pytest.raises(EngineDiedError, match="was killed"):
        next(stream)
    assert engine.call(f"{T}:add", 1, 1) == 2


def test_events_sent_before_a_death_arrive_before_it(engine):
    for _ in range(10):
        stream, got = engine.stream(f"{T}:die_after", 50), []
        with contextlib.suppress(EngineDiedError):
            while stream.is_open:
                got.append(next(stream))
        assert got == list(range(50))


def test_engine_that_cannot_start_frees_its_slot(tmp_path):
    (tmp_path / "logs").write_text("a file where the folder should be")
    engine = Engine("unlucky", log_folder=tmp_path / "logs")
    for _ in range(2):
        with pytest.raises(EngineDiedError, match="could not be started"):
            engine.call(f"{T}:add", 1, 1)
    engine.close()


def test_object_of_a_foreign_kind_ends_the_child_and_not_the_server(engine):
    with pytest.raises(EngineDiedError):
        engine.call(f"{T}:give_unknown_object")
    assert engine.call(f"{T}:add", 1, 1) == 2


def test_stream_gives_events_in_order_and_ends(engine):
    assert list(engine.stream(f"{T}:count", 5)) == [1, 2, 3, 4, 5]
    assert engine.call(f"{T}:add", 1, 1) == 2


def test_command_reaches_the_generator_and_none_is_not_sent(engine):
    stream = engine.stream(f"{T}:answer_commands")
    assert next(stream) == "ready"
    stream.send("one")
    assert next(stream) == "got one"
    stream.send("two")
    assert next(stream) == "got two"
    stream.send("done")
    assert list(stream) == []


def test_close_ends_the_generator_where_it_stands(engine, tmp_path):
    before = engine.call(f"{T}:process_id")
    stream = engine.stream(f"{T}:leave_trace_when_closed", str(tmp_path / "trace"))
    assert next(stream) == 1
    stream.close()
    assert (tmp_path / "trace").read_text() == "closed"
    assert not stream.is_open
    assert engine.call(f"{T}:process_id") == before


def test_close_ends_a_child_that_does_not_hear(engine, tmp_path):
    before = engine.call(f"{T}:process_id")
    stream = engine.stream(f"{T}:hang_after", 1, str(tmp_path / "hanging"))
    assert next(stream) == 0
    until((tmp_path / "hanging").exists)
    began = time.monotonic()
    stream.close()
    assert time.monotonic() - began < 10
    assert not is_alive(before)
    assert engine.call(f"{T}:process_id") != before


def test_error_in_a_stream_comes_after_its_events(engine):
    stream = engine.stream(f"{T}:refuse_after", 2)
    assert [next(stream), next(stream)] == [0, 1]
    with pytest.raises(ConfigError):
        next(stream)
    assert engine.call(f"{T}:add", 1, 1) == 2


@pytest.mark.parametrize(
    ("number", "words"),
    [
        pytest.param(signal.SIGKILL, "was killed", id="P1 killed"),
        pytest.param(signal.SIGSEGV, r"crashed \(SIGSEGV\)", id="P7 segmentation fault"),
        pytest.param(signal.SIGABRT, r"crashed \(SIGABRT\)", id="P8 abort"),
        pytest.param(signal.SIGTERM, "ended from outside", id="terminated"),
    ],
)
def test_death_is_named_and_the_engine_starts_again(engine, number, words):
    before = engine.call(f"{T}:process_id")
    with pytest.raises(EngineDiedError, match=words):
        engine.call(f"{T}:end_with_signal", int(number))
    assert engine.call(f"{T}:process_id") != before


def test_exit_code_is_named(engine):
    with pytest.raises(EngineDiedError, match="exit code 3") as caught:
        engine.call(f"{T}:leave_with_code", 3)
    assert caught.value.fields["exit_code"] == 3


def test_memory_that_runs_out_is_named(engine):
    with pytest.raises(OutOfMemoryError, match="out of memory"):
        engine.call(f"{T}:exhaust_memory")


def test_death_of_a_streaming_child_is_noticed_within_three_seconds(engine):
    stream = engine.stream(f"{T}:hang_after", 1)
    assert next(stream) == 0
    assert engine.pid is not None
    os.kill(engine.pid, signal.SIGKILL)
    began = time.monotonic()
    with pytest.raises(EngineDiedError, match="was killed"):
        next(stream)
    assert time.monotonic() - began < 3


def test_suspended_child_shows_as_silent_and_can_be_closed(engine, monkeypatch):
    monkeypatch.setattr("core.engine.engine.SILENT_SECONDS", 1.5)
    stream = engine.stream(f"{T}:leave_trace_when_closed", os.devnull)
    next(stream)
    assert engine.pid is not None
    os.kill(engine.pid, signal.SIGSTOP)
    assert engine.status == "busy"
    until(lambda: engine.status == "silent")
    stream.close()
    assert engine.call(f"{T}:add", 1, 1) == 2


def test_silent_child_is_ended_when_asked_and_another_takes_its_place(engine, monkeypatch):
    monkeypatch.setattr("core.engine.engine.SILENT_SECONDS", 1.5)
    before = engine.call(f"{T}:process_id")
    engine.end_silent()
    assert engine.pid == before  # it is well
    os.kill(before, signal.SIGSTOP)
    until(lambda: engine.status == "silent")
    engine.end_silent()
    assert engine.call(f"{T}:process_id") != before


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
    monkeypatch.setattr("core.engine.succession.REST_SECONDS", 0.0)
    engine.start()
    engine.close()


def test_weight_of_a_child_is_set_as_soon_as_the_system_allows(monkeypatch):
    answers, written = [BlockingIOError(), BlockingIOError(), None], []

    def write(path, text, _encoding):
        written.append((str(path), text))
        answer = answers.pop(0)
        if answer is not None:
            raise answer

    monkeypatch.setattr(Path, "write_text", write)
    monkeypatch.setattr(child, "WEIGHT_SECONDS", 0.0)
    child._step_back(0)
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
        engine.end_silent()
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


def test_call_that_takes_too_long_is_given_up(engine):
    before = engine.call(f"{T}:process_id")
    with pytest.raises(EngineSilentError):
        engine.call(f"{T}:sleep", 60, timeout_seconds=0.3)
    assert engine.call(f"{T}:process_id") != before


def test_child_that_dies_at_its_start_is_reported(tmp_path):
    engine = Engine("stillborn", log_folder=tmp_path, warm_up=f"{T}:no_such_function")
    with pytest.raises(EngineDiedError, match="exit code 1") as caught:
        engine.call(f"{T}:add", 1, 1)
    assert caught.value.fields["exit_code"] == 1  # and no abort at the interpreter's end
    engine.close()


def test_engine_is_replaced_after_its_jobs(tmp_path):
    engine = Engine("worn", log_folder=tmp_path, replace_after=2)
    first = engine.call(f"{T}:process_id")
    assert engine.call(f"{T}:process_id") == first
    until(lambda: engine.pid not in (first, None))
    second = engine.pid
    assert engine.call(f"{T}:process_id") == second
    until(lambda: not is_alive(first))
    assert engine.call(f"{T}:process_id") == second
    until(lambda: engine.pid not in (second, None))
    engine.close()


@pytest.fixture
def wake(tmp_path, monkeypatch):
    """Return a file; children become ready while it is there."""
    file = tmp_path / "wake"
    monkeypatch.setenv("DIGITLAB_TEST_WAKE", str(file))
    file.touch()
    return file


@pytest.fixture
def worn(tmp_path, wake):
    """Return an engine that is being replaced, the process id of its first child, and the child that is to follow.

    That one becomes ready when `wake` is there again.
    """
    engine = Engine("worn", log_folder=tmp_path, replace_after=1, warm_up=f"{T}:wake_when_told")
    engine.start()
    assert engine.wait_ready()
    wake.unlink()
    first = engine.call(f"{T}:process_id")
    successor = engine._processes.successor
    assert successor is not None
    yield engine, first, successor
    engine.close()


def test_worn_engine_works_on_until_the_fresh_one_is_ready(worn, wake):
    engine, first, successor = worn
    assert (engine.pid, engine.status) == (first, "ready")
    assert engine.call(f"{T}:process_id") == first
    wake.touch()
    until(lambda: engine.pid == successor.pid)
    assert engine.call(f"{T}:process_id") == successor.pid
    until(lambda: not is_alive(first))


def test_fresh_process_does_not_wait_beside_a_long_job_and_another_starts_at_its_end(worn, wake):
    engine, first, successor = worn
    stream = engine.stream(f"{T}:leave_trace_when_closed", os.devnull)
    until(lambda: not is_alive(successor.pid))
    assert next(stream) == 1
    assert not engine.is_being_replaced
    stream.close()
    assert engine.pid == first
    assert engine.is_being_replaced
    wake.touch()
    until(lambda: engine.pid != first)
    until(lambda: not is_alive(first))


def test_fresh_process_that_is_ready_takes_over_before_a_long_job(worn, wake):
    engine, first, successor = worn
    short = threading.Thread(target=engine.call, args=(f"{T}:sleep", 1.0))
    short.start()
    until(lambda: engine._job_running.locked())
    wake.touch()
    until(successor.ready.is_set)
    stream = engine.stream(f"{T}:leave_trace_when_closed", os.devnull)
    assert engine.pid == successor.pid
    assert next(stream) == 1
    until(lambda: not is_alive(first))
    stream.close()
    short.join()


def test_long_job_waits_for_the_fresh_process_once_that_is_overdue(worn, wake):
    engine, first, successor = worn
    engine.call(f"{T}:add", 1, 1)
    assert engine.status == "starting"
    assert 0 < engine.starting_seconds <= successor.age_seconds
    with ThreadPoolExecutor() as pool:
        begun = pool.submit(engine.stream, f"{T}:leave_trace_when_closed", os.devnull)
        until(lambda: engine._job_running.locked())
        assert engine.pid == first
        wake.touch()
        stream = begun.result()
    assert engine.pid == successor.pid
    assert next(stream) == 1
    stream.close()


def test_fresh_process_that_dies_at_its_start_leaves_the_worn_one_in_place(worn, wake):
    engine, first, successor = worn
    successor.kill()
    until(lambda: not engine.is_being_replaced)
    assert engine.call(f"{T}:process_id") == first
    wake.touch()
    until(lambda: engine.pid not in (first, None))


def test_engine_that_is_closed_while_it_is_replaced_leaves_no_process(worn):
    engine, first, successor = worn
    engine.close()
    until(lambda: not is_alive(first) and not is_alive(successor.pid))


def test_suspended_child_is_idle_and_one_that_works_is_not(engine):
    stream = engine.stream(f"{T}:work_for", 3.0)
    assert next(stream) == 0
    looks = []
    for _ in range(15):
        time.sleep(0.1)
        looks.append(stream.idle_seconds())
    assert max(looks) < 1.0
    os.kill(engine.pid, signal.SIGSTOP)
    time.sleep(0.2)
    stream.idle_seconds()
    time.sleep(1.0)
    assert stream.idle_seconds() >= 1.0
    os.kill(engine.pid, signal.SIGCONT)
    assert list(stream) == []


def test_closed_engine_leaves_no_process(tmp_path):
    engine = Engine("short", log_folder=tmp_path)
    pid = engine.call(f"{T}:process_id")
    engine.close()
    assert not is_alive(pid)
    with pytest.raises(EngineDiedError):
        engine.call(f"{T}:add", 1, 1)


SERVER = """
import sys, time
from pathlib import Path
from core.engine.engine import Engine
engine = Engine("orphan", log_folder=Path(sys.argv[1]))
stream = engine.stream("tests.support.targets:hang_after", 1)
next(stream)
print(engine.pid, flush=True)
time.sleep(600)
"""


def test_child_leaves_when_its_server_is_killed(tmp_path):
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    with server.stdout:
        pid = int(server.stdout.readline())
    assert is_alive(pid)
    server.kill()
    server.wait()
    until(lambda: not is_alive(pid), seconds=3)
