"""Steering, one step in numbers and going back, on runs whose log was written; nothing trains here."""

from __future__ import annotations

import dataclasses
import json

import pytest

from core import lab
from core.errors import RunStateError
from core.messages.message import verbatim
from core.messages.runs import endings
from core.recipes import recipe
from core.runs.scheduling.trainer_status import TrainerStatus
from core.training.record.events import (
    BestRestored,
    RunBranched,
    RunEnded,
    RunSteered,
    StepsEnded,
)
from core.training.settings.commands import Change, GoOn, OneStep, Pause
from tests.support import written_runs
from tests.support.written_runs import EPOCH, FILE, STARTED, STEPS, TEST

pytestmark = pytest.mark.app

SOME_STEPS = StepsEnded(epoch=2, first_step=423, last_step=512, mean_loss=0.1, accuracy=0.97, seconds=5.5)
ONE_STEP = StepsEnded(epoch=2, first_step=513, last_step=513, mean_loss=0.1, accuracy=0.97, seconds=5.6)
PAUSED = RunSteered(action="pause", epoch=2, step=512, seconds=5.5)
RATE = RunSteered(action="learning_rate", epoch=2, step=512, seconds=5.5, value=0.001)
FINISHED = RunEnded(outcome="finished", epoch=3)
EXPLAINED = dataclasses.replace(written_runs.EXPLAINED, step=513)
PLAIN_SGD = dataclasses.replace(recipe("quick-cnn").config, optimizer="sgd", learning_rate=0.01)


def texts(app) -> str:
    """Return everything that the page says, without Markdown's escapes."""
    kinds = (app.markdown, app.caption, app.error, app.warning, app.info, app.code, app.subheader)
    said = [element.value for kind in kinds for element in kind]
    bars = [element.proto.text for element in app.get("progress")]
    return "\n".join([*said, *bars, *(element.proto.body for element in app.get("html"))]).replace("\\", "")


def chart(app) -> str:
    """Return the options of the first chart."""
    return json.dumps(json.loads(app.get("echarts_chart")[0].proto.spec))


def labels(app) -> list[str]:
    return [button.label for button in app.button]


@pytest.fixture
def steered(monkeypatch):
    """Return what the trainer was told, for there is none."""
    told = []
    monkeypatch.setattr(lab.current().supervisor, "steer", lambda run, command, owner: told.append(command))
    return told


@pytest.fixture
def own_run(visit, run_of):
    """Return a function that opens the page on a run of the visitor's own, `own_run([STARTED, ...])`."""

    def opened(events, **options):
        app = visit("train.py")
        run = run_of(app.session_state["owner"], events, **options)
        app.query_params["run"] = run
        app.run()
        assert not app.exception
        return app

    return opened


def test_run_that_trains_can_be_paused_stepped_and_stopped(own_run, steered):
    app = own_run([STARTED, STEPS, EPOCH, SOME_STEPS])
    assert {"Pause", "One step", "One epoch", "Stop and keep"} <= set(labels(app))
    assert "Go on" not in labels(app)
    app.button(key="run-pause").click().run()
    assert steered == [Pause()]


def test_paused_run_says_where_and_goes_on(own_run, steered):
    app = own_run([STARTED, STEPS, EPOCH, SOME_STEPS, PAUSED])
    assert "Paused after step 90 of epoch 2." in texts(app)
    assert "a pause ends by itself after 10 minutes" in texts(app)
    assert "Pause" not in labels(app)
    app.button(key="run-pause").click().run()
    assert steered == [GoOn()]


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([RunSteered(action="pause", epoch=0, step=0, seconds=0.0)], "Paused before the first step."),
        ([STEPS, EPOCH, RunSteered(action="pause", epoch=1, step=422, seconds=4.5)], "Paused after epoch 1."),
    ],
    ids=["before the first step", "at an epoch's end"],
)
def test_pause_between_epochs_is_told_without_a_step(own_run, events, said):
    assert said in texts(own_run([STARTED, *events]))


