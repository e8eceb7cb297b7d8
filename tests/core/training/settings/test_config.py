import dataclasses
import json
import math

import pytest

from core.errors import ConfigError
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import MAX_BATCH_SIZE, MAX_EPOCHS, TrainingConfig


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
            for value in (0.999, 0.51, -0.1, math.nan, math.inf, "abc", None)
        ],
        pytest.param("optimizer", "sgdd", id="C10 unknown optimizer"),
        pytest.param("loss", "hinge", id="unknown loss"),
        pytest.param("schedule", "linear", id="unknown schedule"),
        pytest.param("validation_source", "first", id="unknown validation source"),
        *[pytest.param("seed", value, id=f"seed {value}") for value in (-1, 2**31, True, 1.0, None)],
    ],
)
def test_value_outside_its_bounds_is_refused_by_name(field, value):
    with pytest.raises(ConfigError) as caught:
        TrainingConfig(**{field: value})
    assert caught.value.fields["field"] == field
    assert ("nothing" if value is None else repr(value)[:20]) in str(caught.value)


@pytest.mark.parametrize(
    ("field", "value"), [("epochs", 1), ("epochs", MAX_EPOCHS), ("batch_size", MAX_BATCH_SIZE), ("learning_rate", 1)]
)
def test_bounds_themselves_are_allowed(field, value):
    assert getattr(TrainingConfig(**{field: value}), field) == value


@pytest.mark.parametrize("value", [0.05, -1.0, 10.5, math.nan, True, "1", None])
def test_clip_norm_is_off_or_within_its_bounds(value):
    assert [TrainingConfig(clip_norm=allowed).clip_norm for allowed in (0, 0.1, 10)] == [0, 0.1, 10]
    with pytest.raises(ConfigError, match=r"Gradient clipping must be 0 for off, or a number from 0\.1 to 10; got"):
        TrainingConfig(clip_norm=value)


def test_lion_needs_a_mean_gradient():
    assert TrainingConfig(beta_1=0.0).beta_1 == 0
    with pytest.raises(ConfigError, match="Beta 1 must be above 0 with Lion; got 0") as refused:
        TrainingConfig(optimizer="lion", beta_1=0.0)
    assert refused.value.fields["field"] == "beta_1"


@pytest.mark.parametrize("epochs", [1, 2])
def test_warm_up_leaves_an_epoch(epochs):
    with pytest.raises(ConfigError, match=f"Warm-up epochs must be fewer than all epochs, {epochs}; got 2") as refused:
        TrainingConfig(epochs=epochs, warmup_epochs=2, schedule="cosine")
    assert refused.value.fields["field"] == "warmup_epochs"
    assert TrainingConfig(epochs=epochs, warmup_epochs=2, schedule="one_cycle").warmup == 0  # it rises by itself
    assert TrainingConfig(epochs=3, warmup_epochs=2).warmup == 2


def test_batch_larger_than_the_data_is_refused():
    with pytest.raises(ConfigError, match="at most the number of training images, 100; got 128") as caught:
        TrainingConfig(batch_size=128).steps_per_epoch(100)
    assert caught.value.fields["field"] == "batch_size"


@pytest.mark.parametrize(
    ("images", "batch_size", "steps"), [(60000, 128, 469), (48000, 200, 240), (100, 100, 1), (101, 100, 2)]
)
def test_steps_per_epoch_count_the_smaller_last_batch(images, batch_size, steps):
    assert TrainingConfig(batch_size=batch_size).steps_per_epoch(images) == steps


def test_augmentation_that_is_none_is_refused():
    with pytest.raises(ConfigError, match="got dict") as caught:
        TrainingConfig(augmentation={"shift_pixels": 2})
    assert caught.value.fields["field"] == "augmentation"


def test_json_gives_the_same_settings_back():
    config = TrainingConfig(
        epochs=7,
        optimizer="rmsprop",
        validation_source="test",
        learning_rate=0.5,
        schedule="one_cycle",
        augmentation=Augmentation(rotation_degrees=12.5, elastic_pixels=0.7, elastic_scale_pixels=3),
        seed=3,
    )
    assert TrainingConfig.from_json(json.loads(json.dumps(config.to_json()))) == config


OF_SCHEMA_1 = {
    "schema": 1,
    "epochs": 20,
    "batch_size": 128,
    "learning_rate": 0.001,
    "optimizer": "rmsprop",
    "loss": "categorical_crossentropy",
    "validation_source": "test",
    "validation_fraction": 0.1,
    "seed": 4,
}


