"""Benchmarks of steps give way to runs, and engines outlive them; without Keras (tests/support/numpy_trainer.py)."""

from __future__ import annotations

import functools
import os
import threading
import time

import pytest

from core.errors import EngineSilentError
from core.training.settings.config import TrainingConfig
from tests.support.numpy_server import serving
from tests.support.timed_set_ups import CONFIG, OTHER, SPEC, Digits, tell
from tests.support.waiting import is_alive, until

pytestmark = pytest.mark.process


def test_engine_that_sleeps_is_not_woken_for_a_benchmark(tmp_path, benchmarked):
    with serving(tmp_path) as server:
        assert server.epoch_times.expected(SPEC, CONFIG, Digits(folder=tmp_path)) is None
        assert not server.epoch_times.is_busy
        assert server.engines[0].pid is None
    assert benchmarked() == 0


def test_engine_that_trains_is_not_asked(server, ask, benchmarked):
    run = server.start(epochs=200)
    until(lambda: server.histories.of(run).steps)
    assert ask() is None
    assert not server.epoch_times.is_busy
    server.supervisor.stop(run, owner="owner-1")
    until(lambda: not server.histories.of(run).is_active)
    assert benchmarked() == 0
    until(ask)


def test_run_that_starts_cuts_the_benchmark_and_begins(server, ask, benchmarked):
    tell(server, "hold")
    ask()
    until(benchmarked)
    pid = server.engines[0].pid
    clicked = time.monotonic()
    run = server.start(epochs=2)
    assert server.supervisor.trainer_status(run).position is None
    until(lambda: server.histories.of(run).started)
    assert time.monotonic() - clicked < 5  # sooner than one that hangs would be ended
    until(lambda: not server.histories.of(run).is_active)
    assert server.histories.of(run).status == "finished"
    assert server.engines[0].pid == pid
    (server.home / "hold").unlink()
    until(lambda: ask(OTHER))  # a cut is no failure, and the engine is free again
    assert server.supervisor._pool.free_count == 1


def test_run_that_starts_while_a_question_settles_has_its_engine(server, ask, benchmarked):
    server.epoch_times._settle_seconds = 0.2
    ask()
    run = server.start(epochs=200)
    until(lambda: not server.epoch_times.is_busy)
    assert benchmarked() == 0
    server.supervisor.stop(run, owner="owner-1")


def test_run_can_be_stopped_and_deleted_while_a_benchmark_gives_way(server, ask, benchmarked):
    tell(server, "hold")
    ask()
    until(benchmarked)
    run = server.start(epochs=200)
    server.supervisor.stop(run, owner="owner-1")
    until(lambda: not server.histories.of(run).is_active)
    assert server.histories.of(run).status == "stopped"
    server.supervisor.delete(run, owner="owner-1")
    assert server.store.records() == []


def test_run_that_waits_for_a_benchmark_which_traces_can_be_stopped_at_once(server, ask, benchmarked):
    tell(server, "trace")
    ask()
    until(benchmarked)
    run = server.start(epochs=200)
    server.supervisor.stop(run, owner="owner-1")
    until(lambda: not server.histories.of(run).is_active)
    assert (server.home / "trace").exists()
    (server.home / "trace").unlink()
    run = server.start(epochs=2)
    until(lambda: not server.histories.of(run).is_active)
    assert server.histories.of(run).status == "finished"


def test_engine_that_dies_of_a_benchmark_is_usable_again_and_not_asked_the_same(server, ask, benchmarked):
    tell(server, "die")
    pid = server.engines[0].pid
    ask()
    until(lambda: not server.epoch_times.is_busy)
    (server.home / "die").unlink()
    run = server.start(epochs=2)
    until(lambda: not server.histories.of(run).is_active)
    assert server.histories.of(run).status == "finished"
    assert server.engines[0].pid != pid
    # the run's own epochs are an answer; another set-up's failure is remembered for a minute
    tell(server, "die")
    until(lambda: ask(OTHER) is None and benchmarked() == 2)
    until(lambda: not server.epoch_times.is_busy)
    (server.home / "die").unlink()
    until(lambda: server.engines[0].status == "ready")
    assert ask(OTHER) is None
    assert not server.epoch_times.is_busy
    assert benchmarked() == 2
    until(lambda: ask(TrainingConfig(batch_size=40)))


def test_server_that_closes_ends_a_benchmark(tmp_path, benchmarked):
    with serving(tmp_path) as server:
        (engine,) = server.engines
        engine.start()
        assert engine.wait_ready()
        tell(server, "hold")
        server.epoch_times.expected(SPEC, CONFIG, Digits(folder=tmp_path))
        until(benchmarked)
        pid = engine.pid
    assert not is_alive(pid)
    until(lambda: not server.epoch_times.is_busy)
    assert server.epoch_times.expected(SPEC, CONFIG, Digits(folder=tmp_path)) is None
    assert not server.epoch_times.is_busy
    assert "step benchmark" not in {thread.name for thread in threading.enumerate()}


def test_stream_without_patience_gives_up_on_a_busy_engine(server):
    (engine,) = server.engines
    stream = engine.stream("tests.support.targets:leave_trace_when_closed", os.devnull)
    with pytest.raises(EngineSilentError):
        engine.stream("tests.support.targets:count", 1, patience_seconds=0.0)
    stream.close()
    assert list(engine.stream("tests.support.targets:count", 1, patience_seconds=0.0)) == [1]


def test_process_is_replaced_after_benchmarks_too(tmp_path):
    with serving(tmp_path, replace_after=2) as server:
        (engine,) = server.engines
        engine.start()
        assert engine.wait_ready()
        pid = engine.pid
        for batch_size in (20, 30):
            config = TrainingConfig(batch_size=batch_size)
            until(functools.partial(server.epoch_times.expected, SPEC, config, Digits(folder=tmp_path)))
            until(lambda: not server.epoch_times.is_busy)
        until(lambda: engine.pid not in (pid, None))
