"""A run that has ended goes on for some more epochs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.recipes import recipe
from core.training.record.events import ModelKept, RunEnded, RunSteered
from tests.support.page_text import labels, text_of
from tests.support.written_runs import EPOCH, FILE, STARTED, STEPS, TEST

pytestmark = pytest.mark.app

QUICK = recipe("quick-cnn")
EPOCHS = [replace(EPOCH, epoch=number) for number in (1, 2, 3)]
FINISHED = [STARTED, STEPS, *EPOCHS, TEST, RunEnded(outcome="finished", epoch=3)]


def test_finished_run_goes_on_for_as_many_epochs_as_it_had(visit, run_of, branched):
    run = run_of("somebody", FINISHED)
    app = visit("train.py", run=run)
    assert app.number_input(key=f"longer-epochs-{run}").value == 3
    assert app.number_input(key=f"longer-epochs-{run}").label == "Further epochs"
    told = "Goes on after epoch 3, to epoch 6, as a run of its own. What the optimizer remembers of earlier steps comes"
    assert told in text_of(app)
    app.number_input(key=f"longer-epochs-{run}").set_value(2).run()
    app.button(key="longer-train").click().run()
    assert branched == [(run, 3, QUICK.spec, replace(QUICK.config, epochs=5))]


def test_stopped_run_goes_on_after_its_last_whole_epoch_with_what_was_changed(visit, run_of, branched):
    steered = RunSteered(action="learning_rate", epoch=2, step=500, seconds=1.0, value=0.001)
    kept = ModelKept(epoch=2, step=80, checkpoint=FILE)
    run = run_of("somebody", [STARTED, STEPS, EPOCHS[0], steered, kept, TEST, RunEnded(outcome="stopped", epoch=2)])
    app = visit("train.py", run=run)
    assert "Goes on after epoch 1, the last one that ended, to epoch 4" in text_of(app)
    app.button(key="longer-train").click().run()
    assert branched == [(run, 1, QUICK.spec, replace(QUICK.config, epochs=4, learning_rate=0.001))]


@pytest.mark.parametrize("further", [0, -1, 198, 1000])
def test_number_that_cannot_be_is_refused(visit, run_of, further):
    run = run_of("somebody", FINISHED)
    app = visit("train.py", run=run)
    app.number_input(key=f"longer-epochs-{run}").set_value(further).run()
    assert "Epochs must be a whole number from 1 to 200; got" in text_of(app)
    assert "longer-train" not in [button.key for button in app.button]


@pytest.mark.parametrize(
    "events",
    [[STARTED, STEPS], [STARTED, STEPS, RunEnded(outcome="stopped", epoch=1)], [RunEnded(outcome="failed", epoch=0)]],
    ids=["training", "stopped in its first epoch", "failed"],
)
def test_what_has_nothing_to_go_on_from_does_not_offer_it(visit, run_of, events):
    app = visit("train.py", run=run_of("somebody", events))
    assert "Train longer" not in labels(app)
