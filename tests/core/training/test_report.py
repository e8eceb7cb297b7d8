import pytest

from core.training.config import TrainingConfig
from core.training.events import Checkpoint, EpochEnded, RunStarted, StepsEnded
from core.training.history import History
from core.training.report import log_lines, pace

FILE = Checkpoint(name="x", digest="", size_bytes=0)
STARTED = RunStarted(
    train_images=48000, validation_images=12000, steps_per_epoch=240, threads=1, compiled=True, device="CPU"
)


def epoch(number, validation=True, seconds=2.64):
    return EpochEnded(
        epoch=number,
        loss=0.12114,
        accuracy=0.83094,
        validation_loss=0.0564 if validation else None,
        validation_accuracy=0.9228 if validation else None,
        seconds=3.0,
        training_seconds=seconds,
        validation_seconds=0.36,
        checkpoint=FILE,
        optimizer=FILE,
    )


def steps(last, seconds, epoch=1):
    return StepsEnded(epoch=epoch, first_step=last, last_step=last, mean_loss=1.0, accuracy=0.5, seconds=seconds)


def test_log_has_the_fields_that_keras_prints():
    lines = log_lines(History().extended([STARTED, epoch(1)]), TrainingConfig(epochs=10, batch_size=200))
    assert lines == (
        "Epoch 1/10",
        "240/240 - 3s - loss: 0.1211 - accuracy: 0.8309 - val_loss: 0.0564 - val_accuracy: 0.9228"
        " - 3s/epoch - 11ms/step",
    )


def test_log_without_validation_has_no_validation_values():
    lines = log_lines(History().extended([STARTED, epoch(1, validation=False)]), TrainingConfig())
    assert "val_" not in lines[1]


def test_log_of_fast_steps_counts_microseconds():
    lines = log_lines(History().extended([STARTED, epoch(1, seconds=0.12)]), TrainingConfig())
    assert lines[1].endswith(" - 480ms/epoch - 500us/step")


def test_log_of_a_run_that_waits_is_empty():
    assert log_lines(History(), TrainingConfig()) == ()


def test_pace_counts_images_and_what_is_left():
    history = History().extended([STARTED, steps(10, 1.0), steps(40, 2.0), steps(70, 3.0)])
    now = pace(history, TrainingConfig(epochs=2, batch_size=200))
    assert now.images_per_second == pytest.approx(30 * 200)
    assert now.seconds_left == pytest.approx((480 - 70) / 30)


def test_pace_forgets_slow_beginnings():
    history = History().extended([STARTED, steps(1, 0.0), steps(2, 10.0), steps(32, 11.0), steps(62, 12.0)])
    assert pace(history, TrainingConfig(batch_size=200)).images_per_second == pytest.approx(30 * 200)


def test_time_left_includes_validating():
    history = History().extended([STARTED, steps(240, 2.0), epoch(1), steps(250, 4.0, 2), steps(350, 5.0, 2)])
    now = pace(history, TrainingConfig(epochs=3, batch_size=200))
    assert now.seconds_left == pytest.approx((720 - 350) / 100 + 2 * 0.36)


def test_pace_is_unknown_before_two_points():
    assert pace(History().extended([STARTED, steps(1, 0.1)]), TrainingConfig()) is None