def test_second_click_of_a_double_click_takes_no_second_step(own_run, steered):
    app = own_run([STARTED, STEPS, EPOCH, SOME_STEPS, PAUSED])
    app.button(key="run-step").click().run()
    app.button(key="run-step").click().run()
    assert steered == [OneStep()]


def test_full_disk_is_given_as_the_reason_with_what_is_safe(own_run):
    reason = "No room left to save epoch 2. Training is paused; free some space, and it goes on."
    app = own_run(
        [STARTED, STEPS, EPOCH, SOME_STEPS, dataclasses.replace(PAUSED, reason=endings.waits_for_room(epoch=2))]
    )
    assert f"{reason} Epoch 1 is safe." in texts(app)
    assert "Go on" in labels(app)
    assert not {"One step", "One epoch"} & set(labels(app))


def test_log_that_has_no_room_is_said_and_only_stop_is_left(own_run, monkeypatch):
    monkeypatch.setattr(lab.current().supervisor, "trainer_status", lambda run: TrainerStatus(has_no_room=True))
    app = own_run([STARTED, STEPS, EPOCH, SOME_STEPS])
    assert "No room left to write down what happens. Training is paused" in texts(app)
    assert "Stop and keep" in labels(app)
    assert not {"Pause", "Go on", "One step"} & set(labels(app))


def test_stranger_sees_a_pause_and_no_steering(visit, run_of):
    app = visit("train.py", run=run_of("somebody", [STARTED, STEPS, EPOCH, SOME_STEPS, PAUSED]))
    assert "Paused after step 90 of epoch 2." in texts(app)
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
    assert '"name": "learning rate 0.001"' in chart(app)


def test_change_in_another_tab_reaches_the_field(own_run):
    app = own_run([STARTED, STEPS, EPOCH, SOME_STEPS])
    lab.current().store.append(app.query_params["run"], 1, [RATE])
    app.run()
    assert app.number_input(key="steer-learning-rate").value == 0.001


@pytest.mark.parametrize("value", [0.0, -1.0, 1e9])
def test_change_out_of_bounds_is_refused_at_the_field_and_not_sent(own_run, steered, value):
    app = own_run([STARTED, STEPS, EPOCH, SOME_STEPS])
    app.number_input(key="steer-learning-rate").set_value(value).run()
    assert "Learning rate must be a number from 0.000001 to 100" in texts(app)
    assert steered == []
    app.number_input(key="steer-learning-rate").set_value(0.01).run()
    assert "must be a number" not in texts(app)
    assert len(steered) == 1


def test_refused_command_is_said(own_run, monkeypatch):
    def refuse(*_args, **_options):
        raise RunStateError("This run has ended.")

    monkeypatch.setattr(lab.current().supervisor, "steer", refuse)
    app = own_run([STARTED, STEPS, EPOCH, SOME_STEPS])
    app.button(key="run-pause").click().run()
    assert "This run has ended." in texts(app)


def test_one_step_is_told_in_numbers_with_its_arithmetic(own_run):
    stepped = [dataclasses.replace(PAUSED, action="step"), EXPLAINED, ONE_STEP, dataclasses.replace(PAUSED, step=513)]
    app = own_run([STARTED, STEPS, EPOCH, SOME_STEPS, *stepped], config=PLAIN_SGD)
    said = texts(app)
    assert "went from **1.0397** to **0.4904**" in said
    assert "dense, kernel row 12, column 3" in said
    assert "0.25 - 0.01 x (-0.5) = 0.255" in said.translate({0x2212: "-", 0xD7: "x"})
    assert "Training image 1, label 0" in said
    assert said.count("75.0 %") == 2  # below its picture, and in the table

    lab.current().store.append(app.query_params["run"], 1, [dataclasses.replace(SOME_STEPS, last_step=600)])
    app.run()
    assert "One step in numbers" not in texts(app)


def unfolded(app):
    """Return the page with the form of a branch open."""
    app.session_state[f"rewind-open-{app.query_params['run']}"] = True
    return app.run()


