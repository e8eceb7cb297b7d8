"""Inside as a person meets it: one digit, one network, and which layer is looked at."""

from __future__ import annotations

import re

import numpy as np
import pytest
import streamlit as st

from models.cnn import cnn
from models.layers import (
    Conv2D,
    Dense,
    Flatten,
)
from models.mlp import mlp
from models.spec import IMAGE, NetworkSpec
from tests.support.inside_page import layer
from tests.support.page_text import text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]


def test_picture_is_784_numbers_from_0_to_1(inside):
    app = inside(mlp(hidden=(5,)), layer="0")
    assert "165 of the 784 hold ink" in text_of(app)
    assert "laid out as one row of 784" in text_of(app)
    app.number_input(key="inside-row").set_value(9).run()
    app.number_input(key="inside-column").set_value(14).run()
    assert "row 9, column 14: 247 / 255 = **0.969**" in text_of(app)


def test_chosen_layer_is_in_the_address_and_survives_a_visit_elsewhere(inside):
    app = inside(cnn(filters=(3,), dense=(5,)))
    layer(app, 3)
    assert app.query_params["layer"] == "3"
    app.switch_page("train.py").run()
    app.switch_page("inside.py").run()
    assert app.button_group(key="inside-strip").value == 3


@pytest.mark.parametrize("address", ["", "abc", "-1", "999", "1 ", "٣", "1" * 5000], ids=range(7))
def test_layer_that_the_address_makes_up_is_no_error(inside, address):
    app = inside(mlp(hidden=(5,), dropout=0.0), layer=address)
    assert not app.exception
    assert not app.error
    assert app.button_group(key="inside-strip").value == 1


def test_another_model_with_fewer_layers_shows_its_last(inside):
    app = inside(cnn(filters=(3,), dense=(5,)), layer="5")
    inside(mlp(hidden=(5,), dropout=0.0))
    app.run()
    assert app.subheader[0].value.startswith("Layer 2 of 2.")


def test_weights_that_are_gone_are_said_with_a_way_back(inside, tmp_path):
    app = inside(mlp(hidden=(5,)), model=f"{'a' * 32}.1")
    (tmp_path / "weights.npz").unlink()
    st.cache_resource.clear()
    app.run()
    assert not app.exception
    assert "missing" in app.error[0].value
    app.button(key="model-way-back").click().run()
    assert app.query_params["model"] == "pretrained"


def test_layers_of_one_kind_and_shape_are_told_apart(inside):
    same = Conv2D(filters=2, kernel_size=3, padding="same")
    app = inside(NetworkSpec(input_shape=IMAGE, layers=(same, same, same, Flatten(), Dense(units=10))))
    for place in (1, 2, 3):
        layer(app, place)
        assert app.subheader[0].value.startswith(f"Layer {place} of 5.")
        assert app.button_group(key="inside-strip").value == place


def test_network_is_asked_once_for_one_picture(inside):
    app = inside(cnn(filters=(3,), dense=(7,)))
    for place in (2, 3, 4, 1):
        layer(app, place)
    app.button(key="inside-next").click().run()
    assert inside.asked["questions"] == 1


def test_last_drawing_is_followed_where_there_is_one(inside):
    app = inside(cnn(filters=(3,), dense=(5,)))
    assert not [group for group in app.button_group if group.key == "inside-source"]
    drawn = np.zeros((28, 28), np.uint8)
    drawn[5:20, 13:15] = 255
    app.session_state["drawing"] = drawn
    app.run()
    app.button_group(key="inside-source").set_value("drawing").run()
    assert "The label says" not in text_of(app)
    assert "Digit: my last drawing" in popovers(app)
    layer(app, 0)
    assert "30 of the 784 hold ink" in text_of(app)
    layer(app, 5)
    assert "Loss of this image" not in text_of(app)
    app.button(key="digit-random").click().run()  # a digit that is chosen is followed again
    assert app.button_group(key="inside-source").value == "digit"
    assert any(label.startswith("Digit: test image") for label in popovers(app))


def popovers(app) -> list[str]:
    return [block.proto.popover.label for block in app.get("popover")]


def test_missing_digit_has_a_way_back(inside):
    app = inside(cnn(filters=(3,), dense=(5,)), digit="test-10000")
    assert "There is no such digit." in app.error[0].value
    app.button(key="show-default-digit").click().run()
    assert not app.error
    assert app.subheader[0].value.startswith("Layer 1 of")


def test_waking_network_is_said_and_how_long_it_has_taken(visit, answering):
    answering.is_awake = False
    app = visit("inside.py")
    assert "The network is waking up (about 10 s)." in text_of(app)
    answering.waking_seconds = 125.0
    assert "The network is still waking up: 2 min 0 s so far." in text_of(app.run())


def test_charts_are_described_by_what_they_show(inside):
    app = inside(cnn(filters=(3,), dense=(5,)))
    alts = [chart.proto.alt for chart in app.get("plotly_chart")]
    assert any(re.match(r"3 feature maps; map \d holds the value furthest from 0, \S+", alt) for alt in alts)
    assert any(re.match(r"Map \d, 26\u00a0×\u00a026 cells; row \d+, column \d+ is framed: \S+\.", alt) for alt in alts)


def test_explanations_have_at_most_60_words(inside):
    spec = NetworkSpec(
        input_shape=IMAGE,
        layers=(
            *cnn(filters=(64, 64), batch_normalization=True, dense=(64,), dropout=0.25).layers[:-1],
            Dense(units=10),
        ),
    )
    app = inside(spec)
    explained = set()
    for place in range(1, len(spec.layers) + 1):
        layer(app, place)
        for box in app.expander:
            if box.label == "Why?":
                words = " ".join(text.value for text in box.markdown).split()
                assert 20 <= len(words) <= 60
                explained.add(spec.layers[place - 1].text.split()[0])
    assert explained == {"Conv", "Batch", "Max", "Dense", "Dropout"}
