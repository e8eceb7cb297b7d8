"""A run that is set up: from a recipe, by hand, or from an address; what does not fit is said and cannot start."""

from __future__ import annotations

import dataclasses
import shutil
from types import SimpleNamespace

import numpy as np
import pytest

from core import lab
from core.recipes import recipe
from core.training.settings.augmentation import GENTLE, Augmentation
from core.training.settings.config import TrainingConfig
from models.draft.draft import Draft
from pages.state import cached
from pages.text.settings import Field

pytestmark = pytest.mark.app


def said(app) -> str:
    kinds = (app.markdown, app.caption, app.error, app.warning, app.info, app.subheader)
    return "\n".join(element.value for kind in kinds for element in kind).replace("\\", "")


def keys(app) -> list[str]:
    return [button.key for button in app.button]


def opened(app, *groups: str):
    for group in groups:
        app.session_state[f"train-door-{group}"] = True
    return app.run()


@pytest.fixture
def started(monkeypatch):
    """Collect what would be started; nothing trains."""
    asked = []

    def start_run(spec, config, **rest):
        asked.append((spec, config, rest))
        return "0" * 32

    monkeypatch.setattr(lab.current().run_starter, "start", start_run)
    return asked


def test_address_fills_the_form_in_and_starts_nothing(visit, started):
    link = "article-1a~epochs.5~optimizer.sgd~momentum.0.9~shift_pixels.1.5~layer.Dense-32-relu~layer.Dense-10-softmax"
    app = visit("train.py", recipe=link)
    assert app.selectbox(key="train-recipe").value == "article-1a"
    assert app.number_input(key="train-epochs").value == 5
    opened(app, "how", "from")
    assert app.selectbox(key="train-optimizer").value == "sgd"
    assert app.number_input(key="train-momentum").value == 0.9
    assert app.number_input(key="train-shift-pixels").value == 1.5
    assert "25,450 parameters" in said(app)
    assert "Changed from Article 1: dense, 512 and 512" in said(app)
    assert app.query_params["recipe"] == link
    assert started == []
    app.button(key="primary-train").click().run()
    ((spec, config, rest),) = started
    assert [row.text for row in spec.rows()] == ["Dense 32, ReLU", "Dense 10, softmax"]
    assert (config.epochs, config.optimizer, config.momentum) == (5, "sgd", 0.9)
    assert config.augmentation == Augmentation(shift_pixels=1.5)
    assert rest["recipe"] == "article-1a"


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("nothing", "There is no recipe called 'nothing'."),
        ("quick-cnn~epoch.5", "There is no setting called 'epoch'."),
        ("quick-cnn~learning_rate.inf", "Learning rate must be a number from 0.000001 to 100; got inf."),
        ("quick-cnn~layer.Conv2D-8-28~layer.MaxPooling2D~layer.Flatten~layer.Dense-10", "Layer 2 does not fit"),
        ("x" * 100_000, "A set-up in an address has at most 12,000 characters; got 100,000."),
    ],
    ids=range(5),
)
def test_address_that_asks_for_what_cannot_be_is_refused_and_nothing_is_lost(visit, link, why):
    app = visit("train.py", recipe=link)
    assert why in said(app)
    assert app.number_input(key="train-epochs").value == 3
    assert app.query_params["recipe"] == "quick-cnn"
    app.button(key="link-go-on").click().run()
    assert why not in said(app)
    assert "primary-train" in keys(app)


def test_refused_address_can_be_put_aside_while_the_network_does_not_fit(visit):
    app = visit("train.py")
    flat = Draft.from_spec(recipe("quick-cnn").spec)
    app.session_state["train-draft"] = flat.removed(flat.layers[4].identity)
    app.query_params["recipe"] = "nothing"
    app.run()
    assert "There is no recipe called 'nothing'." in said(app)
    app.button(key="link-go-on").click().run()
    assert "There is no recipe called" not in said(app)


LARGE = "article-1a~epochs.200~optimizer.adam~layer.Dense-4096-relu~layer.Dense-4000-relu~layer.Dense-10-softmax"


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        (
            "article-1a~epochs.5~layer.Dense-32-relu~layer.Dense-10-softmax",
            "It keeps the weights of every epoch: 0.8 MB on the disk.",
        ),
        (
            LARGE,
            "It keeps the weights of the best epoch, the last and every 50th: about 864 MB on the disk, "
            "instead of 19.2 GB.",
        ),
        (
            f"{LARGE}~validation_source.last~validation_fraction.0",
            "It keeps the weights of the last epoch and every 50th: about 864 MB on the disk, instead of 19.2 GB.",
        ),
    ],
    ids=["every epoch", "some", "some, and none is best"],
)
def test_room_on_the_disk_is_said_before_the_click(visit, started, link, sentence):
    app = visit("train.py", recipe=link)
    assert sentence in said(app)
    assert "has 5.0 MB left" not in said(app)


def test_disk_with_too_little_room_is_said_before_the_click_and_refuses_nothing(visit, started, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=5_000_000))
    app = visit("train.py", recipe=LARGE)
    assert "This run will write about 864 MB, and the disk has 5.0 MB left." in said(app)
    assert not app.button(key="primary-train").disabled


