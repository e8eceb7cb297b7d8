"""Feature maps on Inside, and the layers between: pooling, normalisation, flattening, dropout."""

from __future__ import annotations

import json
import re

import pytest

from models.cnn import cnn
from models.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Flatten,
    MaxPooling2D,
)
from models.mlp import mlp
from models.spec import IMAGE, NetworkSpec
from tests.support import numpy_network
from tests.support.inside_page import choose_map, click, layer, looked_at, plain
from tests.support.page_text import text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]


def test_chosen_map_is_followed_through_normalisation_and_pooling(inside):
    app = inside(cnn(filters=(6, 4), dense=(5,), batch_normalization=True))
    choose_map(app, 4)
    for place in (2, 3):
        layer(app, place)
        assert looked_at(app)[0] == 4
    layer(app, 4)
    assert app.number_input(key="inside-map").label == "Map, 0 to 3"


def test_empty_map_says_0_for_this_digit(inside, monkeypatch):
    spec = cnn(filters=(2,), dense=(5,))
    drawn = numpy_network.weights_of(spec)
    drawn["conv2d/kernel"][..., 1], drawn["conv2d/bias"][1] = 0, -1
    monkeypatch.setattr(numpy_network, "weights_of", lambda *_, **__: drawn)
    app = inside(spec)
    assert "1 of 2 maps is 0 for this digit (1)." in text_of(app)
    choose_map(app, 1)
    assert "**Map 1: 0 for this digit**" in text_of(app)
    assert "ReLU makes it 0: **0.000**" in text_of(app)
    layer(app, 2)
    assert "**Map 1, after: 0 for this digit**" in text_of(app)


def test_layer_that_gives_nothing_but_0_is_called_silent_and_has_no_scale(inside, monkeypatch):
    spec = cnn(filters=(4,), dense=(5,))
    drawn = numpy_network.weights_of(spec)
    drawn["conv2d/kernel"][:], drawn["conv2d/bias"][:] = 0, 0
    drawn["dense/kernel"][:], drawn["dense/bias"][:] = 0, -1
    monkeypatch.setattr(numpy_network, "weights_of", lambda *_, **__: drawn)
    app = inside(spec)
    assert "All 4 maps are 0 for this digit: this layer is silent" in text_of(app)
    assert "e\N{MINUS SIGN}1" not in text_of(app)  # 5.0e-13, the scale of nothing
    layer(app, 4)
    assert "All 5 units are 0 for this digit: this layer is silent" in text_of(app)
    layer(app, 5)
    assert "this layer is silent" not in text_of(app)


def test_each_map_on_its_own_scale_is_said_not_to_be_comparable(inside):
    app = inside(cnn(filters=(3,), dense=(5,)))
    assert "not comparable." not in text_of(app)
    app.toggle(key="inside-own-scale").set_value(True).run()
    assert "Each on its own scale: brightness not comparable." in text_of(app)


def test_many_maps_come_in_pages(inside):
    app = inside(cnn(filters=(3, 130), dense=(5,)), layer="3")
    choose_map(app, 129)
    assert "**Maps 128 to 129 of 130**" in text_of(app)
    assert app.button(key="inside-maps-later").disabled
    app.button(key="inside-maps-earlier").click().run()
    assert "**Maps 64 to 127 of 130**" in text_of(app)
    assert 64 <= looked_at(app)[0] < 128


def test_pooling_names_the_block_and_its_winner(inside):
    app = inside(cnn(filters=(3,), dense=(5,)), layer="2")
    assert "Of 676 cells in, 169 out, in every map." in text_of(app)
    found = re.search(r"Largest of (\S+), (\S+), (\S+), (\S+): \*\*(\S+)\*\*", text_of(app))
    assert found is not None
    *block, output = (plain(text) for text in found.groups())
    assert max(block) == pytest.approx(output, abs=0.005)


def test_average_pooling_takes_the_mean(inside):
    layers = (Conv2D(filters=2, kernel_size=3), AveragePooling2D(), Flatten(), Dense(units=10))
    app = inside(NetworkSpec(input_shape=IMAGE, layers=layers), layer="2")
    found = re.search(r"Mean of (\S+), (\S+), (\S+), (\S+): \*\*(\S+)\*\*", text_of(app))
    assert found is not None
    *block, output = (plain(text) for text in found.groups())
    assert sum(block) / 4 == pytest.approx(output, abs=0.006)


