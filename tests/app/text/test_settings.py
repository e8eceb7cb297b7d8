"""Every setting, and every name that one may be, has its words."""

from __future__ import annotations

from typing import get_args

import pytest

from core.training.settings.augmentation import STRENGTHS
from core.training.settings.commands import ALL_SETTINGS
from core.training.settings.config import SETTINGS
from core.training.settings.losses import Loss
from core.training.settings.optimizers import Optimizer
from core.training.settings.schedule import Schedule
from pages.text.changed_settings import setting_name, setting_name_within, setting_text
from pages.text.settings import LOSSES, OPTIMIZERS, SCHEDULES, Field


@pytest.mark.parametrize("name", [*ALL_SETTINGS, *STRENGTHS])
def test_every_setting_has_a_label_and_a_help(name):
    label, help_ = Field.NAMES[name]
    assert label[0].isupper()
    assert help_.endswith(".")
    assert setting_name(name) == label


@pytest.mark.parametrize(("name", "row"), [pair for pair in SETTINGS.items() if pair[1].choices])
def test_every_name_that_a_setting_may_be_has_a_text(name, row):
    assert set(Field.CHOICES[name]) == set(row.choices)
    texts = [Field.choice(name, value) for value in row.choices]
    assert len(set(texts)) == len(texts)
    assert all(text[0].isupper() or text[0].isdigit() for text in texts)
    assert [setting_text(name, value).lower() for value in row.choices] == [text.lower() for text in texts]


def test_every_optimizer_loss_and_schedule_is_explained():
    assert set(OPTIMIZERS) == set(get_args(Optimizer))
    assert set(LOSSES) == set(get_args(Loss))
    assert set(SCHEDULES) == set(get_args(Schedule))
    for text in (*OPTIMIZERS.values(), *LOSSES.values()):
        assert all(text)
    for text in SCHEDULES.values():
        assert "0.5" in text.rate.format(rate="0.5")


@pytest.mark.parametrize(
    ("name", "within"), [("learning_rate", "learning rate"), ("l2", "L2 penalty"), ("dropout_rate", "dropout rate")]
)
def test_name_within_a_sentence_begins_small(name, within):
    assert setting_name_within(name) == within


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("train_images", 0, "all"),
        ("train_images", 5000, "5,000"),
        ("patience", 0, "off"),
        ("clip_norm", 0.0, "off"),
        ("momentum", 0.0, "0"),
        ("shuffle_pixels", False, "off"),
    ],
)
def test_zero_is_called_what_its_field_calls_it(name, value, text):
    assert setting_text(name, value) == text
