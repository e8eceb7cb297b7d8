"""Dense units and the output on Inside: the sums, and how ten numbers become probabilities."""

from __future__ import annotations

import re

import pytest

from models.cnn import cnn
from models.layers import BatchNormalization, Dense
from models.mlp import mlp
from models.spec import FLAT, NetworkSpec
from pages.text.inside import power
from tests.support.inside_page import plain
from tests.support.page_text import text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]


def test_dense_network_shows_weights_as_pictures(inside):
    app = inside(mlp(hidden=(70,), dropout=0.2))
    assert app.subheader[0].value == "Layer 1 of 3. Dense 70, ReLU: 784 becomes 70"
    assert "Weights as pictures, the 64 strongest for this digit" in text_of(app)
    assert "This network has no feature maps" in text_of(app)
    alts = [chart.proto.alt for chart in app.get("plotly_chart")]
    assert any(alt.startswith("The weights of 64 units as pictures") for alt in alts)
    assert re.search(r"Green pixels add \S+, purple ones take away \S+\.", text_of(app))


def test_dense_unit_names_its_strongest_inputs_and_adds_up(inside):
    app = inside(cnn(filters=(3,), dense=(20,)), layer="4")
    assert "of 507:" in text_of(app)
    assert re.search(r"\d+: map \d, row \d+, column \d+", text_of(app))
    sums = re.search(r"sum of products (\S+) (. \S+) \(bias\) = (\S+);", text_of(app))
    assert sums is not None
    assert plain(sums[1]) + plain(sums[2]) == pytest.approx(plain(sums[3]), abs=0.0016)
    first = app.number_input(key="inside-map").value
    app.button(key="inside-next").click().run()
    assert app.number_input(key="inside-map").value == (first + 1) % 20
    app.button(key="inside-strongest").click().run()
    assert app.number_input(key="inside-map").value == first


def test_output_divides_exponentials_and_gives_the_loss_of_the_image(inside):
    app = inside(layer="99")  # past the last layer: the last one
    assert re.match(r"Layer (\d+) of \1\. Dense 10, softmax", app.subheader[0].value)
    said = text_of(app)
    worked = r"For the 2: (\S+) \u2212 (\S+) = 0\.00; e\^0\.00 = 1; divided by (1\.\d{4}) that is"
    assert re.search(rf"{worked} \*\*(over )?\d+\.\d\d %\*\*\.", said)
    worked = r"\u2212ln [01]\.\d{4} \((> )?\d+\.\d\d %\) = \*\*\d\.\d{3}\*\*"
    assert re.search(rf"Loss of this image: {worked} \(the label is 2;", said)
    assert len(re.findall(r"-?\d+\.\d{4}", app.code[0].value)) == 10


def test_logit_of_any_digit_is_worked_out(inside):
    app = inside(mlp(hidden=(12,), dropout=0.0), layer="2")
    app.button_group(key="inside-digit").set_value(7).run()
    found = re.search(r"sum of products (\S+) (. \S+) \(bias\) = \*\*(\S+)\*\*, its logit", text_of(app))
    assert found is not None
    assert plain(found[1]) + plain(found[2]) == pytest.approx(plain(found[3]), abs=0.0016)
    assert float(app.code[0].value.strip("[]").split(", ")[7]) == pytest.approx(plain(found[3]), abs=0.001)


@pytest.mark.parametrize(("function", "word"), [("tanh", "tanh"), ("relu", "ReLU"), ("gelu", "GELU")])
def test_logit_of_a_network_that_ends_in_a_function_is_its_result(inside, function, word):
    layers = (Dense(units=6, activation="relu"), Dense(units=10, activation=function))
    app = inside(NetworkSpec(input_shape=FLAT, layers=layers), layer="2")
    logits = [float(value) for value in app.code[0].value.strip("[]").split(", ")]
    for digit in (logits.index(max(logits)), logits.index(min(logits))):
        app.button_group(key="inside-digit").set_value(digit).run()
        found = re.search(rf"\(bias\) = (\S+); {word} [^*]*\*\*(\S+)\*\*, its logit\.", text_of(app))
        assert found is not None
        assert plain(found[2]) == pytest.approx(logits[digit], abs=0.0006)
        assert plain(found[1]) != plain(found[2]) or (logits[digit] > 0 and function == "relu")


def test_sigmoid_ending_says_that_the_ten_do_not_add_up_and_gives_one_loss(inside):
    app = inside(NetworkSpec(input_shape=FLAT, layers=(Dense(units=10, activation="sigmoid"),)))
    assert "so the ten do not add up to 100 %." in text_of(app)
    assert "blind guessing has" not in text_of(app)
    assert "Loss of this image" not in text_of(app)
    assert re.search(r"Their mean, \*\*\d\.\d{3}\*\*, is the binary cross-entropy \(the label is 2\)", text_of(app))


def test_logits_as_outputs_become_probabilities_all_the_same(inside):
    app = inside(NetworkSpec(input_shape=FLAT, layers=(Dense(units=10),)))
    assert re.search(r"For the \d: .* is \*\*(over )?\d+\.\d\d %\*\*", text_of(app))


def test_power_of_no_number_is_said_and_does_not_break_the_table():
    assert (power(float("nan")), power(0.0), power(20.6)) == ("no number", "1", "8.84\u00a0×\u00a010⁸")


def test_units_are_described_by_the_one_furthest_from_0_and_normalised_as_units(inside):
    layers = (Dense(units=8), BatchNormalization(), Dense(units=10))
    app = inside(NetworkSpec(input_shape=FLAT, layers=layers), layer="2")
    said = text_of(app)
    assert "Each of the 8 units is shifted and scaled by four numbers of its own.\n" in said
    assert "the four numbers of this unit" in said
    assert "all units are learned about equally fast" in said
    assert "four numbers of this map" not in said
    alts = [chart.proto.alt for chart in app.get("plotly_chart")]
    assert any(re.match(r"Outputs of 8 units, 0 of them 0; unit \d is furthest from 0: \S+\.", alt) for alt in alts)