def test_change_is_marked_is_in_the_address_and_has_a_way_back(visit):
    app = visit("train.py")
    assert "Changed from" not in said(app)
    app.number_input(key="train-epochs").set_value(7).run()
    assert "Changed from Quick CNN" in said(app)
    assert app.query_params["recipe"] == "quick-cnn~epochs.7"
    app.button(key="train-back").click().run()
    assert app.number_input(key="train-epochs").value == 3
    assert "Changed from" not in said(app)
    assert app.query_params["recipe"] == "quick-cnn"


def test_address_that_was_left_by_going_back_is_not_written_again(visit):
    app = visit("train.py")
    assert "recipe" not in app.query_params  # it stands for what is at hand; one more step would trap the Back button
    app.number_input(key="train-epochs").set_value(7).run()
    del app.query_params["recipe"]
    app.run()
    assert "recipe" not in app.query_params
    assert app.number_input(key="train-epochs").value == 7
    app.switch_page("browse.py").run()
    app.switch_page("train.py").run()
    assert app.query_params["recipe"] == "quick-cnn~epochs.7"


def test_going_back_in_the_browser_undoes_a_change(visit, monkeypatch):
    monkeypatch.setattr("pages.state.set_up_link.SECOND_CHANGE_SECONDS", 0.0)
    app = visit("train.py")
    app.number_input(key="train-epochs").set_value(7).run()
    app.query_params["recipe"] = "quick-cnn"
    app.run()
    assert app.number_input(key="train-epochs").value == 3


def test_quick_second_click_with_the_older_address_undoes_nothing(visit):
    app = visit("train.py")
    app.number_input(key="train-epochs").set_value(7).run()
    app.query_params["recipe"] = "quick-cnn"
    app.number_input(key="train-batch-size").set_value(64).run()
    assert app.number_input(key="train-epochs").value == 7
    assert app.query_params["recipe"] == "quick-cnn~epochs.7~batch_size.64"


def test_address_that_was_passed_over_does_not_come_back_later(visit, monkeypatch):
    app = visit("train.py")
    app.number_input(key="train-epochs").set_value(7).run()
    app.number_input(key="train-batch-size").set_value(64).run()
    app.query_params["recipe"] = "quick-cnn~epochs.7"  # Back, within two seconds
    app.run()
    assert app.query_params["recipe"] == "quick-cnn~epochs.7~batch_size.64"
    monkeypatch.setattr("pages.state.set_up_link.SECOND_CHANGE_SECONDS", 0.0)
    app.number_input(key="train-epochs").set_value(9).run()
    assert app.number_input(key="train-batch-size").value == 64


def test_every_setting_has_a_field_with_a_help_in_plain_words(visit):
    names = {field.name for field in dataclasses.fields(TrainingConfig)} - {"augmentation"}
    names |= {field.name for field in dataclasses.fields(Augmentation)}
    assert set(Field.NAMES) == names
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
    ("door", "name", "value", "why"),
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
def test_setting_out_of_bounds_is_said_at_its_field_and_keeps_train_off(visit, door, name, value, why):
    app = visit("train.py")
    if door:
        opened(app, door)
    app.number_input(key=f"train-{name}").set_value(value).run()
    errors = [error.value.replace("\\", "") for error in app.error]
    assert errors.count(why) == (2 if door else 1)  # at the field, and where the button was if it may be folded up
    assert "primary-train" not in keys(app)
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
    assert "primary-train" not in keys(app)


def test_own_network_does_not_stand_beside_the_recipes_curve(visit):
    app = visit("train.py")
    assert "What Quick CNN reached" in said(app)
    flat = Draft.from_spec(recipe("quick-cnn").spec)
    app.session_state["train-draft"] = flat.changed(flat.layers[0].identity, "filters", 3)
    app.run()
    assert "What Quick CNN reached" not in said(app)
    assert "Your own network. It began as Quick CNN." in said(app)


@pytest.fixture
def bundled(bundled_dataset, monkeypatch):
    """Let the digits that need no download be the data set at hand."""
    monkeypatch.setattr(cached, "dataset", lambda: bundled_dataset)


@pytest.mark.usefixtures("bundled")
def test_recipe_is_unchanged_where_the_data_set_holds_out_another_share(visit, started):
    app = visit("train.py")
    assert "Changed from" not in said(app)
    assert "recipe" not in app.query_params
    assert "3,500 training images" in said(app)
    assert "The last 500 training images only check it" in said(app)
    app.button(key="primary-train").click().run()
    ((_, config, _),) = started
    assert config == dataclasses.replace(recipe("quick-cnn").config, validation_fraction=0.125)


@pytest.mark.usefixtures("real_mnist")
def test_measured_figure_is_of_all_of_mnist(visit, bundled_dataset, monkeypatch):
    app = visit("train.py")
    assert "With all of MNIST" not in said(app)
    assert "What Quick CNN reached when it was measured" in said(app)
    monkeypatch.setattr(cached, "dataset", lambda: bundled_dataset)
    app.run()
    assert "With all of MNIST it read 98" in said(app)
    assert "What Quick CNN reached with all of MNIST when it was measured" in said(app)


