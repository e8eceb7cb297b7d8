"""Each weight lies where its input is."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.input_scaling import UNIT, Pixels, shuffled_order
from core.inference.learned.kernel_pictures import in_rows, kernels_of, sees_picture
from models.layers import BatchNormalization, Conv2D, Dense, Flatten, GlobalAveragePooling2D, SeparableConv2D
from models.mlp import mlp
from models.spec import FLAT, IMAGE, NetworkSpec
from tests.support.numpy_network import weights_of


def test_convolution_has_a_slice_for_each_input_map():
    spec = NetworkSpec(
        input_shape=IMAGE,
        layers=(
            Conv2D(filters=2, kernel_size=3),
            Conv2D(filters=4, kernel_size=5),
            Flatten(),
            Dense(units=10),
        ),
    )
    weights = weights_of(spec)
    found = kernels_of(spec, UNIT, weights, 1)
    kernel = weights["conv2d_1/kernel"]  # (5, 5, 2, 4)
    np.testing.assert_array_equal(found.slices[3, 1], kernel[:, :, 1, 3])
    np.testing.assert_allclose(found.norms[3], np.linalg.norm(kernel[..., 3]), rtol=1e-6)
    strip = found.picture(3)
    assert strip.shape == (5, 11)
    np.testing.assert_array_equal(strip[:, 6:], kernel[:, :, 1, 3])
    assert not strip[:, 5].any()
    dense = kernels_of(spec, UNIT, weights, 3)
    cell = np.ravel_multi_index((2, 7, 1), spec.rows()[2].input_shape)
    assert dense.slices[9, 1, 2, 7] == weights["dense/kernel"][cell, 9]


@pytest.mark.parametrize("shuffled", [False, True], ids=["in order", "shuffled"])
def test_dense_layer_shows_each_weight_at_the_pixel_that_it_multiplies(shuffled):
    spec, pixels = mlp(hidden=(3,), dropout=0.0), Pixels(shuffled=shuffled)
    weights = weights_of(spec)
    found = kernels_of(spec, pixels, weights, 0)
    picture = np.random.default_rng(0).integers(0, 256, (1, 28, 28), np.uint8)
    inputs = pixels.inputs(picture).reshape(784)
    by_pixel = (found.slices[:, 0] * picture[0] / 255).sum(axis=(1, 2))
    np.testing.assert_allclose(by_pixel, inputs @ weights["dense/kernel"], rtol=1e-3)
    assert shuffled == (shuffled_order()[0] != 0 and found.slices[0, 0, 0, 0] != weights["dense/kernel"][0, 0])


def test_weights_of_values_without_a_layout_are_rows():
    spec = mlp(hidden=(3,), dropout=0.0)
    found = kernels_of(spec, UNIT, weights_of(spec), 1)
    assert found.slices.shape == (10, 1, 1, 3)
    assert not found.is_picture
    assert found.picture(0).shape == (1, 3)
    assert in_rows(np.arange(5.0), 2).tolist() == [[0, 1], [2, 3], [4, 0]]
    assert sees_picture(spec, 0)
    assert not sees_picture(spec, 1)


def test_depthwise_kernels_are_one_for_each_input_map():
    layers = (
        BatchNormalization(),
        SeparableConv2D(filters=3, kernel_size=2),
        SeparableConv2D(filters=5, kernel_size=2),
        GlobalAveragePooling2D(),
        Dense(units=10),
    )
    spec = NetworkSpec(input_shape=IMAGE, layers=layers)
    weights = weights_of(spec)
    found = kernels_of(spec, UNIT, weights, 2)
    assert found.slices.shape == (3, 1, 2, 2)
    np.testing.assert_array_equal(found.slices[2, 0], weights["separable_conv2d_1/depthwise_kernel"][:, :, 2, 0])
    assert not kernels_of(spec, UNIT, weights, 4).is_picture  # its inputs are means, which lie nowhere


def test_weights_that_are_no_numbers_are_drawn_as_nothing():
    spec = NetworkSpec(input_shape=FLAT, layers=(Dense(units=10),))
    weights = weights_of(spec)
    weights["dense/kernel"][5, 2] = np.nan
    found = kernels_of(spec, UNIT, weights, 0)
    assert found.slices[2].reshape(-1)[5] == 0
    assert np.isfinite(found.norms).all()
