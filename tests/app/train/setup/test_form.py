"""Every setting has a field; what is out of bounds is said there and keeps Train off."""

from __future__ import annotations

import dataclasses
from typing import get_args

import numpy as np
import pytest

from core.recipes import recipe
from core.training.settings.augmentation import GENTLE, Augmentation
from core.training.settings.commands import DROPOUT_RATE
from core.training.settings.config import TrainingConfig
from core.training.settings.optimizers import Optimizer
from models.draft.draft import Draft
from pages.text.settings import Field
from tests.support.page_text import text_of
from tests.support.setup_page import button_keys, opened

pytestmark = pytest.mark.app


def test_every_setting_has_a_field_with_a_help_in_plain_words(visit):
    names = {field.name for field in dataclasses.fields(TrainingConfig)} - {"augmentation"}
    names |= {field.name for field in dataclasses.fields(Augmentation)}
    assert set(Field.NAMES) == names | {"augmentation", DROPOUT_RATE}
    shown = set()
    for link in (
        "quick-cnn~optimizer.sgd~schedule.step~patience.2",
        "quick-cnn~optimizer.rmsprop",
        "quick-cnn~optimizer.adamw",
    ):
        app = opened(visit("train.py", recipe=link), "how", "from", "long")
        fields = [*app.number_input, *app.selectbox, *app.toggle]
        shown |= {one.key.removeprefix("train-").replace("-", "_") for one in fields if one.help}
    assert names <= shown


@pytest.mark.parametrize(
    ("group", "name", "value", "why"),
    [
        (None, "epochs", 0, "Epochs must be a whole number from 1 to 200; got 0."),
        (None, "epochs", 10**9, "Epochs must be a whole number from 1 to 200; got 1000000000."),
        (None, "learning-rate", 0.0, "Learning rate must be a number from 0.000001 to 100; got 0.0."),
        (None, "batch-size", 0, "Batch size must be a whole number from 1 to 4,096; got 0."),
        ("how", "l2", -1.0, "L2 must be a number from 0 to 1; got -1.0."),
        ("from", "validation-fraction", 0.999, "Validation fraction must be a number from 0 to 0.5; got 0.999."),
        ("from", "wrong-label-fraction", 2.0, "Share of wrong labels must be a number from 0 to 1; got 2.0."),
        ("from", "zoom-fraction", 3.0, "Zoom must be a number from 0 to 1; got 3.0."),
        ("long", "patience", -1, "Patience must be a whole number from 0 to 200; got -1."),
        ("long", "seed", -5, "Seed must be a whole number from 0 to 2,147,483,647; got -5."),
    ],
)
def test_setting_out_of_bounds_is_said_at_its_field_and_keeps_train_off(visit, group, name, value, why):
    app = visit("train.py")
    if group:
        opened(app, group)
    app.number_input(key=f"train-{name}").set_value(value).run()
    errors = [error.value.replace("\\", "") for error in app.error]
    assert errors.count(why) == (2 if group else 1)  # at the field, and where the button was if it may be folded up
    assert "primary-train" not in button_keys(app)
    assert "recipe" not in app.query_params


def test_every_value_that_is_out_of_bounds_is_named_at_once(visit):
    app = opened(visit("train.py"), "long")
    app.number_input(key="train-epochs").set_value(0).run()
    app.number_input(key="train-batch-size").set_value(0).run()
    app.number_input(key="train-seed").set_value(-5).run()
    errors = " ".join(error.value.replace("\\", "") for error in app.error)
    for name in ("Epochs", "Batch size", "Seed"):
        assert f"{name} must be a whole number" in errors
    app.number_input(key="train-epochs").set_value(2).run()
    assert "Epochs must be" not in " ".join(error.value for error in app.error)
    assert "primary-train" not in button_keys(app)


def test_own_network_does_not_stand_beside_the_recipes_curve(visit):
    app = visit("train.py")
    assert "What Quick CNN reached" in text_of(app)
    flat = Draft.from_spec(recipe("quick-cnn").spec)
    app.session_state["train-draft"] = flat.changed(flat.layers[0].identity, "filters", 3)
    app.run()
    assert "What Quick CNN reached" not in text_of(app)
    assert "Your own network. It began as Quick CNN." in text_of(app)


