"""From any kept epoch another run begins, with other settings."""

from __future__ import annotations

import dataclasses

import pytest

from core import lab
from core.messages.message import verbatim
from core.messages.runs import endings
from core.recipes import recipe
from core.training.record.events import (
    BestRestored,
    RunBranched,
    RunEnded,
)
from core.training.settings.commands import ALL_SETTINGS
from tests.support.page_text import labels, text_of
from tests.support.steered_page import RATE, SOME_STEPS, chart
from tests.support.written_runs import EPOCH, FILE, STARTED, STEPS, TEST

pytestmark = pytest.mark.app


FINISHED = RunEnded(outcome="finished", epoch=3)


def unfolded(app):
    """Return the page with the form of a branch open."""
    app.session_state[f"rewind-open-{app.query_params['run']}"] = True
    return app.run()


def test_anyone_can_branch_from_an_epoch_with_other_settings(visit, run_of, branched):
    run = run_of("somebody", [STARTED, STEPS, EPOCH, TEST, FINISHED])
    app = unfolded(visit("train.py", run=run))
    assert "After epoch 1: validation accuracy 98.27 %." in text_of(app)
    assert "What the optimizer remembers of earlier steps comes along." in text_of(app)
    app.selectbox(key="rewind-optimizer").set_value("sgd").run()
    assert "The optimizer starts afresh" in text_of(app)
    app.number_input(key="rewind-momentum").set_value(0.9).run()
    app.number_input(key="rewind-learning-rate").set_value(0.05).run()
    app.button(key="run-branch").click().run()
    [(parent, epoch, spec, config)] = branched
    assert (parent, epoch, spec) == (run, 1, recipe("quick-cnn").spec)
    assert (config.optimizer, config.momentum, config.learning_rate) == ("sgd", 0.9, 0.05)
    assert app.query_params["run"] == "0" * 32


def test_branch_has_what_the_rows_of_settings_say_it_may_have(visit, run_of, branched):
    app = unfolded(visit("train.py", run=run_of("somebody", [STARTED, STEPS, EPOCH, TEST, FINISHED])))
    fields = [one.key for one in (*app.number_input, *app.selectbox) if (one.key or "").startswith("rewind-")]
    names = [key.removeprefix("rewind-").replace("-", "_") for key in fields]
    offered = [name for name, row in ALL_SETTINGS.items() if row.is_of_branches]
    assert set(names) == set(offered) - {"momentum", "dropout_rate"}  # Adam has no momentum, the network no dropout
    app.number_input(key="rewind-label-smoothing").set_value(0.1).run()
    app.number_input(key="rewind-clip-norm").set_value(1.0).run()
    app.selectbox(key="rewind-optimizer").set_value("lion").run()
    app.button(key="run-branch").click().run()
    config = branched[0][3]
    assert (config.label_smoothing, config.clip_norm, config.optimizer, config.beta_2) == (0.1, 1.0, "lion", 0.99)


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
    assert "Of this run only the best epoch, the last and every 2nd are kept." in text_of(app)
    assert "what it remembered is kept only for the last epoch." in text_of(app)
    app.select_slider(key="rewind-epoch").set_value(3).run()
    assert "What the optimizer remembers of earlier steps comes along." in text_of(app)
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
    assert said in text_of(app)
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
    monkeypatch.setattr("pages.state.url.LATE_SECONDS", 0.0)  # as on a machine that is slower than that
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
    monkeypatch.setattr("pages.state.url.LATE_SECONDS", 0.0)  # nobody goes back so soon
    parent = run_of("somebody", [STARTED, STEPS, EPOCH, TEST, FINISHED], name="![](x) first")
    branch = RunBranched(parent=parent, epoch=1, checkpoint=FILE, optimizer=None)
    run = run_of("somebody", [branch, STARTED, SOME_STEPS])
    app = visit("train.py", run=run)
    assert "Branched from epoch 1 of" in text_of(app)
    assert "The optimizer started afresh at the branch" in text_of(app)
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
    assert "Branched from epoch 1 of a run that has been deleted since." in text_of(app)
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
    said = text_of(app)
    assert said.count("is back") + said.count("are back") == 1
