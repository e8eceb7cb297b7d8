"""What is known before a run, with engines that rehearse and train without Keras (tests/support/numpy_trainer.py)."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import os
import threading
import time
from pathlib import Path

import pytest

from core.errors import ConfigError, EngineSilentError
from core.runs.estimates.epoch_time import Expected
from core.runs.scheduling.engine_pool import EnginePool
from core.training.record.history import History
from core.training.settings.config import TrainingConfig
from models.mlp import mlp
from tests.support.numpy_server import serving
from tests.support.waiting import at_once, is_alive, until
from tests.support.written_runs import EPOCH, STARTED

SPEC = mlp(hidden=(2,), dropout=0)  # and 20 images in a batch: what the server's runs train
CONFIG = TrainingConfig(batch_size=20)
OTHER = TrainingConfig(batch_size=30)


@dataclasses.dataclass(frozen=True)
class Digits:
    """A data set's counts, and a folder for the files that tell the rehearsal what to do."""

    folder: Path
    train_count: int = 200  # 180 train, 20 are held out
    test_count: int = 100


@pytest.fixture
def server(tmp_path):
    with serving(tmp_path) as server:
        for engine in server.engines:
            engine.start()
            assert engine.wait_ready()
        yield server


@pytest.fixture
def ask(server, tmp_path):
    return lambda config=CONFIG, spec=SPEC: server.rehearsals.ask(spec, config, Digits(folder=tmp_path))


@pytest.fixture
def rehearsed(tmp_path):
    """Return how many rehearsals have begun."""
    file = tmp_path / "rehearsed"
    return lambda: len(file.read_text()) if file.exists() else 0


def told(server, what):
    """Write a file that the stand-in reads; see there."""
    (server.home / what).touch()


def test_nobody_knows_at_first_and_then_everybody(server, ask):
    assert ask() is None
    assert server.rehearsals.is_busy
    until(ask)
    # 9 steps of 0.01 s; 20 validation images, where 500 take 0.1 s
    assert ask() == Expected(seconds_per_epoch=pytest.approx(0.094), cores=1, is_of_runs=False)
    assert ask(TrainingConfig(batch_size=20, validation_fraction=0.5)) == Expected(
        seconds_per_epoch=pytest.approx(0.05 + 0.02), cores=1, is_of_runs=False
    )
    on_test = ask(TrainingConfig(batch_size=20, validation_source="test", train_images=100))
    assert on_test == Expected(seconds_per_epoch=pytest.approx(0.05 + 0.02), cores=1, is_of_runs=False)


def test_equal_questions_are_rehearsed_once(server, ask, rehearsed):
    assert at_once(10, ask) == [None] * 10
    until(ask)
    assert ask(dataclasses.replace(CONFIG, learning_rate=0.5, epochs=50, seed=4)) is not None
    assert rehearsed() == 1


def test_question_that_came_meanwhile_is_rehearsed_when_it_is_asked_again(server, ask, rehearsed):
    told(server, "hold")
    ask()
    until(rehearsed)
    assert ask(OTHER) is None
    (server.home / "hold").unlink()
    until(lambda: ask(OTHER))
    assert ask() is not None
    assert rehearsed() == 2


def test_last_set_up_of_several_in_a_row_is_rehearsed(server, ask, rehearsed):
    server.rehearsals._settle_seconds = 0.2
    for batch_size in (40, 50, 60):
        assert ask(TrainingConfig(batch_size=batch_size)) is None
    until(lambda: not server.rehearsals.is_busy)
    assert ask(TrainingConfig(batch_size=60)) is not None
    assert rehearsed() == 1


def test_engine_that_sleeps_is_not_woken_for_a_rehearsal(tmp_path, rehearsed):
    with serving(tmp_path) as server:
        assert server.rehearsals.ask(SPEC, CONFIG, Digits(folder=tmp_path)) is None
        assert not server.rehearsals.is_busy
        assert server.engines[0].pid is None
    assert rehearsed() == 0


def test_engine_that_trains_is_not_asked(server, ask, rehearsed):
    run = server.start(epochs=200)
    until(lambda: server.histories.of(run).steps)
    assert ask() is None
    assert not server.rehearsals.is_busy
    server.supervisor.stop(run, owner="owner-1")
    until(lambda: not server.histories.of(run).is_active)
    assert rehearsed() == 0
    until(ask)