@pytest.fixture
def branched(monkeypatch):
    """Return what branches were started with; none is."""
    begun = []

    def branch_run(parent, epoch, spec, config, *, owner, nonce):
        begun.append((parent, epoch, spec, config))
        return "0" * 32

    monkeypatch.setattr(lab.current().run_starter, "start_branch", branch_run)
    return begun


def test_anyone_can_branch_from_an_epoch_with_other_settings(visit, run_of, branched):
    run = run_of("somebody", [STARTED, STEPS, EPOCH, TEST, FINISHED])
    app = unfolded(visit("train.py", run=run))
    assert "After epoch 1: validation accuracy 98.27 %." in texts(app)
    assert "What the optimizer remembers of earlier steps comes along." in texts(app)
    app.selectbox(key="rewind-optimizer").set_value("sgd").run()
    assert "The optimizer starts afresh" in texts(app)
    app.number_input(key="rewind-momentum").set_value(0.9).run()
    app.number_input(key="rewind-learning-rate").set_value(0.05).run()
    app.button(key="run-branch").click().run()
    [(parent, epoch, spec, config)] = branched
    assert (parent, epoch, spec) == (run, 1, recipe("quick-cnn").spec)
    assert (config.optimizer, config.momentum, config.learning_rate) == ("sgd", 0.9, 0.05)
    assert app.query_params["run"] == "0" * 32


def test_branch_from_the_beginning_is_called_a_restart(visit, run_of, branched):
    app = unfolded(visit("train.py", run=run_of("somebody", [STARTED, STEPS, EPOCH, TEST, FINISHED])))
    app.select_slider(key="rewind-epoch").set_value(0).run()
    assert app.button(key="run-branch").label == "Restart from the same initial weights"
    app.button(key="run-branch").click().run()
    assert branched[0][1] == 0


def test_only_kept_epochs_are_offered_and_a_chosen_one_that_goes_gives_way(visit, run_of):
    epochs = [dataclasses.replace(EPOCH, epoch=number, validation_loss=1 / number) for number in (1, 2, 3, 4)]
    config = dataclasses.replace(recipe("quick-cnn").config, epochs=6)
    run = run_of("somebody", [dataclasses.replace(STARTED, keep_every=2), STEPS, *epochs[:3]], config=config)
    app = unfolded(visit("train.py", run=run))
    assert app.select_slider(key="rewind-epoch").options == ["initial weights", "2", "3"]
    app.select_slider(key="rewind-epoch").set_value(2).run()
    assert "Of this run only the best epoch, the last and every 2nd are kept." in texts(app)
    assert "what it remembered is kept only for the last epoch." in texts(app)
    app.select_slider(key="rewind-epoch").set_value(3).run()
    assert "What the optimizer remembers of earlier steps comes along." in texts(app)
    lab.current().store.append(run, 1, [epochs[3]])
    app.run()
    assert app.select_slider(key="rewind-epoch").options == ["initial weights", "2", "4"]
    assert app.select_slider(key="rewind-epoch").value == 2


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("rewind-epochs", 1, "A branch from epoch 1 needs more epochs than that; got 1."),
        ("rewind-learning-rate", 0.0, "Learning rate must be a number from"),
        ("rewind-batch-size", 60_000, "Batch size must be"),
    ],
)
def test_branch_with_nothing_left_or_out_of_bounds_is_refused_in_the_form(visit, run_of, field, value, said):
    app = unfolded(visit("train.py", run=run_of("somebody", [STARTED, STEPS, EPOCH, TEST, FINISHED])))
    app.number_input(key=field).set_value(value).run()
    assert said in texts(app)
    assert "Branch from epoch 1" not in labels(app)


def test_address_of_a_run_that_was_just_left_is_a_late_click_s(visit, run_of):
    first = run_of("somebody", [STARTED, STEPS, EPOCH, TEST, FINISHED])
    origin = RunBranched(parent=first, epoch=1, checkpoint=FILE, optimizer=None)
    app = visit("train.py", run=run_of("somebody", [origin, STARTED, SOME_STEPS]))
    branch = app.query_params["run"]
    app.button(key="run-parent").click().run()
    app.query_params["run"] = branch  # as the second half of a double click sends it
    app.run()
    assert app.query_params["run"] == first


