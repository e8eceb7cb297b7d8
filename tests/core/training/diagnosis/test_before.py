"""What is said of a set-up before it trains."""

import dataclasses

import pytest

from core.recipes import recipes
from core.training.diagnosis.before import rate_far_off, zero_starts
from core.training.diagnosis.remedies import CurrentSetup
from core.training.settings.config import TrainingConfig
from models.layers import Activation, BatchNormalization, Dense
from models.mlp import mlp


@pytest.mark.parametrize("recipe", recipes(), ids=lambda recipe: recipe.key)
def test_no_recipe_is_warned_of(recipe):
    assert rate_far_off(recipe.config) is None
    assert zero_starts(recipe.spec.layers) == {}


@pytest.mark.parametrize(
    ("settings", "usual"),
    [
        ({"learning_rate": 0.01}, 0.001),
        ({"learning_rate": 0.03, "schedule": "one_cycle"}, 0.001),
        ({"learning_rate": 0.00009}, 0.001),
        ({"optimizer": "sgd", "learning_rate": 0.009}, 0.1),
        ({"optimizer": "sgd", "learning_rate": 0.2, "momentum": 0.9}, 0.01),
        ({"optimizer": "lion", "learning_rate": 0.002}, 0.0001),
    ],
)
def test_rate_beyond_ten_times_or_a_tenth_of_the_usual_one_is_far_off(settings, usual):
    found = rate_far_off(TrainingConfig(**settings))
    assert (found.learning_rate, found.usual_rate) == (settings["learning_rate"], usual)
    assert found.is_high == (settings["learning_rate"] > usual)


@pytest.mark.parametrize("rate", [0.0099, 0.001, 0.0001])
def test_rate_within_them_is_not(rate):
    assert rate_far_off(TrainingConfig(learning_rate=rate)) is None


def test_one_cycle_may_reach_three_times_as_high_to_the_warning_and_to_the_doctor():
    config = TrainingConfig(learning_rate=0.029, schedule="one_cycle")
    assert rate_far_off(config) is None
    assert not CurrentSetup(spec=mlp(hidden=(8,), dropout=0), config=config).rate_is_high


def test_doctor_calls_high_and_low_what_was_warned_of():
    for rate in (10.0, 0.01, 0.00009, 1e-6):
        config = TrainingConfig(learning_rate=rate)
        setup = CurrentSetup(spec=mlp(hidden=(8,), dropout=0), config=config)
        assert setup.rate_is_high or setup.rate_is_low
        assert rate_far_off(config).is_high == setup.rate_is_high


def test_hidden_layers_that_start_at_zero_are_named_with_the_function_behind_them():
    zero = Dense(units=8, initializer="zeros")
    layers = (
        zero,
        BatchNormalization(),
        Activation(function="relu"),
        Dense(units=8),
        dataclasses.replace(zero, activation="tanh"),
        dataclasses.replace(zero, units=10),
    )
    assert zero_starts(layers) == {0: "relu", 4: "tanh"}
    assert zero_starts(()) == {}
