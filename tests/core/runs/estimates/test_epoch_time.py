"""What is known before a run, with engines that warm up and train without Keras (tests/support/numpy_trainer.py)."""

from __future__ import annotations

import dataclasses

import pytest

from core.errors import ConfigError
from core.runs.estimates.epoch_time import EpochTime
from core.training.record.history import History
from core.training.settings.config import TrainingConfig
from models.cnn import cnn
from tests.support.numpy_server import serving
from tests.support.timed_set_ups import CONFIG, SPEC, Digits
from tests.support.waiting import until
from tests.support.written_runs import EPOCH, STARTED

pytestmark = pytest.mark.process


def test_nobody_knows_before_an_engine_is_awake_and_none_is_woken_for_it(server, ask):
    assert ask() is None
    assert server.engines[0].pid is None


@pytest.mark.usefixtures("awake")
def test_speed_of_an_engine_that_is_awake_is_scaled(ask):
    # a step counts as 800,000 + 40 x 1,600 parameters + 20 x (40,000 + 1,588), an image read as 0.4 x 41,588
    assert ask() == EpochTime(
        seconds_per_epoch=pytest.approx((9 * 1_695_760 + 20 * 16_635.2) * 1e-8), cores=1, is_of_runs=False
    )
    half = ask(TrainingConfig(batch_size=20, validation_fraction=0.5))
    assert half.seconds_per_epoch == pytest.approx((5 * 1_695_760 + 100 * 16_635.2) * 1e-8)
    on_test = ask(TrainingConfig(batch_size=20, validation_source="test", train_images=100))
    assert on_test == half


@pytest.mark.usefixtures("awake")
def test_convolutions_are_scaled_from_a_convolution(ask):
    spec = cnn(filters=(2,), dense=())  # 4 layers of 0.001 s, a third and more of them for reading
    assert len(spec.layers) == 4
    assert ask(spec=spec).seconds_per_epoch > 9 * 0.004 + 2e-8 * 9 * 800_000


def test_answer_stays_when_the_engine_is_gone(awake, ask):
    known = ask()
    awake.engines[0].close()
    assert known is not None
    assert ask() == known


def test_any_engine_is_asked_while_the_first_sleeps(tmp_path):
    with serving(tmp_path, slots=2, warm_up="tests.support.numpy_trainer:warm_up") as server:
        server.engines[1].start()
        assert server.engines[1].wait_ready()
        assert server.epoch_times.expected(SPEC, CONFIG, Digits(folder=tmp_path)) is not None
        assert server.engines[0].pid is None


def test_engine_that_trains_has_said_how_fast_it_is(server, ask):
    run = server.start(epochs=200)
    until(lambda: server.histories.of(run).steps)
    assert ask() is not None
    assert ask(TrainingConfig(batch_size=30)) is not None
    server.supervisor.stop(run, owner="owner-1")


def test_engine_that_measured_nothing_is_no_answer(tmp_path):
    with serving(tmp_path) as server:
        server.engines[0].start()
        assert server.engines[0].wait_ready()
        assert server.epoch_times.expected(SPEC, CONFIG, Digits(folder=tmp_path)) is None


def test_settings_that_do_not_fit_the_data_are_refused_at_once(ask):
    with pytest.raises(ConfigError, match="180"):
        ask(TrainingConfig(batch_size=181))


def test_finished_run_is_the_answer_for_runs_that_are_like_it(awake, ask):
    assert not ask().is_of_runs
    run = awake.start(epochs=3)
    until(lambda: ask().is_of_runs)
    # its steps take 0.01 s and what comes beside them 0.01 s an epoch
    expected = ask(TrainingConfig(batch_size=20, epochs=10))
    assert expected == EpochTime(seconds_per_epoch=pytest.approx(0.1), cores=1, is_of_runs=True)
    assert not ask(TrainingConfig(batch_size=30)).is_of_runs
    until(lambda: not awake.histories.of(run).is_active)


def test_run_on_another_count_of_threads_is_no_answer(server, ask):
    run = server.start(epochs=200)
    record = server.store.record(run)
    server.supervisor.delete(run, owner="owner-1")
    epochs = [dataclasses.replace(EPOCH, epoch=number, seconds=4.5 * number) for number in (1, 2)]
    history = History().extended([dataclasses.replace(STARTED, threads=2), *epochs])
    server.epoch_times.record_run(record, history)
    expected = ask()
    assert expected is None or not expected.is_of_runs
    server.epoch_times.record_run(record, History().extended([STARTED, *epochs]))
    assert ask().is_of_runs
