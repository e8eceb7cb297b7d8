"""What an engine's speed means for a network, worked out by hand: a multiply-add in a second."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.training.record.step_benchmark import StepBenchmark, StepSpeed, compiled_speed, uncompiled_speed
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import TrainingConfig
from models.layers import BatchNormalization, Conv2D, Dense, Flatten, SeparableConv2D
from models.mlp import mlp
from models.spec import IMAGE, NetworkSpec

SOFTMAX = mlp(hidden=(), dropout=0.0)  # 7,850 parameters, 7,840 multiply-adds
CONVOLUTION = NetworkSpec(
    input_shape=IMAGE,
    layers=(
        Conv2D(filters=1, kernel_size=28),  # 785 parameters, 784 multiply-adds, 1 value
        BatchNormalization(),  # 4 parameters, 1 multiply-add, 1 value
        Flatten(),
        Dense(units=10, activation="softmax"),  # 20 parameters, 10 multiply-adds
    ),
)
SEPARABLE = NetworkSpec(
    input_shape=IMAGE,
    layers=(SeparableConv2D(filters=1, kernel_size=28), Flatten(), Dense(units=10, activation="softmax")),
)
SPEED = StepSpeed(seconds_per_layer=1000.0, seconds_per_multiply_add=1.0)
AN_IMAGE = 40_000 + 784 + 1 + 10 + 50 + 300


@pytest.mark.parametrize(
    ("spec", "settings", "seconds"),
    [
        (SOFTMAX, {}, 1000 + 800_000 + 40 * 7_850 + 2 * 47_840),
        (CONVOLUTION, {}, 4 * 1000 + 800_000 + 40 * 809 + 2 * AN_IMAGE),
        # 784 + 2 + 20 parameters, 784 + 1 + 10 multiply-adds, 1 value given and 1 between the two steps
        (SEPARABLE, {}, 3 * 1000 + 800_000 + 40 * 806 + 2 * (40_000 + 795 + 2 * 50)),
        (
            SOFTMAX,
            {"augmentation": Augmentation(shift_pixels=1)},
            1000 + 800_000 + 40 * 7_850 + 2 * 347_840,
        ),
        (
            SOFTMAX,
            {"augmentation": Augmentation(elastic_pixels=1)},
            1000 + 800_000 + 40 * 7_850 + 2 * 1_147_840,
        ),
    ],
    ids=["dense", "convolution", "separable", "distorted", "bent"],
)
def test_step_takes_what_its_parts_take(spec, settings, seconds):
    assert SPEED.step_seconds(spec, TrainingConfig(batch_size=2, **settings)) == pytest.approx(seconds)


def test_reading_takes_less_than_half_of_learning_and_no_optimizer():
    assert SPEED.read_seconds(SOFTMAX) == pytest.approx(0.4 * (1000 + 500 * 47_840))
    assert SPEED.read_seconds(CONVOLUTION) == pytest.approx(0.4 * (4 * 1000 + 500 * AN_IMAGE))


def test_speed_from_a_measured_step_gives_that_step_back():
    config = TrainingConfig(batch_size=64)
    speed = compiled_speed(SOFTMAX, config, seconds_per_step=0.5)
    assert speed.seconds_per_layer == 0
    assert speed.step_seconds(SOFTMAX, config) == pytest.approx(0.5)


@pytest.mark.parametrize("spec", [CONVOLUTION, SEPARABLE], ids=["convolution", "separable"])
def test_speed_from_two_measured_steps_gives_both_back(spec):
    config = TrainingConfig(batch_size=64)
    speed = uncompiled_speed(spec, config, seconds_per_step=0.5, few_images=2, seconds_of_few=0.3)
    assert speed.seconds_per_layer > 0
    assert speed.step_seconds(spec, config) == pytest.approx(0.5)
    assert speed.step_seconds(spec, replace(config, batch_size=2)) == pytest.approx(0.3)


def test_step_that_took_no_longer_than_one_of_few_images_leaves_a_tenth_of_it_for_computing():
    config = TrainingConfig(batch_size=64)
    speed = uncompiled_speed(CONVOLUTION, config, seconds_per_step=0.01, few_images=2, seconds_of_few=0.02)
    whole = speed.step_seconds(CONVOLUTION, config)
    assert whole - 4 * speed.seconds_per_layer == pytest.approx(0.001)


def test_step_of_few_images_that_took_no_time_leaves_none_for_the_layers():
    speed = uncompiled_speed(CONVOLUTION, TrainingConfig(), seconds_per_step=0.01, few_images=2, seconds_of_few=0.0)
    assert speed.seconds_per_layer == 0


def test_network_is_of_the_kind_with_a_convolution_where_one_layer_is():
    benchmark = StepBenchmark(dense=SPEED, convolution=StepSpeed(seconds_per_layer=0.0, seconds_per_multiply_add=2.0))
    assert benchmark.speed_of(SOFTMAX) is benchmark.dense
    assert benchmark.speed_of(CONVOLUTION) is benchmark.convolution
    assert benchmark.speed_of(SEPARABLE) is benchmark.convolution
