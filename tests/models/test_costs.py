"""The estimate of memory, by hand: float32 numbers of 4 bytes, beside each its gradient and the optimizer's moments."""

from __future__ import annotations

import pytest

from core.training.settings.config import TrainingConfig
from core.training.settings.optimizers import moments
from models.costs import training_mib
from models.layers import Dense, Flatten, SeparableConv2D
from models.mlp import mlp
from models.spec import IMAGE, NetworkSpec

MIB = 2**20
SPEC = mlp(hidden=(32,), dropout=0.5)  # 784·32 + 32 + 32·10 + 10 = 25,450 parameters; 32 + 32 + 10 = 74 values


def test_each_weight_has_a_gradient_and_moments_and_each_value_a_gradient():
    assert training_mib(MIB, 0, moments=0) == 8
    assert training_mib(MIB, 0, moments=2) == 16
    assert training_mib(0, MIB, batch_size=1) == 8
    assert training_mib(0, MIB, batch_size=32) == 256


def test_without_settings_it_is_of_adam_and_128_images():
    assert training_mib(MIB, MIB) == training_mib(MIB, MIB, batch_size=128, moments=2) == 16 + 1024


@pytest.mark.parametrize(
    ("batch_size", "kept", "expected_bytes"),
    [(128, 2, 25_450 * 16 + 74 * 128 * 8), (4096, 0, 25_450 * 8 + 74 * 4096 * 8), (1, 3, 25_450 * 20 + 74 * 8)],
)
def test_network_s_memory_depends_on_batch_and_optimizer(batch_size, kept, expected_bytes):
    assert SPEC.memory_mib(batch_size=batch_size, moments=kept) == pytest.approx(expected_bytes / MIB)
    assert SPEC.memory_mib() == SPEC.memory_mib(batch_size=128, moments=2)


def test_what_a_separable_convolution_keeps_between_its_steps_counts_too():
    layers = (SeparableConv2D(filters=2, kernel_size=28), Flatten(), Dense(units=10))  # 1 value between, 2 maps of 1
    spec = NetworkSpec(input_shape=IMAGE, layers=layers)
    assert [row.inner_values for row in spec.rows()] == [1, 0, 0]
    assert spec.memory_mib(batch_size=1, moments=0) == pytest.approx(((784 + 4 + 30) * 8 + (2 + 1 + 2 + 10) * 8) / MIB)


@pytest.mark.parametrize(
    ("settings", "kept"),
    [
        ({"optimizer": "sgd"}, 0),
        ({"optimizer": "sgd", "momentum": 0.9}, 1),
        ({"optimizer": "rmsprop"}, 1),
        ({"optimizer": "rmsprop", "momentum": 0.9}, 2),
        ({"optimizer": "adam", "momentum": 0.9}, 2),
        ({"optimizer": "adamw"}, 2),
        ({"optimizer": "nadam"}, 2),
        ({"optimizer": "lion"}, 1),
    ],
    ids=str,
)
def test_moments_are_what_the_optimizer_keeps_of_a_weight(settings, kept):
    assert moments(TrainingConfig(**settings)) == kept
