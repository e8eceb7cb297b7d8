import math

import pytest

from core.errors import ConfigError
from core.training.config import MAX_BATCH_SIZE, MAX_EPOCHS, TrainingConfig


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[pytest.param("epochs", value, id=f"C1 epochs {value}") for value in (0, -1, 10**9, "abc", 1.5, True, None)],
        *[
            pytest.param("learning_rate", value, id=f"C2 learning rate {value}")
            for value in (0, -1, math.nan, math.inf, "0.1", True)
        ],
        *[pytest.param("batch_size", value, id=f"C3 batch size {value}") for value in (0, 1.5, -8, 10**9, "128")],
        *[
            pytest.param("validation_fraction", value, id=f"C12 validation fraction {value}")
            for value in (0.999, -0.1, math.nan)
        ],
        pytest.param("optimizer", "sgdd", id="C10 unknown optimizer"),
        pytest.param("loss", "hinge", id="unknown loss"),
        pytest.param("validation_source", "first", id="unknown validation source"),
        pytest.param("seed", -1, id="seed below 0"),
    ],
)
def test_value_outside_its_bounds_is_refused_by_name(field, value):
    with pytest.raises(ConfigError) as caught:
        TrainingConfig(**{field: value})
    assert caught.value.fields["field"] == field
    assert ("nothing" if value is None else repr(value)[:20]) in caught.value.message


@pytest.mark.parametrize(
    ("field", "value"), [("epochs", 1), ("epochs", MAX_EPOCHS), ("batch_size", MAX_BATCH_SIZE), ("learning_rate", 1)]
)
def test_bounds_themselves_are_allowed(field, value):
    assert getattr(TrainingConfig(**{field: value}), field) == value


def test_batch_larger_than_the_data_is_refused():
    with pytest.raises(ConfigError, match="at most the number of training images, 100; got 128") as caught:
        TrainingConfig(batch_size=128).steps_per_epoch(100)
    assert caught.value.fields["field"] == "batch_size"


@pytest.mark.parametrize(
    ("images", "batch_size", "steps"), [(60000, 128, 469), (48000, 200, 240), (100, 100, 1), (101, 100, 2)]
)
def test_steps_per_epoch_count_the_smaller_last_batch(images, batch_size, steps):
    assert TrainingConfig(batch_size=batch_size).steps_per_epoch(images) == steps


def test_json_gives_the_same_settings_back():
    config = TrainingConfig(epochs=7, optimizer="rmsprop", validation_source="test", learning_rate=0.5, seed=3)
    assert TrainingConfig.from_json(config.to_json()) == config


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"schema": 99}, "schema version 99", id="C13 unknown schema version"),
        pytest.param({"epohcs": 3}, "no setting called 'epohcs'", id="C11 unknown key"),
        pytest.param({"epochs": "many"}, "Epochs must be a whole number", id="wrong type"),
    ],
)
def test_json_that_is_not_ours_is_refused(change, words):
    with pytest.raises(ConfigError, match=words):
        TrainingConfig.from_json(TrainingConfig().to_json() | change)


def test_json_without_a_setting_is_refused():
    values = TrainingConfig().to_json()
    del values["epochs"]
    with pytest.raises(ConfigError, match="'epochs' is missing"):
        TrainingConfig.from_json(values)


@pytest.mark.parametrize("values", [None, [], "x", 3])
def test_json_that_is_no_table_is_refused(values):
    with pytest.raises(ConfigError):
        TrainingConfig.from_json(values)
