"""Convolutions on Inside: kernels, one cell by hand, the way from cell to cell."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from models.cnn import cnn
from models.layers import Conv2D, Dense, Flatten, SeparableConv2D
from models.spec import IMAGE, NetworkSpec
from tests.support import numpy_network
from tests.support.inside_page import layer, looked_at, one_by_hand, plain
from tests.support.page_text import text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]


def with_first(**settings):
    """Return a network whose first convolution has other settings."""
    spec = cnn(filters=(3,), dense=(5,))
    return replace(spec, layers=(replace(spec.layers[0], **settings), *spec.layers[1:]))


def test_first_view_shows_the_first_convolution_and_real_arithmetic(inside):
    app = inside()
    assert not app.exception
    assert re.match(r"Layer 1 of \d+\. Conv ", app.subheader[0].value)
    assert re.search(r"It reads a \*\*2\*\*, (over 99\.9|\d+\.\d) % sure\. The label says 2 too\.", text_of(app))
    title, result = one_by_hand(app)
    assert title == result
    assert float(result) > 0
    assert app.button_group(key="inside-strip").value == 1


def test_kernel_of_the_first_convolution_is_a_square(inside):
    said = text_of(inside(cnn(filters=(4, 6), dense=(5,)), layer="1"))
    assert "Each map is made by one filter: a kernel of 3\u00a0×\u00a03 weights, and a bias. It slides" in said
    assert "slice" not in said


def test_kernel_of_a_later_convolution_is_as_deep_as_there_are_maps_before_it(inside):
    spec = cnn(filters=(4, 6), dense=(5,))
    place = next(place for place, one in enumerate(spec.layers, 1) if one == replace(spec.layers[0], filters=6))
    app = inside(spec, layer=str(place))
    app.session_state["inside-kernels"] = True
    app.number_input(key="inside-channel").set_value(3).run()
    said = text_of(app)
    assert (
        "Each map is made by one filter: a bias, and a kernel of 3\u00a0×\u00a03\u00a0×\u00a04 = 36 weights, a "
        "slice of 3\u00a0×\u00a03 for each of the 4 maps before" in said
    )
    assert "kernel, slice 3" in said
    kernel = r"3\u00a0×\u00a03\u00a0×\u00a04 = 36 weights: a slice of 3\u00a0×\u00a03 for each of the 4 input maps\."
    assert re.search(rf"The kernel of map \d, {kernel}", said)
    assert "6 kernels of 4 slices on one scale" in said
    assert "3\u00a0×\u00a03 weights that slide" not in said


def test_strongest_cell_is_a_way_back_from_any_other(inside):
    app = inside(cnn(filters=(3,), dense=(5,)))
    first = looked_at(app)
    app.number_input(key="inside-row").set_value(0).run()
    assert looked_at(app) == (first[0], 0, first[2])
    app.button(key="inside-strongest").click().run()
    assert looked_at(app) == first


def test_next_cell_is_the_one_to_the_right_and_its_sum_adds_up(inside):
    app = inside(with_first(activation="tanh"))
    chosen, row, column = looked_at(app)
    app.button(key="inside-next").click().run()
    assert looked_at(app) == (chosen, row, column + 1)
    title, result = one_by_hand(app)
    assert title == result


def test_deeper_convolution_adds_the_parts_of_all_input_maps(inside):
    app = inside(cnn(filters=(5, 4), dense=(5,)), layer="3")
    found = re.search(r"sum (\S+) ([+\u2212]) (\S+) \(other maps\) ([+\u2212]) (\S+) \(bias\) = (\S+);", text_of(app))
    assert found is not None
    shown, rest, bias, total = plain(found[1]), plain(found[2] + found[3]), plain(found[4] + found[5]), plain(found[6])
    assert shown + rest + bias == pytest.approx(total, abs=0.0021)  # each is rounded to three decimals
    parts = re.findall(r"map \d+ gives ([^ ,.]+\.\d+)|the other \d+ together (\S+\d)", text_of(app))
    assert sum(plain(one or other) for one, other in parts) == pytest.approx(rest, abs=0.0031)
    title, result = one_by_hand(app)
    assert title == result


def test_another_input_map_is_shown_in_full(inside):
    app = inside(cnn(filters=(5, 4), dense=(5,)), layer="3")
    strongest = app.number_input(key="inside-channel").value
    other = (strongest + 1) % 5
    cell = looked_at(app)
    app.number_input(key="inside-channel").set_value(other).run()
    assert f"patch of map {other}" in text_of(app)
    assert f"map {strongest} gives" in text_of(app)
    assert looked_at(app) == cell


def test_padding_is_said_to_be_outside_the_picture(inside):
    app = inside(with_first(padding="same"))
    app.number_input(key="inside-row").set_value(0).run()
    assert "Hatched cells lie outside the picture; there the patch is 0 (padding)." in text_of(app)
    app.number_input(key="inside-row").set_value(5).run()
    app.number_input(key="inside-column").set_value(5).run()
    assert "Hatched" not in text_of(app)


def test_one_map_before_a_convolution_is_not_called_the_picture(inside):
    layers = (
        Conv2D(filters=1, kernel_size=3),
        Conv2D(filters=3, kernel_size=9, padding="same"),
        Flatten(),
        Dense(units=10),
    )
    app = inside(NetworkSpec(input_shape=IMAGE, layers=layers), layer="2", map="0", cell="0,0")
    said = text_of(app)
    assert "9\u00a0×\u00a09 weights, and a bias. It slides over the one map before it;" in said
    assert "input map 0" in said
    assert "Hatched cells lie outside input map 0;" in said
    assert "slide over the picture" not in said
    assert ">the picture<" not in said


def test_one_map_before_a_separable_convolution_is_not_called_the_picture(inside):
    layers = (
        SeparableConv2D(filters=1, kernel_size=3),
        SeparableConv2D(filters=3, kernel_size=3),
        Flatten(),
        Dense(units=10),
    )
    app = inside(NetworkSpec(input_shape=IMAGE, layers=layers), layer="1")
    assert "slides over the picture, by itself." in text_of(app)
    layer(app, 2)
    assert "slides over the one map before it, by itself." in text_of(app)


def test_weight_furthest_from_0_is_of_the_slices_shown_and_has_its_sign(inside, monkeypatch):
    layers = (Conv2D(filters=2, kernel_size=3), Conv2D(filters=2, kernel_size=3), Flatten(), Dense(units=10))
    real = numpy_network.weights_of

    def weights_of(spec, *, seed=0):
        arrays = real(spec, seed=seed)
        kernel = np.zeros((3, 3, 2, 2), np.float32)
        kernel[0, 0, 0] = (0.5, -0.8)
        kernel[1, 1, 1] = (-5.0, 0.7)
        return arrays | {"conv2d_1/kernel": kernel}

    monkeypatch.setattr(numpy_network, "weights_of", weights_of)
    app = inside(NetworkSpec(input_shape=IMAGE, layers=layers), layer="2", map="1")
    app.session_state["inside-kernels"] = True
    app.run()
    alts = [chart.proto.alt for chart in app.get("plotly_chart")]
    assert "2 slices of kernels; the weight furthest from 0 is \u22120.80." in alts
    assert "4 slices of kernels; the weight furthest from 0 is \u22125.00." in alts


def test_convolution_is_compared_with_a_dense_layer(inside):
    app = inside(cnn(filters=(32,), dense=(5,)))
    said = text_of(app)
    dense = "a dense layer with the same output would have 16,981,120: 53,066 times as many."
    assert f"**320 parameters**; {dense}" in said
    assert "(3\u00a0×\u00a03\u00a0×\u00a01 + 1)\u00a0×\u00a032 = 320." in said