OF_SCHEMA_2 = {
    "schema": 2,
    "epochs": 20,
    "batch_size": 128,
    "learning_rate": 0.001,
    "optimizer": "rmsprop",
    "loss": "categorical_crossentropy",
    "validation_source": "test",
    "validation_fraction": 0.1,
    "seed": 4,
    "schedule": "cosine",
    "augmentation": {
        "shift_pixels": 2.0,
        "rotation_degrees": 0.0,
        "zoom_fraction": 0.0,
        "shear_degrees": 0.0,
        "elastic_pixels": 0.0,
        "elastic_scale_pixels": 4.0,
    },
}
OF_SCHEMA_3 = OF_SCHEMA_2 | {
    "schema": 3,
    "momentum": 0.5,
    "nesterov": False,
    "rho": 0.9,
    "beta_1": 0.9,
    "beta_2": 0.999,
    "epsilon": 1e-7,
    "weight_decay": 0.004,
    "step_epochs": 1,
    "step_factor": 0.5,
    "l2": 0.001,
    "patience": 3,
    "restore_best": False,
    "train_images": 1000,
    "wrong_label_fraction": 0.25,
    "pixel_scale": "bytes",
    "shuffle_pixels": True,
}
OF_SCHEMA_4 = OF_SCHEMA_3 | {"schema": 4, "label_smoothing": 0.125, "clip_norm": 0.5, "warmup_epochs": 2}
LIKE_SCHEMA_1 = TrainingConfig(
    epochs=20, optimizer="rmsprop", loss="categorical_crossentropy", validation_source="test", seed=4
)
LIKE_SCHEMA_2 = dataclasses.replace(LIKE_SCHEMA_1, schedule="cosine", augmentation=Augmentation(shift_pixels=2.0))
LIKE_SCHEMA_3 = dataclasses.replace(
    LIKE_SCHEMA_2,
    momentum=0.5,
    l2=0.001,
    patience=3,
    restore_best=False,
    train_images=1000,
    wrong_label_fraction=0.25,
    pixel_scale="bytes",
    shuffle_pixels=True,
)
LIKE_SCHEMA_4 = dataclasses.replace(LIKE_SCHEMA_3, label_smoothing=0.125, clip_norm=0.5, warmup_epochs=2)


@pytest.mark.parametrize(
    ("document", "config"),
    [
        (OF_SCHEMA_1, LIKE_SCHEMA_1),
        (OF_SCHEMA_2, LIKE_SCHEMA_2),
        (OF_SCHEMA_3, LIKE_SCHEMA_3),
        (OF_SCHEMA_4, LIKE_SCHEMA_4),
    ],
    ids=["1", "2", "3", "4"],
)
def test_document_of_every_version_is_read_and_must_be_whole(document, config):
    assert TrainingConfig.from_json(document) == config
    for name in document:
        with pytest.raises(ConfigError):
            TrainingConfig.from_json({key: value for key, value in document.items() if key != name})


def test_settings_of_an_earlier_version_are_read_with_the_later_ones_off():
    """P22."""
    config = TrainingConfig.from_json(OF_SCHEMA_1)
    assert config == TrainingConfig(
        epochs=20, optimizer="rmsprop", loss="categorical_crossentropy", validation_source="test", seed=4
    )
    assert config.schedule == "constant"
    assert not config.augmentation.is_on


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"schedule": "cosine"}, "no setting called 'schedule'", id="a setting that it did not have"),
        pytest.param({"epohcs": 3}, "no setting called 'epohcs'", id="unknown key"),
    ],
)
def test_settings_of_an_earlier_version_are_read_as_strictly(change, words):
    with pytest.raises(ConfigError, match=words):
        TrainingConfig.from_json(OF_SCHEMA_1 | change)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"schema": 99}, "schema version 99", id="C13 unknown schema version"),
        pytest.param({"schema": True}, "schema version True", id="schema version of another type"),
        pytest.param({"epohcs": 3}, "no setting called 'epohcs'", id="C11 unknown key"),
        pytest.param({"augmentation": {"shift": 3}}, "no setting called 'shift'", id="unknown key of augmentation"),
        pytest.param({"augmentation": {"shift_pixels": 3}}, "is missing", id="augmentation without a setting"),
        pytest.param({"augmentation": None}, "a table of names", id="augmentation that is no table"),
        pytest.param({"epochs": "many"}, "Epochs must be a whole number", id="wrong type"),
    ],
)
def test_json_that_is_not_ours_is_refused(change, words):
    with pytest.raises(ConfigError, match=words):
        TrainingConfig.from_json(TrainingConfig().to_json() | change)


@pytest.mark.parametrize("name", ["epochs", "augmentation"])
def test_json_without_a_setting_is_refused(name):
    values = TrainingConfig().to_json()
    del values[name]
    with pytest.raises(ConfigError, match=f"'{name}' is missing"):
        TrainingConfig.from_json(values)


@pytest.mark.parametrize("values", [None, [], "x", 3])
def test_json_that_is_no_table_is_refused(values):
    with pytest.raises(ConfigError):
        TrainingConfig.from_json(values)
