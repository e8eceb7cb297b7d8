"""Before and after a layer's function on Inside: the switch, the curve, a map as the sum of its parts."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from models.cnn import cnn
from models.layers import Activation, Conv2D, Dense, Flatten, SeparableConv2D
from models.mlp import mlp
from models.spec import IMAGE, NetworkSpec
from tests.support import numpy_network
from tests.support.inside_page import choose_map, layer, looked_at, one_by_hand
from tests.support.page_text import text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]


def opened(app, key: str):
    """Open an expander, as a click does."""
    app.session_state[key] = True
    return app.run()


def test_switch_shows_the_values_before_the_function_and_keeps_the_cell(inside):
    app = inside(cnn(filters=(4,), dense=(5,)))
    app.button(key="inside-next").click().run()
    cell = looked_at(app)
    after, _ = one_by_hand(app)
    app.number_input(key="inside-row").set_value(0).run()
    app.button_group(key="inside-values").set_value("before").run()
    assert looked_at(app) == (cell[0], 0, cell[2])
    app.number_input(key="inside-row").set_value(cell[1]).run()
    said = text_of(app)
    assert "**All 4 maps, before ReLU**" in said
    before = re.search(r"\*\*Map \d+, row \d+, column \d+, before ReLU: (\S+)\*\*", said)
    assert before is not None
    assert f"(bias) = {before[1]}; ReLU" in said
    app.button_group(key="inside-values").set_value("after").run()
    assert one_by_hand(app)[0] == after


def test_unit_is_shown_before_its_function_too(inside):
    app = inside(mlp(hidden=(12,), dropout=0.0))
    choose_map(app, 3)
    app.button_group(key="inside-values").set_value("before").run()
    found = re.search(r"\*\*Unit 3, before ReLU: (\S+)\*\*", text_of(app))
    assert found is not None
    assert f"(bias) = {found[1]}; ReLU" in text_of(app)


def test_layers_without_a_function_of_their_own_have_no_switch(inside):
    plain = (Conv2D(filters=2, kernel_size=3), Activation(function="tanh"), Flatten(), Dense(units=10))
    app = inside(NetworkSpec(input_shape=IMAGE, layers=plain))
    for place in (1, 2, 3, 4):
        layer(app, place)
        assert not [group for group in app.button_group if group.key == "inside-values"]


@pytest.mark.parametrize("function", ["relu", "leaky_relu", "gelu", "sigmoid", "tanh", "softmax"])
def test_curve_tells_what_the_function_did_to_the_values(inside, function):
    layers = (Conv2D(filters=3, kernel_size=5, activation=function), Flatten(), Dense(units=10))
    app = opened(inside(NetworkSpec(input_shape=IMAGE, layers=layers)), "inside-function")
    said = text_of(app)
    if function == "softmax":
        assert "what it makes of one depends on all 3 maps" in said
        return
    assert re.search(r"\*\*(\d+\.\d|0) %\*\* of the 1,728 values (are below 0 and|lie where)", said)
    assert "data:image/svg+xml;base64," in said
    assert re.search(r"The line marks the chosen value: \S+ becomes \S+\.", said)


def test_share_that_relu_cuts_is_counted(inside, monkeypatch):
    spec = cnn(filters=(4,), dense=(5,))
    drawn = numpy_network.weights_of(spec)
    drawn["conv2d/kernel"][:] = 0
    drawn["conv2d/bias"][:] = [-1, -2, 3, 4]
    monkeypatch.setattr(numpy_network, "weights_of", lambda *_, **__: drawn)
    app = opened(inside(spec), "inside-function")
    assert any("50.0 % of the 2,704 values are 0 after it" in box.label for box in app.expander)
    assert "**50.0 %** of the 2,704 values are below 0 and become 0" in text_of(app)


@pytest.mark.parametrize("kind", [Conv2D, SeparableConv2D])
def test_deep_map_is_shown_as_the_sum_of_its_input_maps(inside, kind):
    layers = (Conv2D(filters=20, kernel_size=3), kind(filters=2, kernel_size=3), Flatten(), Dense(units=10))
    app = opened(inside(NetworkSpec(input_shape=IMAGE, layers=layers), layer="2"), "inside-kernels")
    said = text_of(app)
    chosen = looked_at(app)[0]
    assert f"**Map {chosen} is a sum of parts**, one for each input map (the 16 strongest of 20)" in said
    assert len(set(re.findall(r'aria-label="part of input map (\d+)', said))) == 16
    assert "the other 4 together" in said
    assert re.search(r"all parts [+\u2212] \S+ \(bias\)", said)


def test_normalisation_tells_how_the_values_move_and_lists_the_numbers_of_all_maps(inside):
    app = inside(cnn(filters=(3,), dense=(5,), batch_normalization=True), layer="2")
    opened(app, "inside-distribution")
    opened(app, "inside-norm-table")
    said = text_of(app)
    spread = r"mean \S+, standard deviation \S+"
    assert re.search(rf"The 2,028 values of this digit: {spread} before; {spread} after\.", said)
    table = said[said.index("the four numbers of all 3 maps") :]
    assert all(name in table for name in ("Gamma", "Beta", "Digit: sd after"))


def test_flatten_goes_both_ways_between_cell_and_position(inside):
    app = inside(cnn(filters=(3,), dense=(5,)), layer="3")
    app.number_input(key="inside-position").set_value(506).run()
    assert looked_at(app) == (2, 12, 12)
    assert "506 / 3 = 168, remainder **map 2**; 168 / 13 = **row 12**, remainder **column 12**" in text_of(app)
    app.number_input(key="inside-row").set_value(0).run()
    app.number_input(key="inside-map").set_value(1).run()
    hovers = [one for chart in app.get("plotly_chart") for one in json.loads(chart.proto.spec)["data"]]
    (map_hovers, row_hovers) = (one["hovertemplate"] for one in hovers if "hovertemplate" in one)
    assert map_hovers[12] == "row 0, column 12: %{text}, position 37<extra></extra>"
    assert row_hovers[37 - 13] == "position 37: row 0, column 12, map 1: %{text}<extra></extra>"
    assert app.number_input(key="inside-position").value == np.ravel_multi_index((0, 12, 1), (13, 13, 3))
