"""A layer's values before its function: literal numbers, and the function of them beside what Keras gives."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.layers.before_function import before_function, by_channel, has_function
from core.inference.unit_arithmetic import activate
from models.layers import (
    ACTIVATIONS,
    Activation,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    MaxPooling2D,
    SeparableConv2D,
)
from models.spec import IMAGE, NetworkSpec
from tests.support import numpy_network


def test_convolution_by_hand():
    values = np.arange(9.0, dtype=np.float32).reshape(3, 3, 1)
    kernel = np.array([[1, 0], [0, -2]], np.float32).reshape(2, 2, 1, 1)
    layer = Conv2D(filters=1, kernel_size=2, activation="relu")
    found = before_function(values, {"kernel": kernel, "bias": np.array([0.5], np.float32)}, layer)
    assert found[..., 0].tolist() == [[-7.5, -8.5], [-10.5, -11.5]]
    assert found.dtype == np.float32


def test_what_lies_outside_the_picture_is_0():
    layer = Conv2D(filters=1, kernel_size=3, padding="same")
    ones = np.ones((3, 3, 1, 1), np.float32)
    found = before_function(np.ones((2, 2, 1), np.float32), {"kernel": ones, "bias": np.zeros(1)}, layer)
    assert found[..., 0].tolist() == [[4, 4], [4, 4]]


@pytest.mark.parametrize("kind", [Conv2D, SeparableConv2D])
@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(("size", "strides"), [(3, 1), (4, 3), (1, 1)])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_function_of_it_is_the_output(kind, padding, size, strides, activation):
    layer = kind(filters=4, kernel_size=size, strides=strides, padding=padding, activation=activation)
    spec = NetworkSpec(input_shape=IMAGE, layers=(Conv2D(filters=3, kernel_size=9), layer, Flatten(), Dense(units=10)))
    weights = numpy_network.weights_of(spec)
    image = np.random.default_rng(0).integers(0, 256, (28, 28), np.uint8)
    outputs = numpy_network.layer_outputs(spec, weights, image).outputs
    own = {name.split("/")[1]: array for name, array in weights.items() if name.startswith(spec.rows()[1].name + "/")}
    found = before_function(outputs[0], own, layer)
    np.testing.assert_allclose(activate(found, activation), outputs[1], rtol=1e-4, atol=2e-4)


def test_dense_layer_and_activation():
    kernel, bias = np.array([[1.0, 2.0], [3.0, 4.0]], np.float32), np.array([0.5, -0.5], np.float32)
    layer = Dense(units=2, activation="tanh")
    assert before_function(np.array([1, 2], np.float32), {"kernel": kernel, "bias": bias}, layer).tolist() == [7.5, 9.5]
    given = np.array([-1.0, 2.0], np.float32)
    assert before_function(given, {}, Activation(function="relu")).tolist() == [-1, 2]


def test_parts_of_the_input_channels_add_up_to_the_map():
    rng = np.random.default_rng(2)
    layer = Conv2D(filters=2, kernel_size=3, strides=2, padding="same")
    values, kernel = rng.normal(size=(7, 7, 5)).astype(np.float32), rng.normal(size=(3, 3, 5, 2)).astype(np.float32)
    parts = by_channel(values, kernel[..., 1], layer)
    assert parts.shape == (4, 4, 5)
    whole = before_function(values, {"kernel": kernel, "bias": np.zeros(2, np.float32)}, layer)[..., 1]
    np.testing.assert_allclose(parts.sum(axis=-1), whole, rtol=1e-5, atol=1e-5)
    nothing = np.zeros_like(kernel[..., 1])
    nothing[..., 3] = kernel[..., 3, 1]
    alone = by_channel(values, nothing, layer)
    np.testing.assert_array_equal(alone[..., 3], parts[..., 3])
    assert not alone[..., :3].any()


def test_which_layers_have_a_function():
    conv = Conv2D(filters=1, kernel_size=1)
    with_one = (conv.with_function("relu"), Dense(units=2, activation="softmax"), Activation(function="tanh"))
    assert all(map(has_function, with_one))
    without = (
        conv,
        Dense(units=2),
        Activation(function="linear"),
        MaxPooling2D(),
        BatchNormalization(),
        Dropout(rate=0.1),
    )
    assert not any(map(has_function, without))