def test_augmentation_stays_as_it_is_while_another_setting_is_refused(visit):
    app = opened(visit("train.py"), "from")
    app.number_input(key="train-learning-rate").set_value(0.0).run()
    assert app.button_group(key="train-augmentation").value == "off"


def test_network_of_ones_own_is_not_praised_as_the_recipes(visit):
    app = visit("train.py", recipe="quick-cnn~input.flat~layer.Dense-10-softmax")
    assert "Your own network. It began as Quick CNN." in text_of(app)
    assert "Two small convolutions" not in text_of(app)


def test_guess_belongs_to_one_set_up(visit):
    app = visit("train.py")
    app.number_input(key="train-guess").set_value(90.0).run()
    app.selectbox(key="train-recipe").set_value("softmax").run()
    assert app.number_input(key="train-guess").value is None


def test_forged_choice_is_refused_by_name(visit):
    app = visit("train.py")
    app.session_state["train-optimizer"] = "adagrad"
    app.run()
    assert f"Optimizer must be one of {', '.join(get_args(Optimizer))}; got 'adagrad'." in text_of(app)
    assert "primary-train" not in button_keys(app)


def test_network_that_does_not_fit_keeps_train_off_and_shows_where(visit):
    app = visit("train.py")
    flat = Draft.from_spec(recipe("quick-cnn").spec)
    app.session_state["train-draft"] = flat.removed(flat.layers[4].identity)  # Flatten
    app.run()
    assert "Put a Flatten layer before it." in text_of(app)
    assert "primary-train" not in button_keys(app)
    app.button(key="train-to-network").click().run()
    assert app.session_state["tab"] == "Network"


@pytest.mark.usefixtures("answering")
def test_strengths_of_augmentation_come_as_a_whole_or_one_by_one(visit, monkeypatch):
    monkeypatch.setattr("pages.state.cached.distorted", lambda *_: [])
    app = opened(visit("train.py"), "from")
    app.button_group(key="train-augmentation").set_value("gentle").run()
    assert app.number_input(key="train-rotation-degrees").value == GENTLE.rotation_degrees
    assert "rotation_degrees.8.0" in app.query_params["recipe"]
    app.number_input(key="train-rotation-degrees").set_value(20.0).run()
    assert app.button_group(key="train-augmentation").value == "own"
    app.button_group(key="train-augmentation").set_value("off").run()
    assert app.query_params["recipe"] == "quick-cnn"


def test_examples_of_augmentation_wait_for_the_network_and_then_come(visit, answering, monkeypatch):
    monkeypatch.setattr("pages.state.cached.distorted", lambda *_: [np.zeros((28, 28), np.uint8)])
    answering.is_awake = False
    app = opened(visit("train.py"), "from")
    app.button_group(key="train-augmentation").set_value("gentle").run()
    assert "The network is waking up (about 10 s). The examples appear then." in text_of(app)
    answering.waking_seconds = 83.0
    assert "The network is still waking up: 1 min 20 s so far. The examples appear then." in text_of(app.run())
    answering.is_awake = True
    assert "The examples appear then." not in text_of(app.run())
    assert not app.exception


def test_schedule_is_drawn_with_its_ends_in_words(visit):
    app = opened(visit("train.py", recipe="quick-cnn~schedule.one_cycle"), "how")
    (drawn,) = [one.proto.alt for one in app.get("echarts_chart") if "Learning rate over" in one.proto.alt]
    assert drawn.startswith("Learning rate over 3 epochs, one cycle: begins at 0.00012, is at most 0.003")


@pytest.mark.parametrize("guess", [-1.0, 101.0])
def test_guess_that_is_no_percentage_is_refused(visit, guess):
    app = visit("train.py")
    app.number_input(key="train-guess").set_value(guess).run()
    assert "Your guess must be a number from 0 to 100; got" in text_of(app)
    assert "primary-train" not in button_keys(app)