def test_run_that_starts_cuts_the_rehearsal_and_begins(server, ask, rehearsed):
    told(server, "hold")
    ask()
    until(rehearsed)
    pid = server.engines[0].pid
    clicked = time.monotonic()
    run = server.start(epochs=2)
    assert server.supervisor.progress(run).place is None
    until(lambda: server.histories.of(run).started)
    assert time.monotonic() - clicked < 5  # sooner than one that hangs would be ended
    until(lambda: not server.histories.of(run).is_active)
    assert server.histories.of(run).status == "finished"
    assert server.engines[0].pid == pid
    (server.home / "hold").unlink()
    until(lambda: ask(OTHER))  # a cut is no failure, and the engine is free again
    assert server.supervisor._pool.free == 1


def test_run_that_starts_while_a_question_settles_has_its_engine(server, ask, rehearsed):
    server.rehearsals._settle_seconds = 0.2
    ask()
    run = server.start(epochs=200)
    until(lambda: not server.rehearsals.is_busy)
    assert rehearsed() == 0
    server.supervisor.stop(run, owner="owner-1")


def test_run_can_be_stopped_and_deleted_while_a_rehearsal_gives_way(server, ask, rehearsed):
    told(server, "hold")
    ask()
    until(rehearsed)
    run = server.start(epochs=200)
    server.supervisor.stop(run, owner="owner-1")
    until(lambda: not server.histories.of(run).is_active)
    assert server.histories.of(run).status == "stopped"
    server.supervisor.delete(run, owner="owner-1")
    assert server.store.records() == []


def test_run_that_waits_for_a_rehearsal_which_traces_can_be_stopped_at_once(server, ask, rehearsed):
    told(server, "trace")
    ask()
    until(rehearsed)
    run = server.start(epochs=200)
    server.supervisor.stop(run, owner="owner-1")
    until(lambda: not server.histories.of(run).is_active)
    assert (server.home / "trace").exists()
    (server.home / "trace").unlink()
    run = server.start(epochs=2)
    until(lambda: not server.histories.of(run).is_active)
    assert server.histories.of(run).status == "finished"


def test_engine_that_dies_of_a_rehearsal_is_usable_again_and_not_asked_the_same(server, ask, rehearsed):
    told(server, "die")
    pid = server.engines[0].pid
    ask()
    until(lambda: not server.rehearsals.is_busy)
    (server.home / "die").unlink()
    run = server.start(epochs=2)
    until(lambda: not server.histories.of(run).is_active)
    assert server.histories.of(run).status == "finished"
    assert server.engines[0].pid != pid
    # the run's own epochs are an answer; another set-up's failure is remembered for a minute
    told(server, "die")
    until(lambda: ask(OTHER) is None and rehearsed() == 2)
    until(lambda: not server.rehearsals.is_busy)
    (server.home / "die").unlink()
    until(lambda: server.engines[0].status == "ready")
    assert ask(OTHER) is None
    assert not server.rehearsals.is_busy
    assert rehearsed() == 2
    until(lambda: ask(TrainingConfig(batch_size=40)))


def test_what_failed_is_tried_again_after_a_rest(server, ask, rehearsed, monkeypatch):
    monkeypatch.setattr("core.runs.estimates.epoch_time.REST_SECONDS", 0.1)
    told(server, "refuse")
    ask()
    until(lambda: not server.rehearsals.is_busy)
    (server.home / "refuse").unlink()
    until(ask)
    assert rehearsed() == 2


def test_rehearsal_that_takes_too_long_is_given_up(server, ask, rehearsed, monkeypatch):
    monkeypatch.setattr("core.runs.estimates.epoch_time.LONGEST_SECONDS", 0.1)
    told(server, "hold")
    ask()
    until(lambda: not server.rehearsals.is_busy)
    assert ask() is None
    assert not server.rehearsals.is_busy
    assert server.engines[0].status == "ready"
    assert rehearsed() == 1


def test_settings_that_do_not_fit_the_data_are_refused_at_once(server, ask):
    with pytest.raises(ConfigError, match="180"):
        ask(TrainingConfig(batch_size=181))
    assert not server.rehearsals.is_busy