def test_late_second_click_begins_no_second_branch_and_coming_back_on_purpose_does(visit, run_of, monkeypatch):
    monkeypatch.setattr("pages.state.selected.SECOND_CLICK_SECONDS", 0.0)  # as on a machine that is slower than that
    app = visit("train.py")
    parent, nonces = run_of(app.session_state["owner"], [STARTED, STEPS, EPOCH, TEST, FINISHED]), []

    def branch_run(*_, nonce, **__):
        nonces.append(nonce)
        return "0" * 32

    monkeypatch.setattr(lab.current().run_starter, "start_branch", branch_run)
    app = unfolded(visit("train.py", run=parent))
    app.button(key="run-branch").click().run()
    app.query_params["run"] = parent  # the second click's address
    unfolded(app.run()).button(key="run-branch").click().run()
    app.query_params["run"] = parent
    unfolded(app.run()).number_input(key="rewind-learning-rate").set_value(0.05).run()
    app.button(key="run-branch").click().run()
    first, second, another = nonces
    assert first == second != another
    branch = RunBranched(parent=parent, epoch=1, checkpoint=FILE, optimizer=None)
    app.query_params["run"] = run_of("somebody", [branch, STARTED, SOME_STEPS])
    app.run().button(key="run-parent").click().run()
    unfolded(app).button(key="run-branch").click().run()
    assert nonces[-1] not in nonces[:-1]


def test_branch_tells_its_parent_and_draws_its_curve(visit, run_of, monkeypatch):
    monkeypatch.setattr("pages.state.selected.SECOND_CLICK_SECONDS", 0.0)  # nobody goes back so soon
    parent = run_of("somebody", [STARTED, STEPS, EPOCH, TEST, FINISHED], name="![](x) first")
    branch = RunBranched(parent=parent, epoch=1, checkpoint=FILE, optimizer=None)
    run = run_of("somebody", [branch, STARTED, SOME_STEPS])
    app = visit("train.py", run=run)
    assert "Branched from epoch 1 of" in texts(app)
    assert "The optimizer started afresh at the branch" in texts(app)
    assert app.button(key="run-parent").label.endswith("first")
    assert "![](x)" not in app.button(key="run-parent").label
    assert '"run before, validation"' in chart(app)
    app.button(key="run-parent").click().run()
    assert app.query_params["run"] == parent
    app.query_params["run"] = run
    app.run()
    lab.current().store.delete(parent)
    lab.current().histories.forget(parent)
    app.run()
    assert "Branched from epoch 1 of a run that has been deleted since." in texts(app)
    assert '"run before, validation"' not in chart(app)


def test_diverged_run_offers_a_tenth_from_the_last_kept_epoch(visit, run_of, branched):
    message = "The loss left the range of numbers in epoch 2, step 31: the learning rate is too high. Epoch 1 is kept."
    ended = RunEnded(outcome="diverged", reason=verbatim(text=message), epoch=2, step=31)
    app = visit("train.py", run=run_of("somebody", [STARTED, STEPS, EPOCH, RATE, ended]))
    app.button(key="doctor-remedy").click().run()
    [(_, epoch, _, config)] = branched
    assert epoch == 1
    assert config.learning_rate == 0.0001


@pytest.mark.parametrize("reason", [None, endings.ended_early(epoch=3, best_epoch=1, restored=True)], ids=["", "early"])
def test_weights_that_are_back_are_said_once(visit, run_of, reason):
    ended = dataclasses.replace(FINISHED, reason=reason)
    app = visit("train.py", run=run_of("somebody", [STARTED, STEPS, EPOCH, BestRestored(epoch=1), TEST, ended]))
    said = texts(app)
    assert said.count("is back") + said.count("are back") == 1
