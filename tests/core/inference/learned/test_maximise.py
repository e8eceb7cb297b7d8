"""Gradient ascent: a linear unit's best picture is known, and what is made beats noise."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from core.data.input_scaling import Pixels, shuffled_order
from core.inference.learned.maximise import STEPS, Ascent, ascent_of, climb, reached, start
from core.training.record import checkpoints
from models.cnn import cnn
from models.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    GlobalAveragePooling2D,
    MaxPooling2D,
    SeparableConv2D,
)
from models.spec import FLAT, IMAGE, NetworkSpec

pytestmark = pytest.mark.process

EVERY_KIND = NetworkSpec(
    input_shape=IMAGE,
    layers=(
        MaxPooling2D(),
        Conv2D(filters=4, kernel_size=3, strides=2, padding="same", activation="relu"),
        BatchNormalization(),
        SeparableConv2D(filters=5, kernel_size=2, activation="tanh"),
        AveragePooling2D(pool_size=2, strides=1),
        Activation(function="relu"),
        GlobalAveragePooling2D(),
        Dense(units=6, activation="sigmoid"),
        Dense(units=10, activation="softmax"),
    ),
)


def test_linear_units_best_picture_is_ink_where_its_weights_are_positive(stored):
    network = stored(NetworkSpec(input_shape=FLAT, layers=(Dense(units=10, activation="softmax"),)))
    ascent = Ascent(layer=0, unit=7, decay=0.0, blur=0.0, jitter=0)
    made = climb(network, ascent, start(network, ascent), STEPS)
    weights = checkpoints.read(Path(network.path))["dense/kernel"][:, 7]
    clear = np.abs(weights) > 0.2 * np.abs(weights).max()
    assert (made.image.reshape(-1)[clear] == (weights[clear] > 0)).all()


def test_value_rises_and_beats_noise_and_pieces_are_the_whole(stored):
    network = stored(cnn(filters=(4,), dense=(6,), dropout=0.0))
    ascent = Ascent(layer=4, unit=3, seed=2)
    begun = start(network, ascent)
    made = climb(network, ascent, begun, 60)
    assert made.totals[-1] > made.totals[0]
    noise = np.rint(255 * begun.image).astype(np.uint8)
    best = np.rint(255 * made.image).astype(np.uint8)
    assert reached(network, ascent, best).value > reached(network, ascent, noise).value
    in_pieces = climb(network, ascent, climb(network, ascent, begun, 25), 35)
    np.testing.assert_array_equal(in_pieces.image, made.image)
    assert in_pieces.totals == made.totals
    assert (start(network, Ascent(layer=4, unit=3, seed=3)).image != begun.image).any()


def test_pixels_that_the_middle_cell_does_not_see_stay_paper(stored):
    network = stored(cnn(filters=(4,), dense=(6,), dropout=0.0))
    ascent = Ascent(layer=0, unit=1)
    made = climb(network, ascent, start(network, ascent), 20)
    rows, columns = np.nonzero(made.image)
    assert 13 <= rows.min() <= rows.max() <= 15
    assert 13 <= columns.min() <= columns.max() <= 15


def test_picture_for_small_fields_or_shuffled_pixels_is_not_blurred(stored):
    network = stored(cnn(filters=(4,), dense=(6,), dropout=0.0))
    shuffled = dataclasses.replace(network, pixels=Pixels(shuffled=True))
    assert ascent_of(network, 0, 1, seed=0).blur == 0
    assert ascent_of(network, 4, 1, seed=0).blur > 0
    assert ascent_of(shuffled, 4, 1, seed=0).blur == 0


def test_convolution_that_gets_shuffled_pixels_climbs_on_the_pixels_that_its_middle_cell_gets(stored):
    network = dataclasses.replace(stored(cnn(filters=(4,), dense=(6,), dropout=0.0)), pixels=Pixels(shuffled=True))
    ascent = ascent_of(network, 0, 1, seed=0)
    made = climb(network, ascent, start(network, ascent), STEPS)
    kernel = checkpoints.read(Path(network.path))["conv2d/kernel"][..., 1]
    most = float(np.maximum(kernel, 0).sum()) + 0.1
    assert 0.8 * most < made.totals[-1] <= most
    places = [28 * row + column for row in (13, 14, 15) for column in (13, 14, 15)]  # of the network's input
    assert set(np.flatnonzero(made.image)) <= set(shuffled_order()[places].tolist())


def test_convolutions_cell_nearly_reaches_the_most_that_its_weights_allow(stored):
    network = stored(cnn(filters=(4,), dense=(6,), dropout=0.0))
    ascent = ascent_of(network, 0, 1, seed=0)
    made = climb(network, ascent, start(network, ascent), STEPS)
    kernel = checkpoints.read(Path(network.path))["conv2d/kernel"][..., 1]
    most = float(np.maximum(kernel, 0).sum()) + 0.1
    assert 0.8 * most < made.totals[-1] <= most


@pytest.mark.parametrize(
    "layer", range(len(EVERY_KIND.layers)), ids=lambda index: type(EVERY_KIND.layers[index]).__name__
)
def test_every_kind_of_layer_can_be_climbed(stored, layer):
    network = stored(EVERY_KIND)
    ascent = Ascent(layer=layer, unit=0)
    made = climb(network, ascent, start(network, ascent), 40)
    assert made.totals[-1] > made.totals[0]
