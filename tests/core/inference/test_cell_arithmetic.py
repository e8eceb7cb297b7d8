"""One cell by hand: literal numbers, brute force, and what Keras itself gives for the same weights."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from core.errors import ConfigError
from core.inference.activations import layer_outputs
from core.inference.cell_arithmetic import (
    activated,
    convolution_cell,
    dense_parameters,
    dense_unit,
    dropped_out,
    normalised_cell,
    pooling_cell,
)
from core.inference.forward_trace import ForwardTrace
from core.training.record import checkpoints
from models.layers import Activation, AveragePooling2D, BatchNormalization, Conv2D, Dense, Flatten, MaxPooling2D
from models.spec import FLAT, IMAGE, NetworkSpec
from tests.support import numpy_network

ROUNDING = {"rtol": 2e-4, "atol": 2e-5}  # float32 in the network, float64 here


def followed(stored, spec: NetworkSpec, image: np.ndarray) -> ForwardTrace:
    """Return a picture's way through a network that Keras computed."""
    network = stored(spec)
    weights = checkpoints.read(Path(network.path), digest=network.digest)
    return ForwardTrace(spec=spec, pixels=image, activations=layer_outputs(network, image), weights=weights)


def some_cells(shape: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return the corners, where padding is, and a cell in the middle."""
    rows, columns = shape[:2]
    return [(0, 0), (0, columns - 1), (rows - 1, 0), (rows - 1, columns - 1), (rows // 2, columns // 2)]


def test_convolution_cell_by_hand():
    values = np.arange(9.0).reshape(3, 3, 1)  # 0 1 2 / 3 4 5 / 6 7 8
    kernel = np.array([[1.0, 0.0], [0.0, -1.0]]).reshape(2, 2, 1, 1)
    cell = convolution_cell(values, kernel, np.array([5.5]), Conv2D(filters=1, kernel_size=2), 1, 0, 0)
    assert cell.patch[..., 0].tolist() == [[3, 4], [6, 7]]
    assert cell.products[..., 0].tolist() == [[3, 0], [0, -7]]
    assert (cell.channel_sums.tolist(), cell.bias, cell.total, cell.output) == ([-4], 5.5, 1.5, 1.5)
    assert (cell.place.row, cell.place.column) == (1, 0)


def test_outside_the_picture_the_patch_is_0_and_is_said_to_be_outside():
    layer = Conv2D(filters=1, kernel_size=3, padding="same", activation="relu")
    cell = convolution_cell(np.ones((4, 4, 1)), np.ones((3, 3, 1, 1)), np.zeros(1), layer, 0, 0, 0)
    assert (cell.place.row, cell.place.column) == (-1, -1)
    assert cell.is_inside.tolist() == [[False] * 3, [False, True, True], [False, True, True]]
    assert cell.patch[..., 0].tolist() == [[0, 0, 0], [0, 1, 1], [0, 1, 1]]
    assert cell.output == 4


def test_input_map_that_gives_most_is_the_one_furthest_from_0():
    values = np.ones((2, 2, 3))
    kernel = np.zeros((2, 2, 3, 1))
    kernel[:, :, 0], kernel[:, :, 1], kernel[:, :, 2] = 0.1, -0.9, 0.8
    cell = convolution_cell(values, kernel, np.zeros(1), Conv2D(filters=1, kernel_size=2), 0, 0, 0)
    assert cell.strongest_channel == 1
    assert cell.channel_sums.tolist() == pytest.approx([0.4, -3.6, 3.2])


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(("size", "strides"), [(3, 1), (5, 2), (4, 3), (1, 1)])
@pytest.mark.parametrize("activation", ["relu", "softmax"])
def test_convolution_gives_what_keras_gives(stored, images, size, strides, padding, activation):
    spec = NetworkSpec(
        input_shape=IMAGE,
        layers=(
            Conv2D(filters=3, kernel_size=3, padding="same", activation="tanh"),
            Conv2D(filters=4, kernel_size=size, strides=strides, padding=padding, activation=activation),
            Flatten(),
            Dense(units=10),
        ),
    )
    way = followed(stored, spec, images[0])
    for index in (0, 1):
        layer, given = spec.layers[index], way.gives(index)
        kernel, bias = way.weight(index, "kernel"), way.weight(index, "bias")
        for row, column in some_cells(given.shape):
            for channel in range(given.shape[-1]):
                cell = convolution_cell(way.gets(index), kernel, bias, layer, row, column, channel)
                np.testing.assert_allclose(cell.output, given[row, column, channel], **ROUNDING)
                assert cell.total == pytest.approx(cell.channel_sums.sum() + cell.bias)


@pytest.mark.parametrize("kind", [MaxPooling2D, AveragePooling2D])
@pytest.mark.parametrize(("size", "strides", "padding"), [(2, None, "valid"), (3, 2, "same"), (4, 3, "same")])
def test_pooling_gives_what_keras_gives(stored, images, kind, size, strides, padding):
    spec = NetworkSpec(
        input_shape=IMAGE,
        layers=(
            Conv2D(filters=2, kernel_size=3),  # linear: numbers below 0 too, so that padding must not win
            kind(pool_size=size, strides=strides, padding=padding),
            Flatten(),
            Dense(units=10),
        ),
    )
    way = followed(stored, spec, images[1])
    before, given = way.gets(1), way.gives(1)
    for row, column in some_cells(given.shape):
        cell = pooling_cell(before, spec.layers[1], row, column, 1)
        np.testing.assert_allclose(cell.output, given[row, column, 1], **ROUNDING)
        if kind is MaxPooling2D:
            assert cell.is_inside[cell.winner]
            assert cell.block[cell.winner] == cell.output
        else:
            assert cell.winner is None


def test_mean_leaves_out_what_lies_outside():
    layer = AveragePooling2D(pool_size=2, strides=2, padding="same")
    assert pooling_cell(np.full((3, 3, 1), 6.0), layer, 1, 1, 0).output == 6


def test_maximum_of_negative_numbers_is_no_padding():
    layer = MaxPooling2D(pool_size=2, strides=2, padding="same")
    assert pooling_cell(np.full((3, 3, 1), -6.0), layer, 1, 1, 0).output == -6


def test_dense_unit_by_hand():
    kernel = np.array([[1.0, 2.0], [3.0, 4.0], [-5.0, 6.0]])
    unit = dense_unit(np.array([1.0, 2.0, 3.0]), kernel, np.array([0.5, 0.0]), Dense(units=2, activation="relu"), 0)
    assert unit.products.tolist() == [1, 6, -15]
    assert (unit.products_sum, unit.bias, unit.total, unit.output) == (-8, 0.5, -7.5, 0)
    assert unit.strongest(2).tolist() == [2, 1]


@pytest.mark.parametrize("activation", ["linear", "relu", "sigmoid", "tanh", "softmax"])
def test_dense_gives_what_keras_gives(stored, images, activation):
    layers = (Dense(units=6, activation=activation), Dense(units=10))
    way = followed(stored, NetworkSpec(input_shape=FLAT, layers=layers), images[2])
    for unit in range(6):
        found = dense_unit(way.gets(0), way.weight(0, "kernel"), way.weight(0, "bias"), layers[0], unit)
        np.testing.assert_allclose(found.output, way.gives(0)[unit], **ROUNDING)


def test_normalisation_by_hand():
    cell = normalised_cell(7.0, mean=1.0, variance=3.0, epsilon=1.0, gamma=2.0, beta=-0.5)
    assert (cell.standardised, cell.output) == (3.0, 5.5)


def test_normalisation_gives_what_keras_gives(stored, images):
    layers = (Conv2D(filters=3, kernel_size=3), BatchNormalization(epsilon=0.01), Flatten(), Dense(units=10))
    way = followed(stored, NetworkSpec(input_shape=IMAGE, layers=layers), images[3])
    for channel in range(3):
        kept = {name: float(way.weight(1, stored_as)[channel]) for name, stored_as in NUMBERS.items()}
        cell = normalised_cell(float(way.gets(1)[4, 5, channel]), epsilon=0.01, **kept)
        np.testing.assert_allclose(cell.output, way.gives(1)[4, 5, channel], **ROUNDING)


NUMBERS = {"mean": "moving_mean", "variance": "moving_variance", "gamma": "gamma", "beta": "beta"}


@pytest.mark.parametrize("function", ["linear", "relu", "sigmoid", "tanh", "softmax"])
def test_activations_are_those_of_keras(stored, images, function):
    layers = (Dense(units=5), Activation(function=function), Dense(units=10))
    way = followed(stored, NetworkSpec(input_shape=FLAT, layers=layers), images[4])
    np.testing.assert_allclose(activated(way.gets(1), function), way.gives(1), **ROUNDING)


def test_large_numbers_stay_in_range():
    assert activated(np.array([1000.0, 0.0]), "softmax").tolist() == [1, 0]
    assert activated(np.array([-1000.0, 1000.0]), "sigmoid").tolist() == [0, 1]


def test_unknown_activation_is_refused():
    with pytest.raises(ConfigError, match="swish"):
        activated(np.zeros(2), "swish")


@pytest.mark.parametrize(("row", "column", "channel"), [(-1, 0, 0), (2, 0, 0), (0, 2, 0), (0, 0, 1), (0, 0, -1)])
def test_cell_that_does_not_exist_is_refused(row, column, channel):
    layer, values = Conv2D(filters=1, kernel_size=2), np.zeros((3, 3, 1))
    with pytest.raises(ConfigError, match="must be from 0"):
        convolution_cell(values, np.zeros((2, 2, 1, 1)), np.zeros(1), layer, row, column, channel)


def test_dense_layer_in_place_of_a_convolution_would_have_17_million_parameters():
    assert dense_parameters((28, 28, 1), (26, 26, 32)) == 16_981_120


def test_dropout_switches_off_the_share_and_keeps_the_sum():
    values = np.ones(10_000)
    dropped = dropped_out(values, rate=0.2, seed=1)
    share = np.count_nonzero(dropped == 0) / values.size
    assert share == pytest.approx(0.2, abs=5 * math.sqrt(0.2 * 0.8 / values.size))
    assert set(dropped.tolist()) == {0.0, 1.25}
    assert not np.array_equal(dropped, dropped_out(values, rate=0.2, seed=2))
    assert np.array_equal(dropped, dropped_out(values, rate=0.2, seed=1))


def test_numpy_network_of_the_page_tests_is_what_keras_computes(stored, images):
    spec = NetworkSpec(
        input_shape=IMAGE,
        layers=(
            Conv2D(filters=3, kernel_size=4, strides=3, padding="same", activation="tanh"),
            BatchNormalization(),
            AveragePooling2D(pool_size=3, strides=2, padding="same"),
            Conv2D(filters=4, kernel_size=2, activation="relu"),
            MaxPooling2D(pool_size=2, strides=1, padding="same"),
            Flatten(),
            Dense(units=6, activation="sigmoid"),
            Activation(function="softmax"),
            Dense(units=10, activation="softmax"),
        ),
    )
    way = followed(stored, spec, images[0])
    found = numpy_network.layer_outputs(spec, dict(way.weights), images[0])
    for ours, given in zip(found.outputs, way.activations.outputs, strict=True):
        np.testing.assert_allclose(ours, given, **ROUNDING)
    np.testing.assert_allclose(found.logits, way.activations.logits, **ROUNDING)
