"""Every layer of every network can be looked at on Inside."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from streamlit.testing.v1 import AppTest

from core.inference.pretrained import pretrained
from core.recipes import recipes
from models.cnn import cnn
from models.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    MaxPooling2D,
    SeparableConv2D,
)
from models.spec import FLAT, IMAGE, NetworkSpec
from tests.support.inside_page import choose_map, layer, one_by_hand
from tests.support.page_text import text_of
from tests.support.random_networks import networks

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]


@pytest.mark.parametrize("key", [one.key for one in recipes()])
def test_every_layer_of_every_recipe_can_be_looked_at(inside, key):
    spec = next(one.spec for one in recipes() if one.key == key)
    look_at_all(inside(spec), spec)


def test_every_layer_of_the_pretrained_network_can_be_looked_at(inside):
    look_at_all(inside(), pretrained().network.spec)


def test_all_of_a_small_network_can_be_opened_with_its_maps_over_many_digits(inside):
    spec = cnn(filters=(3,), dense=(5,))
    app = inside(spec)
    open_all(app, spec)
    assert inside.asked["pieces"]


def test_every_kind_of_layer_can_be_looked_at(inside):
    spec = NetworkSpec(
        input_shape=IMAGE,
        layers=(
            MaxPooling2D(),
            Conv2D(filters=70, kernel_size=8, strides=2, padding="same", activation="softmax"),
            Activation(function="softmax"),
            Dropout(rate=0.0),
            AveragePooling2D(pool_size=3, strides=1),
            Conv2D(filters=1, kernel_size=1),
            SeparableConv2D(filters=6, kernel_size=2, activation="leaky_relu"),
            SeparableConv2D(filters=5, kernel_size=2, padding="same", activation="gelu"),
            GlobalAveragePooling2D(),
            Flatten(),
            Dense(units=1030, activation="softmax"),
            BatchNormalization(),
            Activation(function="tanh"),
            Dropout(rate=0.3),
            Dense(units=10),
            Activation(function="sigmoid"),
        ),
    )
    app = inside(spec)
    look_at_all(app, spec)
    open_all(app, spec)


def test_convolution_at_the_end_can_be_looked_at(inside):
    layers = (Conv2D(filters=10, kernel_size=28, activation="softmax"), Flatten())
    spec = NetworkSpec(input_shape=IMAGE, layers=layers)
    app = inside(spec)
    title, result = one_by_hand(app)
    assert title == result
    look_at_all(app, spec)


def test_largest_layers_can_be_looked_at(inside):
    layers = (Conv2D(filters=512, kernel_size=7, strides=7), Flatten(), Dense(units=512), Dense(units=10))
    spec = NetworkSpec(input_shape=IMAGE, layers=layers)
    look_at_all(inside(spec), spec)
    spec = NetworkSpec(input_shape=FLAT, layers=(Dense(units=4096, activation="relu"), Dense(units=10)))
    app = inside(spec)
    choose_map(app, 4095)
    assert "3,072 to 4,095 of 4,096" in text_of(app)
    look_at_all(app, spec)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(spec=networks())
def test_random_networks_can_be_looked_at(inside, spec):
    look_at_all(inside(spec), spec)


EXPANDERS = (
    *("inside-function", "inside-kernels", "inside-before-after", "inside-distribution"),
    *("inside-maps-table", "inside-map-table", "inside-many-table", "inside-units-table", "inside-norm-table"),
)


def look_at_all(app: AppTest, spec: NetworkSpec) -> None:
    """Choose every layer; each has its heading and, where a cell is worked out, it comes to the network's number."""
    for place in range(len(spec.layers) + 1):
        layer(app, place)
        assert not app.exception, (place, spec)
        assert not app.error, (place, spec)
        if place == 0:
            continue
        assert app.subheader[0].value.startswith(f"Layer {place} of {len(spec.layers)}. ")
        if isinstance(spec.layers[place - 1], Conv2D | SeparableConv2D) and place < len(spec.layers):
            title, result = one_by_hand(app)
            assert title == result, (place, spec)


def open_all(app: AppTest, spec: NetworkSpec) -> None:
    """Choose every layer with all open that can be, over many digits, and with the values before its function."""
    layer(app, 1)
    for ask in [button for button in app.button if button.key == "inside-ask-many"]:
        ask.click().run()
    for place in range(len(spec.layers), 0, -1):
        app.button_group(key="inside-strip").set_value(place).run()
        for key in EXPANDERS:
            app.session_state[key] = True
        app.session_state["inside-values"] = "before"
        app.run()
        assert not app.exception, (place, spec)
        assert not app.error, (place, spec)
        assert app.subheader[0].value.startswith(f"Layer {place} of {len(spec.layers)}. ")
        assert all(box.children for box in app.expander), (place, spec)
