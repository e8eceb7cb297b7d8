"""Where to look first in what a network computed."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.forward_trace import (
    ForwardTrace,
    furthest,
    is_signed,
    max_abs,
    next_cell,
    strongest_cell,
    strongest_map,
)
from models.cnn import cnn
from models.layers import Activation, Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from models.mlp import mlp
from models.spec import FLAT, IMAGE, NetworkSpec
from tests.support.numpy_network import layer_outputs, weights_of

pytestmark = pytest.mark.process


def followed(spec: NetworkSpec) -> ForwardTrace:
    image = np.random.default_rng(3).integers(0, 256, (28, 28), np.uint8)
    weights = weights_of(spec)
    return ForwardTrace(spec=spec, image=image, activations=layer_outputs(spec, weights, image), weights=weights)


def test_every_layer_gets_what_the_one_before_gave():
    way = followed(cnn(filters=(3,), dense=(5,)))
    assert way.input_of(0).shape == (28, 28, 1)
    assert way.input_of(0).max() <= 1
    assert all(way.input_of(index) is way.output_of(index - 1) for index in range(1, way.count))


def test_first_layer_to_look_at_is_the_first_that_multiplies():
    assert followed(mlp(hidden=(4,), dropout=0.2)).spec.first_kernel == 0
    layers = (MaxPooling2D(), Dropout(rate=0.1), Conv2D(filters=2, kernel_size=3), Flatten(), Dense(units=10))
    assert followed(NetworkSpec(input_shape=IMAGE, layers=layers)).spec.first_kernel == 2


def test_pooling_and_normalisation_keep_the_maps_of_their_convolution():
    way = followed(cnn(filters=(3, 4), dense=(5,), dropout=0.2, batch_normalization=True))
    kinds = [type(layer).__name__ for layer in way.spec.layers]
    assert kinds[:6] == ["Conv2D", "BatchNormalization", "MaxPooling2D"] * 2
    assert [way.group(index) for index in range(way.count)] == [0, 0, 0, 3, 3, 3, 6, 7, 7, 9]


@pytest.mark.parametrize(
    ("last", "ending"),
    [
        ((Dense(units=10, activation="sigmoid"),), "sigmoid"),
        ((Dense(units=10),), "linear"),
        ((Dense(units=10), Activation(function="softmax")), "softmax"),
    ],
)
def test_ending_is_the_last_function(last, ending):
    assert followed(NetworkSpec(input_shape=FLAT, layers=last)).spec.last_function == ending


def test_dense_input_names_the_cell_that_flatten_put_there():
    way = followed(cnn(filters=(3,), dense=(5,), dropout=0.2))
    before = way.input_of(2)
    for place in (0, 1, 100, before.size - 1):
        row, column, channel = way.origin(3, place)
        assert before[row, column, channel] == way.input_of(3)[place]
    assert way.origin(5, 0) is None  # a dense layer lies between


def test_network_of_dense_layers_names_no_cell():
    assert followed(mlp(hidden=(4,), dropout=0.2)).origin(2, 0) is None


def test_strongest_is_furthest_from_0():
    values = np.zeros((2, 3, 4))
    values[1, 2, 3], values[0, 1, 2] = 0.5, -0.7
    assert strongest_map(values) == 2
    assert strongest_cell(values[..., 2]) == (0, 1)
    assert strongest_map(np.array([0.1, -0.9, 0.8])) == 1
    assert max_abs(values) == 0.7
    assert is_signed(values)
    assert not is_signed(np.zeros(3))


def test_next_cell_goes_along_the_rows_and_begins_again():
    assert next_cell(0, 0, 2, 3) == (0, 1)
    assert next_cell(0, 2, 2, 3) == (1, 0)
    assert next_cell(1, 2, 2, 3) == (0, 0)


def test_value_furthest_from_0_keeps_its_sign():
    assert furthest(np.array([[1.0, -3.0], [2.0, 0.0]])) == -3.0
    assert furthest(np.array([0.5, 0.25])) == 0.5


def test_darkest_colour_stands_for_a_finite_number():
    assert max_abs(np.array([1.0, -3.0, np.nan, -np.inf])) == 3.0
    assert 0 < max_abs(np.array([np.nan])) < 1e-9
