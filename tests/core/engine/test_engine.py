"""The protocol, with children that do not load Keras."""

import os
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from core.engine.engine import Engine
from core.errors import (
    ConfigError,
    EngineFaultError,
    EngineSilentError,
)
from core.training.record.events import Checkpoint, RunQueued
from tests.support.waiting import is_alive, until

pytestmark = pytest.mark.process

T = "tests.support.targets"


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


def test_who_asks_again_and_again_waits_behind_who_asks_once(engine, monkeypatch):
    begun, begin = [], engine._process.begin_job

    def noted(**options):
        begun.append(threading.current_thread().name)
        return begin(**options)

    monkeypatch.setattr(engine._process, "begin_job", noted)
    for _ in range(5):
        events = engine.stream(f"{T}:count", 1)
        once = threading.Thread(target=engine.call, args=(f"{T}:add", 1, 2), name="once")
        once.start()
        until(lambda: engine._turns.waiting_count)
        list(events)
        engine.call(f"{T}:add", 1, 1)
        once.join()
        assert [name == "once" for name in begun] == [False, True, False]
        begun.clear()


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


def test_call_that_takes_too_long_is_given_up(engine):
    before = engine.call(f"{T}:process_id")
    with pytest.raises(EngineSilentError):
        engine.call(f"{T}:sleep", 60, timeout_seconds=0.3)
    assert engine.call(f"{T}:process_id") != before
