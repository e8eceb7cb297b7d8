"""An epoch in numbers, and what is refused before anything trains."""

import dataclasses
import re

import pytest

from core.errors import ConfigError
from core.recipes import recipe
from core.training.settings.config import TrainingConfig
from core.training.settings.workload import workload
from models.layers import Conv2D, Dense, Flatten
from models.spec import IMAGE, NetworkSpec

QUICK = recipe("quick-cnn")
COUNTS = {"train_count": 60_000, "test_count": 10_000}


@pytest.mark.parametrize(
    ("settings", "numbers"),
    [
        ({}, (54_000, 6_000, 422)),
        ({"validation_source": "test"}, (60_000, 10_000, 469)),
        ({"validation_fraction": 0.0}, (60_000, 0, 469)),
        ({"train_images": 1_000, "batch_size": 300}, (1_000, 6_000, 4)),
    ],
    ids=str,
)
def test_epoch_is_counted(settings, numbers):
    found = workload(QUICK.spec, dataclasses.replace(QUICK.config, **settings), **COUNTS)
    assert (found.train_images, found.validation_images, found.steps) == numbers


@pytest.mark.parametrize(
    ("settings", "why", "field"),
    [
        ({"train_images": 54_001}, "at most those that are not held out, 54,000; got 54,001", "train_images"),
        ({"train_images": 100}, "Batch size must be at most the number of training images, 100; got 128", "batch_size"),
    ],
)
def test_settings_that_do_not_fit_the_data_are_refused(settings, why, field):
    with pytest.raises(ConfigError, match=re.escape(why)) as refused:
        workload(QUICK.spec, dataclasses.replace(QUICK.config, **settings), **COUNTS)
    assert refused.value.fields["field"] == field


def test_batches_that_would_fill_the_memory_are_refused_with_the_estimate():
    wide = Conv2D(filters=64, kernel_size=3, padding="same", activation="relu")
    spec = NetworkSpec(input_shape=IMAGE, layers=(*[wide] * 15, Flatten(), Dense(units=10, activation="softmax")))
    assert workload(spec, TrainingConfig(batch_size=128), **COUNTS).mebibytes < 2048
    with pytest.raises(ConfigError, match=r"Batch size 4,096 would take about 25,\d{3} MiB with this network; at most"):
        workload(spec, TrainingConfig(batch_size=4096), **COUNTS)
