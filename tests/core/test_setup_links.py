"""A set-up in an address: short, readable, the same when it comes back, and refused by name where it is wrong."""

from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given, settings

from core.errors import ConfigError, SpecError
from core.recipes import recipe, recipes
from core.setup_links import LONGEST, DraftSetUp, SetUp, link_text, read_link
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import SETTINGS
from models.draft.draft import Draft
from models.layers import Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from models.spec import FLAT, IMAGE, NetworkSpec
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
        ("quick-cnn~draft.Lambda-1", SpecError, "Layer 1 is of an unknown kind, 'Lambda'."),
        ("quick-cnn~draft.empty~draft.", SpecError, "Layer 1 is of an unknown kind, ''."),
        ("quick-cnn~draft.Flatten-3", SpecError, "Layer 1 (Flatten) has an unknown entry 'value 1'"),
        ("quick-cnn~draft.Dense-many", SpecError, "Units must be a whole number from 1 to 4,096; got 'many'."),
        ("quick-cnn~draft.Dense-" + "minus" * 2000 + "5", SpecError, "Units must be a whole number from 1 to 4,096"),
        ("quick-cnn~layer.Dense-" + "minus" * 2000 + "5", SpecError, "Units must be a whole number from 1 to 4,096"),
        ("quick-cnn~draft.Dense-minusminus5", SpecError, "Units must be a whole number from 1 to 4,096; got 'minusm"),
        ("quick-cnn~draft.Dense-1.5", SpecError, "Units must be a whole number from 1 to 4,096; got 1.5."),
        ("quick-cnn~draft.Dense-64-mish", SpecError, "Layer 1 (Dense): Activation must be one of"),
        ("quick-cnn~draft.Dropout-1_0", SpecError, "Dropout rate must be a number from 0 to 0.95; got '1_0'."),
        ("quick-cnn~epochs.0~draft.empty", ConfigError, "Epochs must be a whole number from 1 to 200; got 0."),
        ("quick-cnn" + "~draft.Flatten" * 61, SpecError, "A network has at most 30 layers; got 61."),
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


def draft_of(*edits) -> DraftSetUp:
    """Return Quick CNN as a draft after some edits."""
    draft = Draft.from_spec(QUICK.spec)
    for edit in edits:
        draft = edit(draft)
    return DraftSetUp(recipe=QUICK, draft=draft, config=dataclasses.replace(QUICK.config, epochs=2))


@pytest.mark.parametrize(
    ("set_up", "text"),
    [
        (draft_of(lambda draft: dataclasses.replace(draft, layers=())), "quick-cnn~epochs.2~draft.empty"),
        (
            draft_of(lambda draft: dataclasses.replace(draft, layers=(), input_shape=FLAT)),
            "quick-cnn~epochs.2~input.flat~draft.empty",
        ),
        (
            draft_of(lambda draft: draft.changed(0, "filters", -3).changed(0, "kernel_size", 29)),
            "quick-cnn~epochs.2~draft.Conv2D-minus3-29-1-valid-relu~",
        ),
        (draft_of(lambda draft: draft.changed(0, "filters", None)), "~draft.Conv2D-none-3-1-valid-relu~"),
        (draft_of(lambda draft: draft.added("Dropout", 0).changed(7, "rate", -0.5)), "~draft.Dropout-minus0.5~"),
        (draft_of(*[lambda draft: draft.added("Activation", 0)] * 31), "~draft.Activation-relu~"),
    ],
    ids=["empty", "empty, in a row", "out of bounds", "nothing typed", "below 0", "too many layers"],
)
def test_network_that_does_not_fit_yet_comes_back_as_it_was_left(set_up, text):
    link = link_text(set_up)
    assert text in link
    assert re.fullmatch(r"[A-Za-z0-9._~-]+", link)
    found = read_link(link)
    assert isinstance(found, DraftSetUp)
    assert found.config == set_up.config
    assert found.draft.input_shape == set_up.draft.input_shape
    assert [repr(layer.document) for layer in found.draft.layers] == [  # 16 is no 16.0
        repr(layer.document) for layer in set_up.draft.layers
    ]


@settings(max_examples=30, deadline=None)
@given(spec=networks())
def test_any_network_comes_back_as_a_draft(spec):
    set_up = DraftSetUp(recipe=QUICK, draft=Draft.from_spec(spec), config=QUICK.config)
    assert read_link(link_text(set_up)) == set_up


@pytest.mark.parametrize("value", [10**15, 1e300, "a~b", float("nan"), [1]], ids=repr)
def test_value_that_no_address_can_hold_is_left_out_of_a_draft(value):
    found = read_link(link_text(draft_of(lambda draft: draft.changed(0, "filters", value))))
    assert dict(found.draft.layers[0].settings)["filters"] is None


def test_whole_number_stands_for_a_number_in_a_draft_and_a_form_gets_what_it_can_show():
    found = read_link("quick-cnn~draft.Dropout-1")
    assert [type(value) for _, value in found.draft.layers[0].settings] == [float]