def test_normalisation_is_worked_out_with_its_four_numbers(inside):
    app = inside(cnn(filters=(3,), dense=(5,), batch_normalization=True), layer="2")
    formula = re.search(
        r"\((\S+) (. \S+)\) / √\((\S+) \+ (\S+)\)\u00a0×\u00a0(\S+) (. \S+)\n.*it is \*\*(\S+)\*\*", text_of(app)
    )
    assert formula is not None
    value, mean, variance, epsilon, gamma, beta, result = (plain(text) for text in formula.groups())
    by_hand = (value + mean) / (variance + epsilon) ** 0.5 * gamma + beta
    assert by_hand == pytest.approx(result, rel=0.01, abs=0.01)


def test_flatten_says_where_a_cell_goes(inside):
    app = inside(cnn(filters=(3,), dense=(5,)), layer="3")
    assert "13\u00a0×\u00a013\u00a0×\u00a03 numbers become one row of 507" in text_of(app)
    found = re.search(
        r"Row (\d+), column (\d+), map (\d+) goes to position .* = \*\*(\d+)\*\*: (\S+)\. And", text_of(app)
    )
    assert found is not None
    row, column, channel, place = (int(text) for text in found.groups()[:4])
    assert place == (row * 13 + column) * 3 + channel


def test_dropout_rests_and_shows_what_training_would_switch_off(inside):
    app = inside(mlp(hidden=(200,), dropout=0.2), layer="2")
    assert "Rests when predicting: nothing changes. While training, a fifth of the 200 numbers" in text_of(app)
    before = re.search(r"(\d+) of \d+ are off here", text_of(app))
    for _ in range(5):
        app.button(key="inside-draw-again").click().run()
        after = re.search(r"(\d+) of \d+ are off here", text_of(app))
        if after[1] != before[1]:
            break
    assert after[1] != before[1]


def test_table_is_sent_once_it_is_opened(inside):
    app = inside(cnn(filters=(3,), dense=(5,)))
    assert not [block for block in app.html if "<table" in block.value]
    box = next(box for box in app.expander if box.label.startswith("Show as table: the 3 maps"))
    assert box.proto.expanded is False


def test_choice_of_a_map_is_forgotten_where_there_is_no_such_map(inside):
    app = inside(cnn(filters=(6,), dense=(5,)))
    choose_map(app, 5)
    inside(cnn(filters=(2,), dense=(5,)), seed=4)
    app.run()
    assert not app.exception
    assert looked_at(app)[0] < 2


@pytest.mark.parametrize("between", [MaxPooling2D(), BatchNormalization(), Activation(function="relu")])
def test_clicked_map_is_the_one_in_all_tables(inside, between):
    layers = (Conv2D(filters=70, kernel_size=3), between, Flatten(), Dense(units=10))
    app = inside(NetworkSpec(input_shape=IMAGE, layers=layers), layer="2", map="69")
    app.session_state["inside-before-after"] = True
    app.run()
    click(app, "inside-maps-1", 3)  # draws nothing but what belongs to the map
    assert not app.subheader
    assert app.number_input(key="inside-map").value == 3
    assert any("the numbers of map 3" in box.label for box in app.expander)
    assert "Map 3, before" in text_of(app)
    assert ">Map 0<" in text_of(app)
    assert ">Map 69<" not in text_of(app)


def framed(app) -> int:
    """Return the number of the unit whose weights have a frame."""
    (chart,) = (one.proto for one in app.get("plotly_chart") if one.proto.id.endswith("-inside-own-kernels-0"))
    tiles = json.loads(chart.spec)["data"][1]
    return tiles["customdata"][tiles["selectedpoints"][0]]


def test_chosen_unit_is_the_one_whose_weights_have_the_frame(inside):
    app = inside(mlp(hidden=(12,), dropout=0.0), layer="1", map="5")
    assert framed(app) == 5
    app.button(key="inside-next").click().run()
    assert not [one for one in app.button_group if one.key == "inside-strip"]  # the panel alone is drawn again
    assert framed(app) == 6
    for chart, number in (("inside-own-kernels-0", 2), ("inside-maps-0", 9)):
        click(app.run(), chart, number)
        assert framed(app) == app.number_input(key="inside-map").value == number
