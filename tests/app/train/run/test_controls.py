"""A run is steered on its page: paused, stepped and changed, and what a stranger sees."""

from __future__ import annotations

import dataclasses

import pytest

from core import lab
from core.errors import RunStateError
from core.messages.runs import endings
from core.runs.scheduling.trainer_status import TrainerStatus
from core.training.record.events import (
    RunSteered,
)
from core.training.settings.commands import Change
from tests.support.page_text import labels, text_of
from tests.support.steered_page import PAUSED, RATE, SOME_STEPS, chart
from tests.support.written_runs import EPOCH, STARTED, STEPS

pytestmark = pytest.mark.app


@pytest.fixture
def steered(monkeypatch):
    """Return what the trainer was told, for there is none."""
    told = []
    monkeypatch.setattr(lab.current().supervisor, "steer", lambda run, command, owner: told.append(command))
    return told


def test_run_that_trains_can_be_paused_stepped_and_stopped(own_run, steered):
    app = own_run([STARTED, STEPS, EPOCH, SOME_STEPS])
    assert {"Pause", "One step", "One epoch", "Stop and keep"} <= set(labels(app))
    assert "Go on" not in labels(app)
    app.button(key="run-pause").click().run()
    assert steered == ["pause"]


def test_paused_run_says_where_and_goes_on(own_run, steered):
    app = own_run([STARTED, STEPS, EPOCH, SOME_STEPS, PAUSED])
    assert "Paused after step 90 of epoch 2." in text_of(app)
    assert "a pause ends by itself after 10 minutes" in text_of(app)
    assert "Pause" not in labels(app)
    app.button(key="run-pause").click().run()
    assert steered == ["go_on"]


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([RunSteered(action="pause", epoch=0, step=0, seconds=0.0)], "Paused before the first step."),
        ([STEPS, EPOCH, RunSteered(action="pause", epoch=1, step=422, seconds=4.5)], "Paused after epoch 1."),
    ],
    ids=["before the first step", "at an epoch's end"],
)
def test_pause_between_epochs_is_told_without_a_step(own_run, events, said):
    assert said in text_of(own_run([STARTED, *events]))


def test_second_click_of_a_double_click_takes_no_second_step(own_run, steered):
    app = own_run([STARTED, STEPS, EPOCH, SOME_STEPS, PAUSED])
    app.button(key="run-step").click().run()
    app.button(key="run-step").click().run()
    assert steered == ["step"]


def test_full_disk_is_given_as_the_reason_with_what_is_safe(own_run):
    reason = "No room left to save epoch 2. Training is paused; free some space, and it goes on."
    app = own_run(
        [STARTED, STEPS, EPOCH, SOME_STEPS, dataclasses.replace(PAUSED, reason=endings.waits_for_room(epoch=2))]
    )
    assert f"{reason} Epoch 1 is safe." in text_of(app)
    assert "Go on" in labels(app)
    assert not {"One step", "One epoch"} & set(labels(app))


def test_log_that_has_no_room_is_said_and_only_stop_is_left(own_run, monkeypatch):
    monkeypatch.setattr(lab.current().supervisor, "trainer_status", lambda run: TrainerStatus(has_no_room=True))
    app = own_run([STARTED, STEPS, EPOCH, SOME_STEPS])
    assert "No room left to write down what happens. Training is paused" in text_of(app)
    assert "Stop and keep" in labels(app)
    assert not {"Pause", "Go on", "One step"} & set(labels(app))


def test_stop_that_a_busy_machine_holds_up_says_that_the_model_is_waited_for(own_run, monkeypatch):
    monkeypatch.setattr(lab.current().supervisor, "trainer_status", lambda run: TrainerStatus(is_slow_to_stop=True))
    app = own_run([STARTED, STEPS, EPOCH, SOME_STEPS])
    assert "Stopping: the trainer is slow to follow, as on a busy machine." in text_of(app)
    assert "The model of its last step is waited for, 40 s at most." in text_of(app)
    assert len(app.warning) == 1


def test_stranger_sees_a_pause_and_no_steering(visit, run_of):
    app = visit("train.py", run=run_of("somebody", [STARTED, STEPS, EPOCH, SOME_STEPS, PAUSED]))
    assert "Paused after step 90 of epoch 2." in text_of(app)
    assert not {"Go on", "One step", "One epoch", "Stop and keep"} & set(labels(app))
    assert not app.number_input


def test_change_is_sent_logged_in_its_place_and_marked(own_run, steered):
    app = own_run([STARTED, STEPS, EPOCH, SOME_STEPS])
    field = app.number_input(key="steer-learning-rate")
    assert field.value == 0.003
    field.set_value(0.001).run()
    assert steered == [Change(setting="learning_rate", value=0.001)]

    app = own_run([STARTED, STEPS, EPOCH, SOME_STEPS, RATE])
    app.session_state["train-pictures"] = "log"
    app.run()
    log = app.code[0].value.splitlines()
    assert log[0] == "Epoch 1/3"
    assert log[2] == "epoch 2, step 90: learning rate 0.003 to 0.001"
    assert app.number_input(key="steer-learning-rate").value == 0.001
    assert '"text": "dashed: learning rate 0.001"' in chart(app)


def test_change_in_another_tab_reaches_the_field(own_run):
    app = own_run([STARTED, STEPS, EPOCH, SOME_STEPS])
    lab.current().store.append(app.query_params["run"], 1, [RATE])
    app.run()
    assert app.number_input(key="steer-learning-rate").value == 0.001


@pytest.mark.parametrize("value", [0.0, -1.0, 1e9])
def test_change_out_of_bounds_is_refused_at_the_field_and_not_sent(own_run, steered, value):
    app = own_run([STARTED, STEPS, EPOCH, SOME_STEPS])
    app.number_input(key="steer-learning-rate").set_value(value).run()
    assert "Learning rate must be a number from 0.000001 to 100" in text_of(app)
    assert steered == []
    app.number_input(key="steer-learning-rate").set_value(0.01).run()
    assert "must be a number" not in text_of(app)
    assert len(steered) == 1


def test_refused_command_is_said(own_run, monkeypatch):
    def refuse(*_args, **_options):
        raise RunStateError("This run has ended.")

    monkeypatch.setattr(lab.current().supervisor, "steer", refuse)
    app = own_run([STARTED, STEPS, EPOCH, SOME_STEPS])
    app.button(key="run-pause").click().run()
    assert "This run has ended." in text_of(app)
