"""The doctor's card: what it finds in a run, and remedies that are one click."""

from __future__ import annotations

import dataclasses

import pytest

from core import lab
from core.errors import QueueFullError
from core.messages.message import verbatim
from core.recipes import recipe
from core.training.record.events import LayerHealth, RunEnded
from core.training.settings.augmentation import GENTLE
from models.mlp import mlp
from tests.support.doctor_histories import CONFIG, OVERFITTED, READ_HALF, SLOW
from tests.support.page_text import captions
from tests.support.written_runs import EPOCH, STARTED, STEPS, TEST

pytestmark = pytest.mark.app


GUESSED = dataclasses.replace(EPOCH, loss=2.301, accuracy=0.112, validation_loss=2.301, validation_accuracy=0.106)
FINISHED = RunEnded(outcome="finished", epoch=3)
DIVERGED = RunEnded(outcome="diverged", reason=verbatim(text="The loss left the range of numbers."), epoch=2, step=31)
DEAD = LayerHealth(name="dense", weight_size=0.1, gradient_size=0.0, dead_fraction=0.75, saturated_fraction=None)


def card(app) -> str:
    """Return what the doctor says, without Markdown's escapes; its title, and no other box, begins in bold."""
    [said] = [box.value.replace("\\", "") for box in app.info if box.value.startswith("**")]
    return said


def remedies(app) -> list[str]:
    return [button.label for button in app.button if button.key == "doctor-remedy"]


@pytest.fixture
def started(monkeypatch):
    """Return what new runs were started with; none is."""
    begun = []

    def start_run(spec, config, *, owner, nonce, recipe="", **others):
        begun.append((spec, config, recipe))
        return "1" * 32

    monkeypatch.setattr(lab.current().run_starter, "start", start_run)
    return begun


@pytest.fixture
def network_of(monkeypatch):
    """Return a function that gives every run in the log another network."""

    def replace(spec):
        read = lab.current().store.record
        monkeypatch.setattr(lab.current().store, "record", lambda run: dataclasses.replace(read(run), spec=spec))

    return replace


@pytest.mark.parametrize(
    "events",
    [[STARTED, STEPS], [STARTED, STEPS, EPOCH], [STARTED, STEPS, EPOCH, TEST, FINISHED]],
    ids=["first epoch", "training", "ended"],
)
def test_healthy_run_has_no_card(visit, run_of, events):
    app = visit("train.py", run=run_of("somebody", events))
    assert remedies(app) == []


def test_card_of_a_run_that_trains_tells_the_numbers_and_forks_it(visit, run_of, branched):
    run = run_of(
        "somebody", [STARTED, STEPS, dataclasses.replace(EPOCH, loss=1.5, accuracy=0.4), READ_HALF], config=SLOW
    )
    app = visit("train.py", run=run)
    assert "It learns slowly" in card(app)
    assert "After epoch 2 it reads 55.0 % right" in card(app)
    assert "the learning rate is 0.00005, and 0.001 is usual" in card(app)
    assert "Go back to epoch 2, with a learning rate of 0.0005." in captions(app)
    assert remedies(app) == ["Retry with learning rate 0.0005"]
    app.button(key="doctor-remedy").click().run()
    [(parent, epoch, spec, config)] = branched
    assert (parent, epoch, spec) == (run, 2, recipe("quick-cnn").spec)
    assert config == dataclasses.replace(SLOW, learning_rate=0.0005)
    assert app.query_params["run"] == "0" * 32


def test_card_after_the_run_adds_epochs_where_none_is_left(visit, run_of, branched):
    three = dataclasses.replace(READ_HALF, epoch=3, loss=1.0)
    run = run_of("somebody", [STARTED, STEPS, READ_HALF, three, TEST, FINISHED], config=SLOW)
    app = visit("train.py", run=run)
    assert "with a learning rate of 0.0005 and 6 epochs in all." in captions(app)
    app.button(key="doctor-remedy").click().run()
    assert branched[0][3].epochs == 6


def test_run_that_diverged_keeps_the_words_of_its_remedy(visit, run_of, branched):
    app = visit("train.py", run=run_of("somebody", [STARTED, STEPS, EPOCH, DIVERGED]))
    assert remedies(app) == ["Try a tenth of it"]
    assert "The loss left the range of numbers; blind guessing has 2.303." in card(app)
    app.button(key="doctor-remedy").click().run()
    assert [(epoch, config.learning_rate) for _, epoch, _, config in branched] == [(1, 0.0003)]


def test_overfitting_is_told_with_both_losses_then_and_now(visit, run_of, branched):
    app = visit("train.py", run=run_of("somebody", [STARTED, STEPS, *OVERFITTED, TEST, FINISHED]))
    assert "Validation loss was lowest after epoch 1, 0.080; after epoch 3 it is 0.100." in card(app)
    assert "training loss fell from 0.300 to 0.050" in card(app)
    app.button(key="doctor-remedy").click().run()
    assert [(epoch, config.augmentation) for _, epoch, _, config in branched] == [(1, GENTLE)]


def test_other_network_is_a_new_run_of_the_same_recipe(visit, run_of, network_of, started, branched):
    run = run_of("somebody", [STARTED, STEPS, GUESSED])
    network_of(mlp(hidden=(8, 8), dropout=0, initializer="zeros"))
    app = visit("train.py", run=run)
    assert "The weights of 2 hidden layers began at 0" in card(app)
    assert "Start a new run, with random weights (He normal, Glorot uniform)." in captions(app)
    app.button(key="doctor-remedy").click().run()
    [(spec, config, key)] = started
    assert [layer.initializer for layer in spec.layers] == ["he_normal", "he_normal", "glorot_uniform"]
    assert (config, key) == (CONFIG, "quick-cnn")
    assert branched == []
    assert app.query_params["run"] == "1" * 32


def test_layer_is_named_in_its_place_and_words(visit, run_of):
    app = visit("train.py", run=run_of("somebody", [STARTED, STEPS, dataclasses.replace(EPOCH, health=(DEAD,))]))
    assert "In layer 6 (Dense 64, ReLU) 75.0 % of its outputs give 0 to every image that was tried." in card(app)
    assert "Start again from the same initial weights, with a learning rate of 0.001." in captions(app)


def test_refused_remedy_is_said_and_the_run_stays_selected(visit, run_of, monkeypatch):
    def refuse(*_args, **_options):
        raise QueueFullError("Too many runs wait already.")

    monkeypatch.setattr(lab.current().run_starter, "start_branch", refuse)
    run = run_of("somebody", [STARTED, STEPS, EPOCH, DIVERGED])
    app = visit("train.py", run=run)
    app.button(key="doctor-remedy").click().run()
    assert "Too many runs wait already." in "\n".join(error.value for error in app.error).replace("\\", "")
    assert app.query_params["run"] == run


def test_not_now_puts_one_kind_aside_for_one_run(visit, run_of):
    guessing = [STARTED, STEPS, dataclasses.replace(GUESSED, epoch=1), dataclasses.replace(GUESSED, epoch=2, loss=2.3)]
    first, second = run_of("somebody", guessing, config=SLOW), run_of("somebody", guessing, config=SLOW)
    app = visit("train.py", run=first)
    assert "No better than guessing" in card(app)
    app.button(key="doctor-not-now").click().run()
    assert "It learns slowly" in card(app)  # the next worst
    app.button(key="doctor-not-now").click().run()
    assert remedies(app) == []
    app.query_params["run"] = second
    app.run()
    assert "No better than guessing" in card(app)
