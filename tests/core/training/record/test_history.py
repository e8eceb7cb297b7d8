import dataclasses
import json

import pytest

from core.training.record.event_json import from_text, to_text
from core.training.record.events import (
    Checkpoint,
    EpochEnded,
    ModelKept,
    RunEnded,
    RunQueued,
    RunResumed,
    RunStarted,
    RunSteered,
    StepsEnded,
    TestEnded,
)
from core.training.record.history import History
from tests.support.written_runs import HAND, TAUGHT

FILE = Checkpoint(name="epoch-001.npz", digest="ab", size_bytes=3)
BEGINNING = {
    "train_images": 100,
    "validation_images": 10,
    "steps_per_epoch": 2,
    "threads": 1,
    "compiled": True,
    "device": "CPU",
}


def steps(epoch, first, last):
    return StepsEnded(epoch=epoch, first_step=first, last_step=last, mean_loss=1.0, accuracy=0.5, seconds=0.1)


def epoch_ended(epoch):
    return EpochEnded(
        epoch=epoch,
        loss=1.0,
        accuracy=0.5,
        validation_loss=None,
        validation_accuracy=None,
        seconds=1.0,
        training_seconds=0.9,
        validation_seconds=0.1,
        checkpoint=FILE,
        optimizer=FILE,
    )


EVENTS = [
    RunQueued(),
    RunStarted(**BEGINNING),
    steps(1, 1, 1),
    steps(1, 2, 2),
    epoch_ended(1),
    RunSteered(action="stop", epoch=2, step=3, seconds=2.0),
    ModelKept(epoch=2, step=3, checkpoint=FILE),
    TestEnded(loss=0.2, correct=9, count=10),
    RunEnded(outcome="stopped", epoch=2),
]


@pytest.mark.parametrize("event", [*EVENTS, RunResumed(from_epoch=1, **BEGINNING)], ids=lambda e: type(e).__name__)
def test_event_survives_as_text(event):
    assert from_text(*to_text(event)) == event


def test_event_of_a_newer_version_is_passed_over():
    assert from_text("RunPaused", "{}") is None


def test_field_of_a_newer_version_is_left_out():
    kind, text = to_text(steps(1, 1, 1))
    assert from_text(kind, json.dumps(json.loads(text) | {"learning_rate": 0.1})) == steps(1, 1, 1)


@pytest.mark.parametrize("cut", range(len(EVENTS) + 1))
def test_folding_in_two_parts_equals_folding_at_once(cut):
    assert History().extended(EVENTS[:cut]).extended(EVENTS[cut:]) == History().extended(EVENTS)


def test_status_is_the_last_event():
    statuses = [History().extended(EVENTS[:count]).status for count in range(len(EVENTS) + 1)]
    assert statuses == ["queued"] * 2 + ["running"] * 7 + ["stopped"]


def test_fold_keeps_curves_and_result():
    history = History().extended(EVENTS)
    assert [step.last_step for step in history.steps] == [1, 2]
    assert history.last_epoch == 1
    assert history.checkpoint == FILE
    assert history.test is not None
    assert history.test.accuracy == 0.9


def test_fraction_done_counts_steps_of_all_epochs():
    assert History().fraction_done(2) == 0.0
    history = History().extended(EVENTS[:4])
    assert (history.fraction_done(2), history.fraction_done(1)) == (0.5, 1.0)


def test_resume_drops_what_came_after_the_kept_epoch():
    before = [RunQueued(), RunStarted(**BEGINNING), steps(1, 1, 2), epoch_ended(1), steps(2, 3, 3)]
    history = History().extended([*before, RunEnded(outcome="interrupted")])
    assert history.can_resume
    history = history.extended([RunQueued(), RunResumed(from_epoch=1, **BEGINNING)])
    assert history.status == "running"
    assert history.ended is None
    assert [step.last_step for step in history.steps] == [2]
    history = history.extended([steps(2, 3, 4), epoch_ended(2)])
    assert [step.last_step for step in history.steps] == [2, 4]
    assert [epoch.epoch for epoch in history.epochs] == [1, 2]


def test_run_that_taught_keeps_where_it_began_and_forgets_how_it_was_judged_when_it_goes_on():
    history = History().extended([TAUGHT, RunQueued(), RunStarted(**BEGINNING), epoch_ended(1), HAND])
    assert (history.taught, history.hand, history.first_epoch) == (TAUGHT, HAND, 0)
    history = history.extended([RunResumed(from_epoch=1, **BEGINNING)])
    assert (history.taught, history.hand) == (TAUGHT, None)


def test_history_is_a_value():
    history = History()
    history.extended(EVENTS)
    assert history == History()
    with pytest.raises(dataclasses.FrozenInstanceError):
        history.status = "running"


def test_steps_are_counted_with_both_ends():
    assert steps(1, 1, 1).count == 1
    assert steps(2, 3, 7).count == 5


def test_epochs_and_the_whole_last_as_long_as_training_and_validation():
    epochs = [
        dataclasses.replace(epoch_ended(number), training_seconds=training, validation_seconds=0.5)
        for number, training in ((1, 2.0), (2, 3.0))
    ]
    assert [epoch.duration_seconds for epoch in epochs] == [2.5, 3.5]
    assert History().extended(epochs).duration_seconds == 6.0
    assert History().duration_seconds == 0


@pytest.mark.parametrize(("epoch", "step", "within"), [(0, 0, 0), (1, 1, 1), (1, 5, 5), (2, 6, 1), (2, 10, 5)])
def test_step_of_a_command_is_counted_within_its_epoch(epoch, step, within):
    assert RunSteered(action="pause", epoch=epoch, step=step, seconds=1.0).step_of_epoch(5) == within


def test_what_was_changed_at_the_stop_is_not_said_to_have_been_trained_with():
    change = RunSteered(action="learning_rate", epoch=2, step=3, seconds=2.0, value=5.0)
    earlier = dataclasses.replace(change, step=2, value=0.01)
    stop = RunSteered(action="stop", epoch=2, step=3, seconds=2.0)
    assert History().extended([earlier, change]).changed_settings == (("learning_rate", 5.0),)
    assert History().extended([earlier, change, stop]).changed_settings == (("learning_rate", 0.01),)