def test_guess_goes_along_with_the_run(visit, started):
    app = visit("train.py")
    app.number_input(key="train-guess").set_value(97.5).run()
    app.button(key="primary-train").click().run()
    assert started[0][2]["guess"] == 0.975


def test_whole_set_up_is_told_in_two_sentences(visit):
    link = "quick-cnn~wrong_label_fraction.0.1~patience.2~schedule.cosine~label_smoothing.0.2~warmup_epochs.1"
    app = visit("train.py", recipe=link)
    told = next(one.value for one in app.caption if one.value.startswith("A network of"))
    assert told.count(". ") == 1
    assert "A network of 7 layers goes 3 times through" in told
    assert "10 % of them with a wrong label" in told
    assert "by Adam at a learning rate that falls from 0.003 to 0 along a cosine, after 1 epoch of warm-up" in told
    assert "20 % of each label spread over all ten digits" in told
    assert "it ends early after 2 epochs without a lower validation loss." in told


def test_optimizer_brings_its_usual_learning_rate_where_the_usual_one_stood(visit):
    app = opened(visit("train.py", recipe="quick-cnn~learning_rate.0.001"), "how")
    app.selectbox(key="train-optimizer").set_value("sgd").run()
    assert app.number_input(key="train-learning-rate").value == 0.1
    app.selectbox(key="train-optimizer").set_value("lion").run()
    assert app.number_input(key="train-learning-rate").value == 0.0001
    assert app.number_input(key="train-beta-2").value == 0.99
    app.number_input(key="train-learning-rate").set_value(0.003).run()
    assert "A learning rate of 0.003 is about 30 times what Lion usually takes (0.0001)" in plain(app.warning[0])
    app.selectbox(key="train-optimizer").set_value("adam").run()
    assert app.number_input(key="train-beta-2").value == 0.999
    assert app.number_input(key="train-learning-rate").value == 0.003


def test_what_will_hardly_learn_is_warned_of_before_train_and_not_refused(visit):
    app = visit("train.py", recipe="quick-cnn~learning_rate.10")
    [warning] = app.warning
    assert "A learning rate of 10 is about 10,000 times what Adam usually takes (0.001)" in plain(warning)
    app.number_input(key="train-learning-rate").set_value(0.000001).run()
    assert "A learning rate of 0.000001 is about 1/1,000 of what Adam usually takes" in plain(app.warning[0])
    app.number_input(key="train-learning-rate").set_value(0.001).run()
    assert not app.warning
    layers = app.session_state["train-draft"].layers
    zero = dataclasses.replace(layers[0], settings=tuple((dict(layers[0].settings) | {"initializer": "zeros"}).items()))
    app.session_state["train-draft"] = dataclasses.replace(app.session_state["train-draft"], layers=(zero, *layers[1:]))
    app.run()
    assert plain(app.warning[0]).startswith("Layer 1 (Conv 16, ")
    assert "all its weights start at 0: with ReLU it then gives 0 for every picture" in plain(app.warning[0])
    assert app.button(key="primary-train")


def plain(warning) -> str:
    return warning.value.replace("\\", "")


def test_learning_rate_that_is_far_from_the_usual_one_is_said(visit):
    [warning] = visit("train.py", recipe="quick-cnn~optimizer.sgd").warning
    assert "A learning rate of 0.003 is about 1/33 of what SGD usually takes (0.1)" in plain(warning)
    assert not visit("train.py").warning


def test_own_network_that_a_recipe_took_the_place_of_is_brought_back(visit):
    app = visit("train.py", recipe="quick-cnn~layer.Flatten~layer.Dense-10-softmax")
    assert "7,850 parameters" in text_of(app)
    app.selectbox(key="train-recipe").set_value("tiny").run()
    assert "1,458 parameters" in text_of(app)
    app.button(key="train-bring-back").click().run()
    assert "7,850 parameters" in text_of(app)
    app.selectbox(key="train-recipe").set_value("quick-cnn").run()
    app.selectbox(key="train-recipe").set_value("tiny").run()
    assert "train-bring-back" not in [button.key for button in app.button]  # a recipe's network is lost to nobody