def test_finished_run_is_the_answer_for_runs_that_are_like_it(server, ask, rehearsed):
    until(ask)
    run = server.start(epochs=3)
    until(lambda: ask().is_of_runs)
    # its steps take 0.01 s and what comes beside them 0.01 s an epoch
    expected = ask(TrainingConfig(batch_size=20, epochs=10))
    assert expected == Expected(seconds_per_epoch=pytest.approx(0.1), cores=1, is_of_runs=True)
    until(lambda: not server.histories.of(run).is_active)
    assert rehearsed() == 1


def test_run_on_another_count_of_threads_is_no_answer(server, ask):
    run = server.start(epochs=200)
    record = server.store.record(run)
    server.supervisor.delete(run, owner="owner-1")
    epochs = [dataclasses.replace(EPOCH, epoch=number, seconds=4.5 * number) for number in (1, 2)]
    history = History().extended([dataclasses.replace(STARTED, threads=2), *epochs])
    server.rehearsals.learn(record, history)
    assert ask() is None
    server.rehearsals.learn(record, History().extended([STARTED, *epochs]))
    assert ask().is_of_runs


def test_server_that_closes_ends_a_rehearsal(tmp_path, rehearsed):
    with serving(tmp_path) as server:
        (engine,) = server.engines
        engine.start()
        assert engine.wait_ready()
        told(server, "hold")
        server.rehearsals.ask(SPEC, CONFIG, Digits(folder=tmp_path))
        until(rehearsed)
        pid = engine.pid
    assert not is_alive(pid)
    until(lambda: not server.rehearsals.is_busy)
    assert server.rehearsals.ask(SPEC, CONFIG, Digits(folder=tmp_path)) is None
    assert not server.rehearsals.is_busy
    assert "rehearsal" not in {thread.name for thread in threading.enumerate()}


class FakeEngine:
    threads = 1
    status = "ready"
    is_being_replaced = False
    is_closed = False

    def let_go(self) -> None:
        self.is_closed = True

    close = let_go


def test_lent_engine_is_free_for_a_run_which_cuts_the_loan():
    first, second, cuts = FakeEngine(), FakeEngine(), []
    pool = EnginePool([first, second], lambda threads: FakeEngine())
    assert pool.lend(lambda: cuts.append("first")) is first
    assert pool.free == 2
    assert pool.take() is second
    assert cuts == []
    assert pool.take() is first
    assert cuts == ["first"]
    assert pool.free == 0
    pool.take_back(first)
    assert pool.free == 0
    pool.give_back(first)
    assert (pool.free, pool.has_idle) == (1, True)


def test_spare_is_forgotten_after_the_run_that_closed_it():
    first, second = FakeEngine(), FakeEngine()
    pool = EnginePool([first, second], lambda threads: FakeEngine())
    taken, spare_in_use = pool.take(), pool.spare(2)
    for _ in range(3):
        engine = pool.take()
        with contextlib.closing(pool.spare(4)) as spare:
            assert spare in pool._engines
        pool.give_back(engine)
        assert pool._engines == [first, second, spare_in_use]
    pool.close()
    assert all(engine.is_closed for engine in (taken, engine, spare_in_use))


@pytest.mark.parametrize(
    ("told", "as_it_is"), [("status", "starting"), ("status", "silent"), ("is_being_replaced", True)]
)
def test_engine_that_starts_is_silent_or_is_being_replaced_is_not_lent(told, as_it_is):
    engine = FakeEngine()
    setattr(engine, told, as_it_is)
    pool = EnginePool([engine], lambda threads: FakeEngine())
    assert pool.lend(os.abort) is None
    assert (pool.free, pool.has_idle) == (1, False)


def test_stream_without_patience_gives_up_on_a_busy_engine(server):
    (engine,) = server.engines
    stream = engine.stream("tests.support.targets:leave_trace_when_closed", os.devnull)
    with pytest.raises(EngineSilentError):
        engine.stream("tests.support.targets:count", 1, patience_seconds=0.0)
    stream.close()
    assert list(engine.stream("tests.support.targets:count", 1, patience_seconds=0.0)) == [1]


def test_process_is_replaced_after_rehearsals_too(tmp_path):
    with serving(tmp_path, replace_after=2) as server:
        (engine,) = server.engines
        engine.start()
        assert engine.wait_ready()
        pid = engine.pid
        for batch_size in (20, 30):
            config = TrainingConfig(batch_size=batch_size)
            until(functools.partial(server.rehearsals.ask, SPEC, config, Digits(folder=tmp_path)))
            until(lambda: not server.rehearsals.is_busy)
        until(lambda: engine.pid not in (pid, None))
