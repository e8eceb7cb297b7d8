"""Every setting has its row, and every name that a setting may be has the row that code reads."""

from __future__ import annotations

import dataclasses
from typing import get_args, get_type_hints

import pytest

from core.runs.sweep import SWEEPABLE
from core.training.settings.augmentation import STRENGTHS, Augmentation
from core.training.settings.commands import ALL_SETTINGS, STEERABLE
from core.training.settings.config import SETTINGS, TrainingConfig, is_used
from core.training.settings.losses import LOSSES, Loss
from core.training.settings.optimizers import OPTIMIZERS, Optimizer, moments, usual_rate
from core.training.settings.schedule import Schedule, planned_rate
from core.training.settings.setting import GROUPS

HINTS = get_type_hints(TrainingConfig)


def test_every_field_has_a_row():
    assert [field.name for field in dataclasses.fields(TrainingConfig) if field.name != "augmentation"] == [*SETTINGS]
    assert [field.name for field in dataclasses.fields(Augmentation)] == [*STRENGTHS]


@pytest.mark.parametrize(("name", "row"), (SETTINGS | STRENGTHS).items())
def test_row_fits_its_field(name, row):
    hint = HINTS.get(name, float)
    assert row.choices == get_args(hint)
    assert row.kind is (str if get_args(hint) else hint)
    row.check(name, row.default)
    assert (row.group != "") == (name in SETTINGS)
    assert set(row.only) <= set(SETTINGS)


def test_form_sweep_and_steering_offer_what_the_rows_say():
    main = [name for name, row in SETTINGS.items() if row.group and not row.row]
    assert main == ["epochs", "learning_rate", "batch_size"]
    assert {row.group for row in SETTINGS.values()} == set(GROUPS) - {""}
    assert SWEEPABLE[:2] == ["learning_rate", "batch_size"]
    assert SWEEPABLE[-2:] == ["epochs", "seed"]
    assert [*STEERABLE] == ["learning_rate", "momentum", "dropout_rate"]
    assert set(ALL_SETTINGS) - set(SETTINGS) == {"dropout_rate"}


@pytest.mark.parametrize("optimizer", get_args(Optimizer))
def test_every_optimizer_has_its_row(optimizer):
    config = TrainingConfig(optimizer=optimizer)
    row = OPTIMIZERS[optimizer]
    assert [name for name in row.settings if not config.uses(name)] == []
    assert moments(config) == row.moments
    assert 1e-5 < usual_rate(config) <= 0.1
    assert [name for name in row.settings if name not in SETTINGS] == []


@pytest.mark.parametrize("loss", get_args(Loss))
def test_every_loss_has_its_row(loss):
    assert LOSSES[loss].blind > 0


@pytest.mark.parametrize("schedule", get_args(Schedule))
def test_every_schedule_has_a_rate(schedule):
    config = TrainingConfig(schedule=schedule, learning_rate=0.5)
    assert 0 < planned_rate(peak=0.5, step=3, **config.course(10)) <= 0.5


@pytest.mark.parametrize(
    ("name", "others", "used"),
    [
        ("step_epochs", {"schedule": "step"}, True),
        ("step_epochs", {"schedule": "cosine"}, False),
        ("restore_best", {"patience": 2}, True),
        ("restore_best", {"patience": 0}, False),
        ("validation_fraction", {"validation_source": "test"}, False),
        ("momentum", {"optimizer": "rmsprop"}, True),
        ("momentum", {"optimizer": "adam"}, False),
        ("momentum", {"optimizer": "forged"}, False),
        ("seed", {}, True),
        ("label_smoothing", {"loss": "binary_crossentropy"}, True),
        ("label_smoothing", {"loss": "mean_squared_error"}, False),
    ],
)
def test_setting_that_does_nothing_beside_the_others_is_known(name, others, used):
    assert is_used(name, others.get) is used


@pytest.mark.parametrize(("name", "row"), (ALL_SETTINGS | STRENGTHS).items())
def test_setting_may_be_all_that_its_field_steps_through(name, row):
    steps = row.step if isinstance(row.step, tuple) else ()
    for value in steps:
        row.check(name, value)
        assert type(value) is row.kind
    rising = steps[:-1] if steps[-1:] == (0,) else steps  # all of them is the most
    assert list(rising) == sorted(set(rising))
    if row.zero:
        row.check(name, row.kind(0))


def test_fields_step_as_hands_expect():
    assert SETTINGS["learning_rate"].step[6:11] == (0.001, 0.003, 0.01, 0.03, 0.1)
    assert (SETTINGS["learning_rate"].step[0], SETTINGS["learning_rate"].step[-1]) == (1e-6, 100.0)
    assert SETTINGS["batch_size"].step[5:9] == (32, 64, 128, 256)
    assert SETTINGS["batch_size"].step[-1] == SETTINGS["batch_size"].high
    assert SETTINGS["train_images"].step[-2:] == (50_000, 0)
    assert SETTINGS["epochs"].step == 1
    words = {name: row.zero for name, row in ALL_SETTINGS.items() if row.zero}
    assert (words["train_images"], words["patience"], words["clip_norm"]) == ("all", "off", "off")
    assert "learning_rate" not in words
