"""A training that is told to wait and to go on; what it was told changes no other bit."""

import pytest

from core.training.loop import run_control
from core.training.record.events import (
    EpochEnded,
    ModelKept,
    RunEnded,
    RunSteered,
    StepsEnded,
    TestEnded,
)
from tests.support.trainings import DROPOUT, heard, of_kind, told, until_kind

pytestmark = [pytest.mark.process, pytest.mark.usefixtures("short_chunks")]

SPEC = DROPOUT  # of `train`


def test_paused_run_takes_no_step_until_it_is_told_to_go_on(train):
    training = train()
    until_kind(training, StepsEnded)
    paused = told(training, "pause")
    assert (paused.action, paused.step) == ("pause", 2)
    assert [next(training) for _ in range(5)] == [None] * 5
    assert told(training, "go_on").action == "go_on"
    assert until_kind(training, StepsEnded)[-1].first_step == 3


def test_pausing_twice_and_going_on_without_a_pause_say_nothing(train):
    training = train()
    until_kind(training, StepsEnded)
    assert type(told(training, "go_on")) is StepsEnded
    assert told(training, "pause").action == "pause"
    assert training.send("pause") is None
    assert next(training) is None


def test_time_that_a_run_waits_is_in_no_duration(train, monkeypatch):
    monkeypatch.setattr(run_control, "POLL_SECONDS", 0.5)
    training = train()
    until_kind(training, StepsEnded)
    before = told(training, "pause")
    for _ in range(3):
        next(training)
    after = told(training, "go_on")
    assert after.seconds - before.seconds < 0.4


def test_one_epoch_ends_with_a_pause_and_the_next_one_too(train):
    training = train(epochs=4)
    until_kind(training, StepsEnded)
    told(training, "epoch")
    events = until_kind(training, RunSteered)
    assert [epoch.epoch for epoch in of_kind(events, EpochEnded)] == [1]
    assert (events[-1].action, events[-1].step) == ("pause", 18)
    told(training, "epoch")
    events = until_kind(training, RunSteered)
    assert [epoch.epoch for epoch in of_kind(events, EpochEnded)] == [2]
    told(training, "go_on")
    assert [epoch.epoch for epoch in of_kind(heard(training), EpochEnded)] == [3, 4]


def test_one_epoch_during_validation_is_the_one_that_is_validated(train):
    training = train(epochs=3, validation_source="test")
    event = next(training)
    while event is not None:
        event = next(training)
    told(training, "epoch")
    events = until_kind(training, RunSteered)
    assert [epoch.epoch for epoch in of_kind(events, EpochEnded)] == [1]


def test_stop_ends_a_run_that_waits(train):
    training = train(epochs=3)
    until_kind(training, StepsEnded)
    told(training, "pause")
    events = [told(training, "stop"), *heard(training)]
    assert [type(event) for event in events] == [RunSteered, ModelKept, TestEnded, RunEnded]
