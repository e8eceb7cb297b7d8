"""How engines end, fall silent, and are followed by another process."""

import contextlib
import os
import signal
import subprocess
import sys
import time

import pytest

from core.engine.engine import Engine
from core.errors import (
    EngineDiedError,
    OutOfMemoryError,
)
from tests.support.waiting import is_alive, until

pytestmark = pytest.mark.process

T = "tests.support.targets"


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


def test_object_of_a_foreign_kind_ends_the_child_and_not_the_server(engine):
    with pytest.raises(EngineDiedError):
        engine.call(f"{T}:give_unknown_object")
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
    engine.kill_if_silent()
    assert engine.pid == before  # it is well
    os.kill(before, signal.SIGSTOP)
    until(lambda: engine.status == "silent")
    engine.kill_if_silent()
    assert engine.call(f"{T}:process_id") != before


def test_suspended_child_is_idle_and_one_that_works_is_not(engine):
    stream = engine.stream(f"{T}:work_for", 3.0)
    assert next(stream) == 0
    looks = []
    for _ in range(15):
        time.sleep(0.1)
        looks.append(stream.child.idle_seconds())
    assert max(looks) < 1.0
    os.kill(engine.pid, signal.SIGSTOP)
    time.sleep(0.2)
    stream.child.idle_seconds()
    time.sleep(1.0)
    assert stream.child.idle_seconds() >= 1.0
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
