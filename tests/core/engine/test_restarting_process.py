"""How an engine whose child has done its jobs gets a fresh one, with children that do not load Keras."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.engine.engine import Engine
from tests.support.waiting import is_alive, until

pytestmark = pytest.mark.process

T = "tests.support.targets"


def test_engine_is_replaced_after_its_jobs(tmp_path):
    engine = Engine("due", log_folder=tmp_path, replace_after=2)
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
def due(tmp_path, wake):
    """Return an engine that is being replaced, the process id of its first child, and the child that is to follow.

    That one becomes ready when `wake` is there again.
    """
    engine = Engine("due", log_folder=tmp_path, replace_after=1, warm_up=f"{T}:wake_when_told")
    engine.start()
    assert engine.wait_ready()
    wake.unlink()
    first = engine.call(f"{T}:process_id")
    successor = engine._process.successor
    assert successor is not None
    yield engine, first, successor
    engine.close()


def test_engine_that_has_done_its_jobs_works_on_until_the_fresh_one_is_ready(due, wake):
    engine, first, successor = due
    assert (engine.pid, engine.status) == (first, "ready")
    assert engine.call(f"{T}:process_id") == first
    wake.touch()
    until(lambda: engine.pid == successor.pid)
    assert engine.call(f"{T}:process_id") == successor.pid
    until(lambda: not is_alive(first))


def test_fresh_process_does_not_wait_beside_a_long_job_and_another_starts_at_its_end(due, wake):
    engine, first, successor = due
    stream = engine.stream(f"{T}:leave_trace_when_closed", os.devnull)
    until(lambda: not is_alive(successor.pid))
    assert next(stream) == 1
    assert engine._process.successor is None
    stream.close()
    assert engine.pid == first
    assert engine._process.successor is not None
    wake.touch()
    until(lambda: engine.pid != first)
    until(lambda: not is_alive(first))


def test_fresh_process_that_is_ready_takes_over_before_a_long_job(due, wake):
    engine, first, successor = due
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


def test_long_job_waits_for_the_fresh_process_once_that_is_overdue(due, wake):
    engine, first, successor = due
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


def test_fresh_process_that_dies_at_its_start_leaves_the_old_one_in_place(due, wake):
    engine, first, successor = due
    successor.kill()
    until(lambda: engine._process.successor is None)
    assert engine.call(f"{T}:process_id") == first
    wake.touch()
    until(lambda: engine.pid not in (first, None))


def test_engine_that_is_closed_while_it_is_replaced_leaves_no_process(due):
    engine, first, successor = due
    engine.close()
    until(lambda: not is_alive(first) and not is_alive(successor.pid))
