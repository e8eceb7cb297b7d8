"""A set-up in an address: short, readable, the same when it comes back, and refused by name where it is wrong."""

from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given, settings

from core.errors import ConfigError, SpecError
from core.recipes import recipe, recipes
from core.setup_links import LONGEST, SetUp, link_text, read_link
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import SETTINGS
from models.layers import Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from models.spec import IMAGE, NetworkSpec
from tests.support.random_networks import networks

QUICK = recipe("quick-cnn")


def changed(spec=None, **config) -> SetUp:
    return SetUp(recipe=QUICK, spec=spec or QUICK.spec, config=dataclasses.replace(QUICK.config, **config))


@pytest.mark.parametrize("one", recipes(), ids=lambda one: one.key)
def test_recipe_as_it_is_is_its_key(one):
    set_up = SetUp(recipe=one, spec=one.spec, config=one.config)
    assert link_text(set_up) == one.key
    assert read_link(one.key) == set_up
    assert not set_up.is_changed


def test_only_what_was_changed_is_written():
    set_up = changed(epochs=5, learning_rate=1e-6, restore_best=False, augmentation=Augmentation(rotation_degrees=10.0))
    assert link_text(set_up) == ("quick-cnn~epochs.5~learning_rate.0.000001~restore_best.off~rotation_degrees.10.0")
    assert read_link(link_text(set_up)) == set_up
    assert set_up.is_changed


@pytest.mark.parametrize(("name", "row"), SETTINGS.items())
def test_every_setting_comes_back(name, row):
    before = getattr(QUICK.config, name)
    others = (not before,) if row.kind is bool else row.choices or (row.kind(row.high), row.kind(row.low))
    value = next(value for value in others if value != before)
    set_up = changed(**{"epochs": 9, name: value})
    assert f"~{name}." in link_text(set_up)
    assert read_link(link_text(set_up)) == set_up


def test_network_is_written_layer_by_layer_without_what_is_usual():
    layers = (
        Conv2D(filters=8, kernel_size=5, padding="same", activation="relu"),
        MaxPooling2D(pool_size=3, strides=2),
        Flatten(),
        Dropout(rate=0.25),
        Dense(units=10, activation="softmax"),
    )
    set_up = changed(spec=NetworkSpec(input_shape=IMAGE, layers=layers))
    assert link_text(set_up) == (
        "quick-cnn~layer.Conv2D-8-5-1-same-relu~layer.MaxPooling2D-3-2~layer.Flatten~layer.Dropout-0.25"
        "~layer.Dense-10-softmax"
    )
    assert read_link(link_text(set_up)) == set_up


@settings(max_examples=60, deadline=None)
@given(spec=networks())
def test_any_network_comes_back_equal(spec):
    set_up = changed(spec=spec, validation_fraction=1 / 6)
    text = link_text(set_up)
    assert re.fullmatch(r"[A-Za-z0-9._~-]+", text)
    assert len(text) <= LONGEST
    assert read_link(text) == set_up


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("", ConfigError, "There is no recipe called ''. Known: quick-cnn"),
        ("../../x", ConfigError, "There is no recipe called '../../x'."),
        ("quick-cnn~epoch.5", ConfigError, "There is no setting called 'epoch'. Known: "),
        ("quick-cnn~epochs", ConfigError, "Epochs must be a whole number; got ''."),
        ("quick-cnn~epochs.abc", ConfigError, "Epochs must be a whole number; got 'abc'."),
        ("quick-cnn~epochs.1_0", ConfigError, "Epochs must be a whole number; got '1_0'."),
        ("quick-cnn~input.foo", ConfigError, "Input must be one of flat, image; got 'foo'."),
        ("quick-cnn~epochs.0", ConfigError, "Epochs must be a whole number from 1 to 200; got 0."),
        ("quick-cnn~epochs.1000000000", ConfigError, "Epochs must be a whole number from 1 to 200"),
        ("quick-cnn~learning_rate.nan", ConfigError, "Learning rate must be a number from 0.000001 to 100; got nan."),
        ("quick-cnn~optimizer.adagrad", ConfigError, "Optimizer must be one of adam, adamw, rmsprop, sgd"),
        ("quick-cnn~nesterov.maybe", ConfigError, "Nesterov must be on or off; got 'maybe'."),
        ("quick-cnn~validation_fraction.0.999", ConfigError, "Validation fraction must be a number from 0 to 0.5"),
        ("quick-cnn~shift_pixels.99", ConfigError, "Shift must be a number from 0 to 14"),
        ("quick-cnn~layer.Lambda-1", SpecError, "Layer 1 is of an unknown kind, 'Lambda'."),
        ("quick-cnn~layer.Flatten~layer.Dense", SpecError, "Layer 2 (Dense) lacks the entry 'units'."),
        ("quick-cnn~layer.Flatten-3", SpecError, "Layer 1 (Flatten) has an unknown entry 'value 1'"),
        ("quick-cnn~layer.Flatten~layer.Dense-10-mish", SpecError, "Layer 2 (Dense): Activation must be one of"),
        ("quick-cnn~layer.Conv2D-8-29~layer.Flatten~layer.Dense-10", SpecError, "Kernel size must be a whole number"),
        ("quick-cnn~layer.Dropout-1.0", SpecError, "Dropout rate must be a number from 0 to 0.95; got 1.0."),
        (
            "quick-cnn~" + "layer.Flatten~" * 31 + "layer.Dense-10",
            SpecError,
            "A network has at most 30 layers; got 32.",
        ),
        ("quick-cnn~input.flat", SpecError, "Conv2D needs rows, columns and channels"),
        ("q" * 1_000_000, ConfigError, "A set-up in an address has at most 12,000 characters; got 1,000,000."),
    ],
)
def test_what_is_wrong_is_refused_by_name(text, kind, said):
    with pytest.raises(kind, match=re.escape(said)):
        read_link(text)


def test_address_that_names_no_share_stands_for_the_data_sets_own():
    found = read_link("quick-cnn~epochs.5", validation_fraction=0.125)
    assert found.config == dataclasses.replace(QUICK.config, epochs=5, validation_fraction=0.125)
    assert link_text(found) == "quick-cnn~epochs.5"
    assert not read_link("quick-cnn", validation_fraction=0.125).is_changed
    own = read_link("quick-cnn~validation_fraction.0.1", validation_fraction=0.125)
    assert own.config == QUICK.config
    assert link_text(own) == "quick-cnn~validation_fraction.0.1"
