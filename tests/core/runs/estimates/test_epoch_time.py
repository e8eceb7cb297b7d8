"""What is known before a run, with engines that time steps and train without Keras (tests/support/numpy_trainer.py)."""

from __future__ import annotations

import dataclasses

import pytest

from core.errors import ConfigError
from core.runs.estimates.epoch_time import EpochTime
from core.training.record.history import History
from core.training.settings.config import TrainingConfig
from tests.support.timed_set_ups import CONFIG, OTHER, tell
from tests.support.waiting import at_once, until
from tests.support.written_runs import EPOCH, STARTED

pytestmark = pytest.mark.process


def test_nobody_knows_at_first_and_then_everybody(server, ask):
    assert ask() is None
    assert server.epoch_times.is_busy
    until(ask)
    # 9 steps of 0.01 s; 20 validation images, where 500 take 0.1 s
    assert ask() == EpochTime(seconds_per_epoch=pytest.approx(0.094), cores=1, is_of_runs=False)
    assert ask(TrainingConfig(batch_size=20, validation_fraction=0.5)) == EpochTime(
        seconds_per_epoch=pytest.approx(0.05 + 0.02), cores=1, is_of_runs=False
    )
    on_test = ask(TrainingConfig(batch_size=20, validation_source="test", train_images=100))
    assert on_test == EpochTime(seconds_per_epoch=pytest.approx(0.05 + 0.02), cores=1, is_of_runs=False)


def test_equal_questions_are_benchmarked_once(server, ask, benchmarked):
    assert at_once(10, ask) == [None] * 10
    until(ask)
    assert ask(dataclasses.replace(CONFIG, learning_rate=0.5, epochs=50, seed=4)) is not None
    assert benchmarked() == 1


def test_question_that_came_meanwhile_is_benchmarked_when_it_is_asked_again(server, ask, benchmarked):
    tell(server, "hold")
    ask()
    until(benchmarked)
    assert ask(OTHER) is None
    (server.home / "hold").unlink()
    until(lambda: ask(OTHER))
    assert ask() is not None
    assert benchmarked() == 2


def test_last_set_up_of_several_in_a_row_is_benchmarked(server, ask, benchmarked):
    server.epoch_times._settle_seconds = 0.2
    for batch_size in (40, 50, 60):
        assert ask(TrainingConfig(batch_size=batch_size)) is None
    until(lambda: not server.epoch_times.is_busy)
    assert ask(TrainingConfig(batch_size=60)) is not None
    assert benchmarked() == 1


def test_what_failed_is_tried_again_after_a_rest(server, ask, benchmarked, monkeypatch):
    monkeypatch.setattr("core.runs.estimates.epoch_time.REST_SECONDS", 0.1)
    tell(server, "refuse")
    ask()
    until(lambda: not server.epoch_times.is_busy)
    (server.home / "refuse").unlink()
    until(ask)
    assert benchmarked() == 2


def test_benchmark_that_takes_too_long_is_given_up(server, ask, benchmarked, monkeypatch):
    monkeypatch.setattr("core.runs.estimates.epoch_time.LONGEST_SECONDS", 0.1)
    tell(server, "hold")
    ask()
    until(lambda: not server.epoch_times.is_busy)
    assert ask() is None
    assert not server.epoch_times.is_busy
    assert server.engines[0].status == "ready"
    assert benchmarked() == 1


def test_settings_that_do_not_fit_the_data_are_refused_at_once(server, ask):
    with pytest.raises(ConfigError, match="180"):
        ask(TrainingConfig(batch_size=181))
    assert not server.epoch_times.is_busy


def test_finished_run_is_the_answer_for_runs_that_are_like_it(server, ask, benchmarked):
    until(ask)
    run = server.start(epochs=3)
    until(lambda: ask().is_of_runs)
    # its steps take 0.01 s and what comes beside them 0.01 s an epoch
    expected = ask(TrainingConfig(batch_size=20, epochs=10))
    assert expected == EpochTime(seconds_per_epoch=pytest.approx(0.1), cores=1, is_of_runs=True)
    until(lambda: not server.histories.of(run).is_active)
    assert benchmarked() == 1


def test_run_on_another_count_of_threads_is_no_answer(server, ask):
    run = server.start(epochs=200)
    record = server.store.record(run)
    server.supervisor.delete(run, owner="owner-1")
    epochs = [dataclasses.replace(EPOCH, epoch=number, seconds=4.5 * number) for number in (1, 2)]
    history = History().extended([dataclasses.replace(STARTED, threads=2), *epochs])
    server.epoch_times.record_run(record, history)
    assert ask() is None
    server.epoch_times.record_run(record, History().extended([STARTED, *epochs]))
    assert ask().is_of_runs
