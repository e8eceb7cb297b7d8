"""How long an epoch takes, from the events of a run; and which runs are alike in it. Literal in, literal out."""

from __future__ import annotations

import dataclasses

import pytest

from core.runs.estimates.step_times import StepTimes, step_times_of_run, timing_key
from core.training.record.events import RunBranched, RunResumed
from core.training.record.history import History
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import TrainingConfig
from models.cnn import cnn
from models.mlp import mlp
from tests.support.written_runs import EPOCH, STARTED

RESUMED = RunResumed(from_epoch=2, **dataclasses.asdict(STARTED) | {"pixels": STARTED.pixels})


def epoch(number, seconds, training_seconds=4.22, validation_seconds=0.24):
    return dataclasses.replace(
        EPOCH,
        epoch=number,
        seconds=seconds,
        training_seconds=training_seconds,
        validation_seconds=validation_seconds,
    )


SLOW_FIRST = epoch(1, 6.0, training_seconds=5.5)  # it holds what tracing took


def test_pace_is_of_the_epochs_after_the_first():
    times = step_times_of_run(History().extended([STARTED, SLOW_FIRST, epoch(2, 10.5), epoch(3, 15.0)]))
    assert times == StepTimes(
        seconds_per_step=pytest.approx(0.01),
        seconds_per_read=pytest.approx(0.02),
        seconds_beside=pytest.approx(0.04),
        threads=1,
        is_of_runs=True,
    )
    assert times.epoch_seconds(steps=211, validation_images=3000) == pytest.approx(2.11 + 0.12 + 0.04)


def test_one_epoch_in_which_something_else_was_done_does_not_matter():
    events = [STARTED, SLOW_FIRST, epoch(2, 10.5), epoch(3, 30.0, training_seconds=19.0), epoch(4, 34.5)]
    times = step_times_of_run(History().extended(events))
    assert times is not None
    assert times.seconds_per_step == pytest.approx(0.01)


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([], id="nothing happened"),
        pytest.param([STARTED], id="no epoch"),
        pytest.param([STARTED, SLOW_FIRST], id="only the first"),
        pytest.param([STARTED, SLOW_FIRST, epoch(2, 10.5), RESUMED, epoch(3, 6.0, 5.5)], id="the first of an attempt"),
        pytest.param(
            [RunBranched(parent="p", epoch=4, checkpoint=None, optimizer=None), STARTED, epoch(5, 6.0, 5.5)],
            id="the first of a branch",
        ),
    ],
)
def test_without_a_second_epoch_there_is_no_pace(events):
    assert step_times_of_run(History().extended(events)) is None


def test_run_without_validation_images_has_no_time_for_reading():
    started = dataclasses.replace(STARTED, validation_images=0)
    epochs = [dataclasses.replace(one, validation_seconds=0.0) for one in (SLOW_FIRST, epoch(2, 10.3))]
    times = step_times_of_run(History().extended([started, *epochs]))
    assert times is not None
    assert times.seconds_per_read == 0.0


SPEC = mlp(hidden=(16,), dropout=0.2)
SGD = TrainingConfig(optimizer="sgd")


@pytest.mark.parametrize(
    "settings",
    [
        {"learning_rate": 0.1},
        {"epochs": 50, "seed": 3},
        {"train_images": 1000, "wrong_label_fraction": 0.5},
        {"validation_fraction": 0.2},
        {"l2": 0.0, "beta_1": 0.5, "patience": 2},
    ],
    ids=str,
)
def test_settings_that_change_no_step_s_time_are_alike(settings):
    assert timing_key(SPEC, TrainingConfig(**settings)) == timing_key(SPEC, TrainingConfig())


def test_rates_of_dropout_are_alike_but_for_none():
    assert timing_key(SPEC, SGD) == timing_key(mlp(hidden=(16,), dropout=0.7), SGD)
    assert timing_key(SPEC, SGD) != timing_key(SPEC.with_dropout_rate(0.0), SGD)


@pytest.mark.parametrize(
    ("spec", "config"),
    [
        (mlp(hidden=(17,), dropout=0.2), SGD),
        (cnn(filters=(4,), dense=()), SGD),
        *(
            (SPEC, dataclasses.replace(SGD, **settings))
            for settings in (
                {"batch_size": 64},
                {"optimizer": "adam"},
                {"momentum": 0.9},
                {"loss": "mean_squared_error"},
                {"l2": 1e-4},
                {"schedule": "cosine"},
                {"shuffle_pixels": True},
                {"validation_fraction": 0.0},
                {"augmentation": Augmentation(shift_pixels=1)},
                {"augmentation": Augmentation(elastic_pixels=1)},
            )
        ),
    ],
)
def test_what_a_step_computes_tells_runs_apart(spec, config):
    assert timing_key(spec, config) != timing_key(SPEC, SGD)
