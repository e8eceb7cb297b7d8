"""Which layers can be looked at."""

from __future__ import annotations

from models.layers import Activation, BatchNormalization, Conv2D, Dense, Dropout, Flatten
from models.spec import IMAGE, NetworkSpec
from pages.parts.inside.learned.parts import layers_with_maps


def test_row_that_flatten_laid_out_is_no_layer_to_look_at_however_it_is_changed():
    convolution, last = Conv2D(filters=3, kernel_size=3), Dense(units=10, activation="softmax")
    changes = (BatchNormalization(), Dropout(rate=0.2), Activation(function="relu"))
    hidden = (Dense(units=5), *changes)
    spec = NetworkSpec(input_shape=IMAGE, layers=(convolution, *changes, Flatten(), *changes, *hidden, last))
    assert layers_with_maps(spec) == [0, 1, 3, 8, 9, 11, 12]


def test_last_layer_is_one_even_where_it_changes_a_row():
    layers = (Conv2D(filters=10, kernel_size=28), Flatten(), Activation(function="softmax"))
    assert layers_with_maps(NetworkSpec(input_shape=IMAGE, layers=layers)) == [0, 2]
    assert layers_with_maps(NetworkSpec(input_shape=IMAGE, layers=layers[:2])) == [0]
