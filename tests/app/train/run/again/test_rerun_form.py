"""After a run: what was guessed beside what it reached, and the same run again with one thing changed."""

from __future__ import annotations

import dataclasses

import pytest

from core import lab
from core.recipes import recipe
from core.training.record.events import RunEnded, RunSteered
from core.training.settings.augmentation import GENTLE
from core.training.settings.config import SETTINGS
from pages.text.settings import Field
from tests.support.page_text import text_of
from tests.support.written_runs import EPOCH, STARTED, STEPS, TEST

pytestmark = pytest.mark.app

ENDED = [STARTED, STEPS, EPOCH, TEST, RunEnded(outcome="finished", epoch=1)]


def test_one_setting_is_changed_and_all_else_stays(visit, run_of, branched):
    run = run_of("somebody", ENDED)
    app = visit("train.py", run=run)
    assert "change-train" not in [button.key for button in app.button]  # nothing is changed yet
    app.number_input(key=f"change-value-{run}-learning_rate").set_value(0.01).run()
    assert "It was 0.003." in text_of(app)
    app.button(key="change-train").click().run()
    quick = recipe("quick-cnn")
    assert branched == [(run, 0, quick.spec, dataclasses.replace(quick.config, learning_rate=0.01))]


def test_change_made_while_it_trained_is_named_and_not_repeated(visit, run_of, branched):
    steered = RunSteered(action="learning_rate", epoch=1, step=9, seconds=1.0, value=0.002)
    run = run_of("somebody", [STARTED, STEPS, steered, *ENDED[2:]])
    app = visit("train.py", run=run)
    app.number_input(key=f"change-value-{run}-learning_rate").set_value(0.01).run()
    assert "It was 0.003. The run was changed on the way: learning rate to 0.002; that is not done again." in text_of(
        app
    )


def test_dropout_is_offered_where_there_is_any(visit, run_of, branched, monkeypatch):
    run = run_of("somebody", ENDED)
    app = visit("train.py", run=run)
    options = app.selectbox(key=f"change-setting-{run}").options
    assert "Dropout rate" not in options
    assert "Momentum" not in options


def test_every_setting_that_does_something_is_offered_with_the_widths_of_layers(visit, run_of):
    run = run_of("somebody", ENDED)
    app = visit("train.py", run=run)
    options = app.selectbox(key=f"change-setting-{run}").options
    used = [name for name, row in SETTINGS.items() if row.group and recipe("quick-cnn").config.uses(name)]
    assert {Field.NAMES[name][0] for name in used} | {"Augmentation"} <= set(options)
    widths = ["Filters of layer 1 (Conv 16)", "Filters of layer 3 (Conv 32)", "Units of layer 6 (Dense 64)"]
    assert options[-3:] == widths
    for name in used:  # each can be drawn
        app.selectbox(key=f"change-setting-{run}").set_value(name).run()
        assert not app.exception
        assert "Change the value, then its run can be started." in text_of(app)


@pytest.fixture
def started(monkeypatch):
    """Return what runs were started with that are no branches; none is."""
    begun = []

    def start(spec, config, *, owner, nonce, recipe=""):
        begun.append((recipe, spec, config))
        return "0" * 32

    monkeypatch.setattr(lab.current().run_starter, "start", start)
    return begun


def test_other_seed_or_width_starts_from_other_initial_weights_and_says_so(visit, run_of, started):
    quick = recipe("quick-cnn")
    first, *others = quick.spec.layers
    wide = dataclasses.replace(quick.spec, layers=(dataclasses.replace(first, filters=24), *others))
    seeded = dataclasses.replace(quick.config, seed=5)
    for name, value in (("seed", 5), ("width-0", 24)):
        run = run_of("somebody", ENDED)
        app = visit("train.py", run=run)
        app.selectbox(key=f"change-setting-{run}").set_value(name).run()
        app.number_input(key=f"change-value-{run}-{name}").set_value(value).run()
        assert "It begins from other initial weights" in text_of(app)
        app.button(key="change-train").click().run()
    assert started == [("quick-cnn", quick.spec, seeded), ("quick-cnn", wide, quick.config)]


def test_augmentation_and_loss_are_chosen_by_name(visit, run_of, branched):
    run = run_of("somebody", ENDED)
    for name, value in (("augmentation", "gentle"), ("loss", "mean_squared_error")):
        app = visit("train.py", run=run)
        app.selectbox(key=f"change-setting-{run}").set_value(name).run()
        app.selectbox(key=f"change-value-{run}-{name}").set_value(value).run()
        app.button(key="change-train").click().run()
    quick = recipe("quick-cnn").config
    changed = [dataclasses.replace(quick, augmentation=GENTLE), dataclasses.replace(quick, loss="mean_squared_error")]
    assert [config for *_, config in branched] == changed


def test_more_training_images_than_the_run_had_can_be_asked_for(visit, run_of, branched):
    config = dataclasses.replace(recipe("quick-cnn").config, train_images=1_000)
    run = run_of("somebody", [dataclasses.replace(STARTED, train_images=1_000), *ENDED[1:]], config=config)
    app = visit("train.py", run=run)
    app.selectbox(key=f"change-setting-{run}").set_value("train_images").run()
    app.number_input(key=f"change-value-{run}-train_images").set_value(1_500).run()
    app.button(key="change-train").click().run()
    assert branched[0][3].train_images == 1_500


@pytest.mark.parametrize(
    ("setting", "value", "why"),
    [
        ("learning_rate", -1.0, "Learning rate must be a number from 0.000001 to 100; got -1.0."),
        ("batch_size", 0, "Batch size must be a whole number from 1 to 4,096; got 0."),
        ("epochs", 1000, "Epochs must be a whole number from 1 to 200; got 1000."),
        ("width-0", 0, "Filters must be a whole number from 1 to 512; got 0."),
    ],
)
def test_value_out_of_bounds_is_refused(visit, run_of, setting, value, why):
    run = run_of("somebody", ENDED)
    app = visit("train.py", run=run)
    app.selectbox(key=f"change-setting-{run}").set_value(setting).run()
    app.number_input(key=f"change-value-{run}-{setting}").set_value(value).run()
    assert why in text_of(app)
    assert "change-train" not in [button.key for button in app.button]


@pytest.mark.parametrize(
    ("guess", "told"),
    [
        (0.95, "You guessed 95 %; it reached 98.76 %: 3.8 points better than you thought."),
        (0.995, "You guessed 99.5 %; it reached 98.76 %: 0.7 points less than you thought."),
        (0.9876, "You guessed 98.76 %; it reached 98.76 %: exactly that."),
    ],
)
def test_guess_stands_beside_the_result_for_whoever_made_it(visit, run_of, guess, told):
    app = visit("train.py")
    run = run_of(app.session_state["owner"], ENDED, guess=guess)
    app.query_params["run"] = run
    app.run()
    assert told in text_of(app)
    assert "You guessed" not in text_of(visit("train.py", run=run))
