import pytest

from core.training.record.events import (
    Checkpoint,
    EpochEnded,
    RunBranched,
    RunResumed,
    RunStarted,
    RunSteered,
    StepsEnded,
)
from core.training.record.history import History
from core.training.record.keras_log import log_lines, training_speed
from core.training.settings.config import TrainingConfig

FILE = Checkpoint(name="x", digest="", size_bytes=0)
BEGINNING = {
    "train_images": 48000,
    "validation_images": 12000,
    "steps_per_epoch": 240,
    "threads": 1,
    "compiled": True,
    "device": "CPU",
}
STARTED = RunStarted(**BEGINNING)


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


COLD = [steps(number, 1.25 * number) for number in range(1, 9)]  # what is traced lies between these


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
    history = History().extended([STARTED, *COLD, steps(10, 11.0), steps(40, 12.0), steps(70, 13.0)])
    now = training_speed(history, TrainingConfig(epochs=2, batch_size=200))
    assert now.images_per_second == pytest.approx(30 * 200)
    assert now.seconds_left == pytest.approx((480 - 70) / 30)


def test_nothing_is_said_of_the_pace_before_there_are_steps_to_tell_it_from():
    begun = [STARTED, *COLD, steps(18, 10.1), steps(28, 10.2), steps(38, 10.3), steps(48, 10.4)]
    said = [
        training_speed(History().extended(begun[:count]), TrainingConfig(epochs=2)) for count in range(len(begun) + 1)
    ]
    assert said[:-1] == [None] * len(begun)
    assert said[-1].seconds_left == pytest.approx((480 - 48) / 100)


def test_pace_forgets_what_was_slow_before():
    slow = [steps(9, 20.0), steps(10, 30.0)]
    history = History().extended([STARTED, *COLD, *slow, steps(110, 32.0), steps(210, 34.0)])
    assert training_speed(history, TrainingConfig(batch_size=200)).images_per_second == pytest.approx(50 * 200)


def test_pace_of_a_new_epoch_is_at_first_that_of_the_one_before():
    history = History().extended([STARTED, *COLD, steps(140, 11.0), steps(240, 12.0), epoch(1), steps(250, 16.0, 2)])
    now = training_speed(history, TrainingConfig(epochs=3, batch_size=200))
    assert now.images_per_second == pytest.approx(100 * 200)
    assert now.seconds_left == pytest.approx((720 - 250) / 100 + 2 * 0.36)


@pytest.mark.parametrize("action", ["step", "go_on", "momentum"])
def test_pace_is_told_anew_after_a_command(action):
    told = RunSteered(action=action, epoch=1, step=40, seconds=12.0, value=0.9)
    begun = [STARTED, *COLD, steps(10, 11.0), steps(40, 12.0), told, steps(41, 22.0)]
    assert training_speed(History().extended(begun), TrainingConfig()) is None
    now = training_speed(
        History().extended([*begun, steps(61, 23.0), steps(81, 24.0)]), TrainingConfig(epochs=2, batch_size=200)
    )
    assert now.images_per_second == pytest.approx(20 * 200)


def test_pace_of_a_further_attempt_is_told_from_its_own_steps():
    first = [STARTED, *COLD, steps(140, 11.0), steps(240, 12.0), epoch(1)]
    again = [RunResumed(**BEGINNING, from_epoch=1), *(steps(240 + step.last_step, step.seconds, 2) for step in COLD)]
    assert training_speed(History().extended([*first, *again]), TrainingConfig(epochs=2)) is None
    history = History().extended([*first, *again, steps(260, 11.0, 2), steps(300, 12.0, 2)])
    assert training_speed(history, TrainingConfig(epochs=2)).seconds_left == pytest.approx((480 - 300) / 40 + 0.36)


def test_pace_of_a_branch_counts_from_the_epoch_that_it_begins_with():
    branched = RunBranched(parent="p", epoch=3, checkpoint=FILE, optimizer=FILE)
    own = [steps(720 + step.last_step, step.seconds, 4) for step in COLD]
    history = History().extended([branched, STARTED, *own, steps(740, 11.0, 4), steps(780, 12.0, 4)])
    assert training_speed(history, TrainingConfig(epochs=4)).seconds_left == pytest.approx((960 - 780) / 40)
