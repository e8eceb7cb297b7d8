"""One unit or value by hand: literal numbers, and what Keras itself gives for the same weights."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.inference.unit_arithmetic import activate, dense_parameters, dense_unit, drop_out, normalised_cell
from models.layers import ACTIVATIONS, Activation, BatchNormalization, Conv2D, Dense, Flatten
from models.spec import FLAT, IMAGE, NetworkSpec

ROUNDING = {"rtol": 2e-4, "atol": 2e-5}  # float32 in the network, float64 here


def test_dense_unit_by_hand():
    kernel = np.array([[1.0, 2.0], [3.0, 4.0], [-5.0, 6.0]])
    unit = dense_unit(np.array([1.0, 2.0, 3.0]), kernel, np.array([0.5, 0.0]), Dense(units=2, activation="relu"), 0)
    assert unit.products.tolist() == [1, 6, -15]
    assert (unit.products_sum, unit.bias, unit.total, unit.output) == (-8, 0.5, -7.5, 0)
    assert unit.strongest(2).tolist() == [2, 1]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_dense_gives_what_keras_gives(forward_trace, images, activation):
    layers = (Dense(units=6, activation=activation), Dense(units=10))
    trace = forward_trace(NetworkSpec(input_shape=FLAT, layers=layers), images[2])
    for unit in range(6):
        found = dense_unit(trace.input_of(0), trace.weight(0, "kernel"), trace.weight(0, "bias"), layers[0], unit)
        np.testing.assert_allclose(found.output, trace.output_of(0)[unit], **ROUNDING)


def test_normalisation_by_hand():
    assert normalised_cell(7.0, mean=1.0, variance=3.0, epsilon=1.0, gamma=2.0, beta=-0.5) == (3.0, 5.5)


def test_normalisation_gives_what_keras_gives(forward_trace, images):
    layers = (Conv2D(filters=3, kernel_size=3), BatchNormalization(epsilon=0.01), Flatten(), Dense(units=10))
    trace = forward_trace(NetworkSpec(input_shape=IMAGE, layers=layers), images[3])
    for channel in range(3):
        kept = {name: float(trace.weight(1, stored_as)[channel]) for name, stored_as in NUMBERS.items()}
        _, result = normalised_cell(float(trace.input_of(1)[4, 5, channel]), epsilon=0.01, **kept)
        np.testing.assert_allclose(result, trace.output_of(1)[4, 5, channel], **ROUNDING)


NUMBERS = {"mean": "moving_mean", "variance": "moving_variance", "gamma": "gamma", "beta": "beta"}


@pytest.mark.parametrize("function", ACTIVATIONS)
def test_activations_are_those_of_keras(forward_trace, images, function):
    layers = (Dense(units=5), Activation(function=function), Dense(units=10))
    trace = forward_trace(NetworkSpec(input_shape=FLAT, layers=layers), images[4])
    np.testing.assert_allclose(activate(trace.input_of(1), function), trace.output_of(1), **ROUNDING)


def test_large_numbers_stay_in_range():
    assert activate(np.array([1000.0, 0.0]), "softmax").tolist() == [1, 0]
    assert activate(np.array([-1000.0, 1000.0]), "sigmoid").tolist() == [0, 1]


def test_dense_layer_in_place_of_a_convolution_would_have_17_million_parameters():
    assert dense_parameters((28, 28, 1), (26, 26, 32)) == 16_981_120


def test_dropout_switches_off_the_share_and_keeps_the_sum():
    values = np.ones(10_000)
    dropped = drop_out(values, rate=0.2, seed=1)
    share = np.count_nonzero(dropped == 0) / values.size
    assert share == pytest.approx(0.2, abs=5 * math.sqrt(0.2 * 0.8 / values.size))
    assert set(dropped.tolist()) == {0.0, 1.25}
    assert not np.array_equal(dropped, drop_out(values, rate=0.2, seed=2))
    assert np.array_equal(dropped, drop_out(values, rate=0.2, seed=1))
