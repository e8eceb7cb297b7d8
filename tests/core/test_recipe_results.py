"""What each recipe reached: a measurement for each, of what the recipe is today, read back as it was written."""

import dataclasses
import json

import pytest

from core.recipe_results import EpochResult, RecipeResult, recipe_result
from core.recipes import recipe, recipes
from core.training.settings.config import TrainingConfig
from models.mlp import mlp

KEYS = [one.key for one in recipes()]
SPEC, CONFIG = mlp(hidden=(), dropout=0.0), TrainingConfig(epochs=2)
FOUND = RecipeResult(
    spec=SPEC,
    config=CONFIG,
    correct=9_150,
    count=10_000,
    seconds=3.5,
    epochs=(
        EpochResult(loss=0.5, accuracy=0.87, validation_loss=0.3, validation_accuracy=0.91),
        EpochResult(loss=0.3, accuracy=0.91, validation_loss=None, validation_accuracy=None),
    ),
    date="2026-11-26",
    cores=2,
    processor="Intel Xeon",
)

FIRST_SCHEMA = {  # its settings
    *("epochs", "batch_size", "learning_rate", "optimizer", "loss"),
    *("validation_source", "validation_fraction", "seed"),
}


@pytest.mark.parametrize("key", KEYS)
def test_each_recipe_was_measured_as_it_is_today(key):
    found, today = recipe_result(key), recipe(key)
    assert found is not None, f"run `python -m benchmarks.recipes --only {key}`"
    assert found.is_of(today.spec, today.config), f"changed since: run `python -m benchmarks.recipes --only {key}`"


@pytest.mark.parametrize("key", KEYS)
def test_each_measurement_is_whole(key):
    found = recipe_result(key)
    assert found.count == 10_000
    assert len(found.epochs) == found.config.epochs
    has_validation = recipe(key).config.validation_fraction > 0 or recipe(key).config.validation_source == "test"
    assert {epoch.validation_accuracy is not None for epoch in found.epochs} == {has_validation}
    assert found.epochs[-1].accuracy > found.epochs[0].accuracy
    assert found.seconds > 0
    assert found.cores >= 1
    assert len(found.date) == len("2026-11-26")


@pytest.mark.parametrize(
    ("key", "least"), [("quick-cnn", 0.98), ("softmax", 0.91), ("tiny", 0.97), ("quick-99", 0.99), ("lenet-5", 0.98)]
)
def test_recipe_reached_what_it_promises(key, least):
    assert recipe_result(key).accuracy >= least


def test_nothing_is_told_of_what_was_never_measured():
    assert recipe_result("no such recipe") is None


def test_measurement_belongs_to_one_network_and_its_settings():
    assert FOUND.is_of(mlp(hidden=(), dropout=0.0), TrainingConfig(epochs=2))
    assert not FOUND.is_of(mlp(hidden=(16,), dropout=0.0), CONFIG)
    assert not FOUND.is_of(SPEC, dataclasses.replace(CONFIG, seed=1))


def test_measurement_is_read_as_it_was_written():
    assert FOUND.accuracy == 0.915
    assert RecipeResult.from_json(json.loads(json.dumps(FOUND.to_json()))) == FOUND


def test_setting_that_is_newer_than_the_measurement_has_its_default():
    document = FOUND.to_json()
    document["config"] = {name: value for name, value in document["config"].items() if name in FIRST_SCHEMA}
    document["config"]["schema"] = 1
    assert RecipeResult.from_json(document) == FOUND
