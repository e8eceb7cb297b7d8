"""One cell by hand: literal numbers, brute force, and what Keras itself gives for the same weights."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import ConfigError
from core.inference.cell_arithmetic import convolution_cell, pooling_cell
from models.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Flatten,
    MaxPooling2D,
    SeparableConv2D,
)
from models.spec import IMAGE, NetworkSpec
from tests.support import numpy_network

pytestmark = pytest.mark.process

ROUNDING = {"rtol": 2e-4, "atol": 2e-5}  # float32 in the network, float64 here


def some_cells(shape: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return the corners, where padding is, and a cell in the middle."""
    rows, columns = shape[:2]
    return [(0, 0), (0, columns - 1), (rows - 1, 0), (rows - 1, columns - 1), (rows // 2, columns // 2)]


def test_convolution_cell_by_hand():
    values = np.arange(9.0).reshape(3, 3, 1)  # 0 1 2 / 3 4 5 / 6 7 8
    kernel = np.array([[1.0, 0.0], [0.0, -1.0]]).reshape(2, 2, 1, 1)
    cell = convolution_cell(values, [kernel], np.array([5.5]), Conv2D(filters=1, kernel_size=2), 1, 0, 0)
    assert cell.patch[..., 0].tolist() == [[3, 4], [6, 7]]
    assert cell.products[..., 0].tolist() == [[3, 0], [0, -7]]
    assert (cell.channel_sums.tolist(), cell.bias, cell.total, cell.output) == ([-4], 5.5, 1.5, 1.5)
    assert (cell.region.row, cell.region.column) == (1, 0)


def test_outside_the_picture_the_patch_is_0_and_is_said_to_be_outside():
    layer = Conv2D(filters=1, kernel_size=3, padding="same", activation="relu")
    cell = convolution_cell(np.ones((4, 4, 1)), [np.ones((3, 3, 1, 1))], np.zeros(1), layer, 0, 0, 0)
    assert (cell.region.row, cell.region.column) == (-1, -1)
    assert cell.is_inside.tolist() == [[False] * 3, [False, True, True], [False, True, True]]
    assert cell.patch[..., 0].tolist() == [[0, 0, 0], [0, 1, 1], [0, 1, 1]]
    assert cell.output == 4


def test_input_map_that_gives_most_is_the_one_furthest_from_0():
    values = np.ones((2, 2, 3))
    kernel = np.zeros((2, 2, 3, 1))
    kernel[:, :, 0], kernel[:, :, 1], kernel[:, :, 2] = 0.1, -0.9, 0.8
    cell = convolution_cell(values, [kernel], np.zeros(1), Conv2D(filters=1, kernel_size=2), 0, 0, 0)
    assert cell.strongest_channel == 1
    assert cell.channel_sums.tolist() == pytest.approx([0.4, -3.6, 3.2])


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(("size", "strides"), [(3, 1), (5, 2), (4, 3), (1, 1)])
@pytest.mark.parametrize("activation", ["relu", "softmax"])
def test_convolution_gives_what_keras_gives(forward_trace, images, size, strides, padding, activation):
    spec = NetworkSpec(
        input_shape=IMAGE,
        layers=(
            Conv2D(filters=3, kernel_size=3, padding="same", activation="tanh"),
            Conv2D(filters=4, kernel_size=size, strides=strides, padding=padding, activation=activation),
            Flatten(),
            Dense(units=10),
        ),
    )
    trace = forward_trace(spec, images[0])
    for index in (0, 1):
        layer, given = spec.layers[index], trace.output_of(index)
        kernel, bias = trace.weight(index, "kernel"), trace.weight(index, "bias")
        for row, column in some_cells(given.shape):
            for channel in range(given.shape[-1]):
                cell = convolution_cell(trace.input_of(index), [kernel], bias, layer, row, column, channel)
                np.testing.assert_allclose(cell.output, given[row, column, channel], **ROUNDING)
                assert cell.total == pytest.approx(cell.channel_sums.sum() + cell.bias)


def test_separable_cell_by_hand():
    values = np.arange(8.0).reshape(2, 2, 2)  # map 0: 0 2 / 4 6, map 1: 1 3 / 5 7
    depthwise = np.ones((2, 2, 2, 1))
    depthwise[..., 1, 0] = [[1.0, 0.0], [0.0, -1.0]]
    pointwise = np.array([[2.0, 0.0], [3.0, 1.0]]).reshape(1, 1, 2, 2)
    layer = SeparableConv2D(filters=2, kernel_size=2, activation="relu")
    cell = convolution_cell(values, [depthwise, pointwise], np.array([0.5, 1.0]), layer, 0, 0, 0)
    assert cell.products.sum(axis=(0, 1)).tolist() == [12, -6]
    assert (cell.channel_weights.tolist(), cell.channel_sums.tolist()) == ([2, 3], [24, -18])
    assert (cell.total, cell.output) == (6.5, 6.5)
    assert convolution_cell(values, [depthwise, pointwise], np.array([0.5, 1.0]), layer, 0, 0, 1).output == 0


@pytest.mark.parametrize(("size", "strides", "padding"), [(3, 1, "valid"), (4, 3, "same")])
@pytest.mark.parametrize("activation", ["gelu", "softmax"])
def test_separable_convolution_gives_what_keras_gives(forward_trace, images, size, strides, padding, activation):
    kinds = {"kernel_size": size, "strides": strides, "padding": padding, "activation": activation}
    layers = (Conv2D(filters=3, kernel_size=3), SeparableConv2D(filters=4, **kinds), Flatten(), Dense(units=10))
    trace = forward_trace(NetworkSpec(input_shape=IMAGE, layers=layers), images[0])
    *kernels, bias = (trace.weight(1, name) for name in ("depthwise_kernel", "pointwise_kernel", "bias"))
    given = trace.output_of(1)
    for row, column in some_cells(given.shape):
        for channel in range(4):
            cell = convolution_cell(trace.input_of(1), kernels, bias, layers[1], row, column, channel)
            np.testing.assert_allclose(cell.output, given[row, column, channel], rtol=1e-5, atol=1e-5)
            assert cell.total == pytest.approx(cell.channel_sums.sum() + cell.bias)


@pytest.mark.parametrize("kind", [MaxPooling2D, AveragePooling2D])
@pytest.mark.parametrize(("size", "strides", "padding"), [(2, None, "valid"), (3, 2, "same"), (4, 3, "same")])
def test_pooling_gives_what_keras_gives(forward_trace, images, kind, size, strides, padding):
    spec = NetworkSpec(
        input_shape=IMAGE,
        layers=(
            Conv2D(filters=2, kernel_size=3),  # linear: numbers below 0 too, so that padding must not win
            kind(pool_size=size, strides=strides, padding=padding),
            Flatten(),
            Dense(units=10),
        ),
    )
    trace = forward_trace(spec, images[1])
    before, given = trace.input_of(1), trace.output_of(1)
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


@pytest.mark.parametrize(("row", "column", "channel"), [(-1, 0, 0), (2, 0, 0), (0, 2, 0), (0, 0, 1), (0, 0, -1)])
def test_cell_that_does_not_exist_is_refused(row, column, channel):
    layer, values = Conv2D(filters=1, kernel_size=2), np.zeros((3, 3, 1))
    with pytest.raises(ConfigError, match="must be from 0"):
        convolution_cell(values, [np.zeros((2, 2, 1, 1))], np.zeros(1), layer, row, column, channel)


def test_numpy_network_of_the_page_tests_is_what_keras_computes(forward_trace, images):
    spec = NetworkSpec(
        input_shape=IMAGE,
        layers=(
            Conv2D(filters=3, kernel_size=4, strides=3, padding="same", activation="tanh"),
            BatchNormalization(),
            AveragePooling2D(pool_size=3, strides=2, padding="same"),
            SeparableConv2D(filters=4, kernel_size=2, activation="relu"),
            MaxPooling2D(pool_size=2, strides=1, padding="same"),
            Flatten(),
            Dense(units=6, activation="sigmoid"),
            Activation(function="softmax"),
            Dense(units=10, activation="softmax"),
        ),
    )
    trace = forward_trace(spec, images[0])
    found = numpy_network.layer_outputs(spec, dict(trace.weights), images[0])
    for ours, given in zip(found.outputs, trace.activations.outputs, strict=True):
        np.testing.assert_allclose(ours, given, **ROUNDING)
    np.testing.assert_allclose(found.logits, trace.activations.logits, **ROUNDING)
