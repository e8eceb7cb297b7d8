"""The last layer on Inside, step by step, and what a temperature changes."""

from __future__ import annotations

import html
import re

import numpy as np
import pytest

from models.layers import Dense
from models.mlp import mlp
from models.spec import FLAT, NetworkSpec
from pages.text.inside import power
from pages.text.inside_output import Output
from tests.support import numpy_network
from tests.support.inside_page import plain
from tests.support.page_text import text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]


def tables(app) -> list[list[list[str]]]:
    """Return the cells of all tables, as text."""
    rows = [re.findall(r"<tr.*?</tr>", body.proto.body) for body in app.get("html") if "<table" in body.proto.body]
    cells = re.compile(r"<t[hd][^>]*>([^<]*)<")
    return [[list(map(html.unescape, cells.findall(row))) for row in table] for table in rows]


def test_softmax_is_a_ladder_whose_rungs_follow_from_one_another(inside):
    app = inside(mlp(hidden=(8,), dropout=0.0), layer="2")
    head, *rows, last = tables(app)[0]
    assert [*head[:5]] == ["Digit", "Logit", "\u2212\u00a0largest", "e^ of that", "÷\u00a0sum"]
    logits = np.array([plain(row[1]) for row in rows])
    lowered = np.array([plain(row[2]) for row in rows])
    assert lowered == pytest.approx(logits - logits.max(), abs=0.011)
    total = float(last[3])
    for row, one in zip(rows, lowered, strict=True):
        share = re.sub("[<>%]", "", row[4])
        assert float(share) == pytest.approx(100 * np.exp(one) / total, abs=1.1)
    found = re.search(r"\u2212ln \S+ \(.*?\) = \*\*(\S+)\*\* \(the label is 2;", text_of(app))
    assert plain(found[1]) == pytest.approx(np.log(total) - lowered[2], abs=0.02)


def test_sigmoid_has_a_loss_for_each_digit_and_their_mean(inside):
    app = inside(NetworkSpec(input_shape=FLAT, layers=(Dense(units=10, activation="sigmoid"),)))
    head, *rows, last = tables(app)[0]
    assert head[3:5] == ["1 ÷ (1 + that)", "Loss"]
    logits = np.array([plain(row[1]) for row in rows])
    losses = np.logaddexp(0, np.where(np.arange(10) == 2, -logits, logits))
    assert [plain(row[4]) for row in rows] == pytest.approx(losses, abs=0.01)
    assert plain(last[-2]) == pytest.approx(losses.mean(), abs=0.01)
    assert "is the binary cross-entropy" in text_of(app)


@pytest.mark.parametrize("activation", ["softmax", "sigmoid"])
def test_drawing_has_no_label_and_so_no_loss(inside, activation):
    app = inside(NetworkSpec(input_shape=FLAT, layers=(Dense(units=10, activation=activation),)))
    app.session_state["drawing"] = np.full((28, 28), 200, np.uint8)
    app.run()
    app.button_group(key="inside-source").set_value("drawing").run()
    assert not app.exception
    assert "Loss" not in tables(app)[0][0]
    assert "Loss of this image" not in text_of(app)


@pytest.mark.parametrize("activation", ["softmax", "sigmoid"])
def test_temperature_moves_how_sure_and_not_the_order(inside, activation):
    app = inside(NetworkSpec(input_shape=FLAT, layers=(Dense(units=10, activation=activation),)))

    def column(place: int) -> list[float]:
        table = next(table for table in tables(app) if "At 1" in table[0])
        return [float(re.sub("[<>%]", "", row[place])) for row in table[1:]]

    as_it_says = column(1)
    assert ", as the network says it." in text_of(app)
    app.select_slider(key="inside-temperature").set_value(5.0).run()
    first, flat = column(1), column(3)
    assert first == as_it_says
    assert max(flat) < max(first)
    assert np.argmax(flat) == np.argmax(first)
    assert "At 5 the" in text_of(app)


def test_equal_logits_have_no_temperature(inside, monkeypatch):
    spec = NetworkSpec(input_shape=FLAT, layers=(Dense(units=10),))
    assert [slider.key for slider in inside(spec).select_slider] == ["inside-temperature"]
    nothing = {name: np.zeros_like(array) for name, array in numpy_network.weights_of(spec).items()}
    monkeypatch.setattr(numpy_network, "weights_of", lambda *_, **__: nothing)
    assert not inside(spec).select_slider


def test_explanations_of_the_loss_have_at_most_60_words():
    for text in (Output.steadier(20.56), Output.steadier_sigmoid(-12.3), Output.BECAUSE, Output.BECAUSE_SIGMOID):
        assert 20 <= len(text.split()) <= 60


def test_power_too_large_for_a_number_is_said():
    assert power(800.0) == "over 10³⁰⁰"
