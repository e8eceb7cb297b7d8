"""How many pictures fit into one question: fewer, the more a network computes, by whatever kind of layer."""

from __future__ import annotations

import pytest

from core.inference.cost import MAX_REQUEST_COST, image_cost, images_per_request
from core.inference.pretrained import pretrained
from core.recipes import recipes
from models.layers import Activation, Conv2D, Dense, Flatten, MaxPooling2D
from models.spec import FLAT, IMAGE, NetworkSpec

END = (Conv2D(filters=1, kernel_size=28), Flatten(), Dense(units=10))
WIDE = Conv2D(filters=512, kernel_size=1)
CONVOLUTION = Conv2D(filters=512, kernel_size=3, padding="same")
HEAVY = {
    "convolutions": (CONVOLUTION,) * 4,
    "pooling over everything": (WIDE, MaxPooling2D(pool_size=28, strides=1, padding="same")),
    "activations": (WIDE, *(Activation(function="tanh"),) * 2),
}


def test_work_is_what_each_layer_multiplies_looks_at_and_gives():
    assert image_cost(NetworkSpec(input_shape=FLAT, layers=(Dense(units=10),))) == 784 * 10 + 10 * 10
    pooled = NetworkSpec(input_shape=IMAGE, layers=(MaxPooling2D(pool_size=4), Flatten(), Dense(units=10)))
    assert image_cost(pooled) == (16 + 10) * 49 + 10 * 49 + (490 + 10 * 10)


@pytest.mark.parametrize("layers", HEAVY.values(), ids=HEAVY)
def test_question_about_a_heavy_network_stays_short(layers):
    spec = NetworkSpec(input_shape=IMAGE, layers=(*layers, *END))
    found = images_per_request(spec, most=500)
    assert 1 <= found < 300
    assert found == 1 or found * image_cost(spec) <= MAX_REQUEST_COST


def test_usual_networks_are_asked_as_many_as_there_may_be():
    for spec in (pretrained().network.spec, *(recipe.spec for recipe in recipes())):
        assert images_per_request(spec, most=500) == 500