@pytest.mark.usefixtures("real_mnist")
def test_set_up_follows_when_the_whole_of_mnist_arrives_and_what_was_chosen_stays(visit, bundled_dataset, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(cached, "dataset", lambda: bundled_dataset)
        app, other = visit("train.py"), opened(visit("train.py"), "from")
        other.number_input(key="train-validation-fraction").set_value(0.25).run()
    app.run()
    other.run()
    assert "The last 6,000 training images only check it" in said(app)
    assert "Changed from" not in said(app)
    assert "The last 15,000 training images only check it" in said(other)
    assert "Changed from Quick CNN" in said(other)


def test_more_images_than_there_are_is_refused(visit):
    app = opened(visit("train.py"), "from")
    app.number_input(key="train-train-images").set_value(60_000).run()
    assert "Training images must be at most those that are not held out" in said(app)
    assert "primary-train" not in keys(app)


def test_batches_that_would_fill_the_memory_are_refused_and_nothing_is_rehearsed(visit, monkeypatch):
    wanted = []
    monkeypatch.setattr(lab.current().epoch_times, "_request_benchmark", wanted.append)
    wide = "~layer.Conv2D-64-3-1-same-relu" * 15
    app = visit("train.py", recipe=f"quick-cnn~batch_size.4096{wide}~layer.Flatten~layer.Dense-10-softmax")
    assert "Batch size 4,096 would take about 25," in said(app)
    assert "primary-train" not in keys(app)
    assert wanted == []


def test_augmentation_stays_as_it_is_while_another_setting_is_refused(visit):
    app = opened(visit("train.py"), "from")
    app.number_input(key="train-learning-rate").set_value(0.0).run()
    assert app.button_group(key="train-augmentation").value == "off"


def test_network_of_ones_own_is_not_praised_as_the_recipes(visit):
    app = visit("train.py", recipe="quick-cnn~input.flat~layer.Dense-10-softmax")
    assert "Your own network. It began as Quick CNN." in said(app)
    assert "Two small convolutions" not in said(app)


def test_guess_belongs_to_one_set_up(visit):
    app = visit("train.py")
    app.number_input(key="train-guess").set_value(90.0).run()
    app.selectbox(key="train-recipe").set_value("softmax").run()
    assert app.number_input(key="train-guess").value is None


def test_forged_choice_is_refused_by_name(visit):
    app = visit("train.py")
    app.session_state["train-optimizer"] = "adagrad"
    app.run()
    assert "Optimizer must be one of adam, adamw, rmsprop, sgd; got 'adagrad'." in said(app)
    assert "primary-train" not in keys(app)


def test_network_that_does_not_fit_keeps_train_off_and_shows_where(visit):
    app = visit("train.py")
    flat = Draft.from_spec(recipe("quick-cnn").spec)
    app.session_state["train-draft"] = flat.removed(flat.layers[4].identity)  # Flatten
    app.run()
    assert "Put a Flatten layer before it." in said(app)
    assert "primary-train" not in keys(app)
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
    assert "The network is waking up (about 10 s). The examples appear then." in said(app)
    answering.waking_seconds = 83.0
    assert "The network is still waking up: 1 min 20 s so far. The examples appear then." in said(app.run())
    answering.is_awake = True
    assert "The examples appear then." not in said(app.run())
    assert not app.exception


def test_schedule_is_drawn_with_its_ends_in_words(visit):
    app = opened(visit("train.py", recipe="quick-cnn~schedule.one_cycle"), "how")
    (drawn,) = [one.proto.alt for one in app.get("echarts_chart") if "Learning rate over" in one.proto.alt]
    assert drawn.startswith("Learning rate over 3 epochs, one cycle: begins at 0.00012, is at most 0.003")


@pytest.mark.parametrize("guess", [-1.0, 101.0])
def test_guess_that_is_no_percentage_is_refused(visit, guess):
    app = visit("train.py")
    app.number_input(key="train-guess").set_value(guess).run()
    assert "Your guess must be a number from 0 to 100; got" in said(app)
    assert "primary-train" not in keys(app)


def test_guess_goes_along_with_the_run(visit, started):
    app = visit("train.py")
    app.number_input(key="train-guess").set_value(97.5).run()
    app.button(key="primary-train").click().run()
    assert started[0][2]["guess"] == 0.975


def test_whole_set_up_is_told_in_two_sentences(visit):
    app = visit("train.py", recipe="quick-cnn~wrong_label_fraction.0.1~patience.2~schedule.cosine")
    told = next(one.value for one in app.caption if one.value.startswith("A network of"))
    assert told.count(". ") == 1
    assert "A network of 7 layers goes 3 times through" in told
    assert "10 % of them with a wrong label" in told
    assert "by Adam at a learning rate that falls from 0.003 to 0 along a cosine" in told
    assert "it ends early after 2 epochs without a lower validation loss." in told
