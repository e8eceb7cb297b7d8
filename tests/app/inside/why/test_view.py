"""*Why this answer* as a person meets it: what is asked, what is said of one square, and what another method says."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core import lab
from core.data.input_scaling import Pixels
from core.inference.attribution.attribution import METHODS
from core.runs.log.models import Model, ModelRegistry
from core.serving.inference_client import InferenceClient
from models.cnn import cnn
from models.layers import Activation, BatchNormalization, Conv2D, Dense, Flatten
from models.spec import FLAT, IMAGE, NetworkSpec
from pages.state.inside import attributions
from pages.text.inside_take_away import Arrays
from pages.text.inside_why import Why
from pages.text.inside_why_check import Deletion
from tests.support import numpy_network
from tests.support.inside_page import plain
from tests.support.page_text import captions, text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]

LINEAR = NetworkSpec(input_shape=FLAT, layers=(Dense(units=10, activation="softmax"),))
CNN = cnn(filters=(3, 2), dense=(5,))
ARITHMETIC = re.compile(r"Logit of (.*): (\S+) → (\S+), (falls by|rises by) \*\*(\S+)\*\*\.")


def picture(index: int) -> np.ndarray:
    return np.array(lab.current().dataset().test_images[index])


def answer_of(app: AppTest) -> int:
    return int(re.search(r"It reads an? \*\*(\d)\*\*", text_of(app))[1])


def asked(app: AppTest) -> tuple[int, int, str]:
    """Return the digit, the one it is set against (-1 for none) and the method."""
    return (
        app.button_group(key="why-digit").value,
        app.selectbox(key="why-against").value,
        app.selectbox(key="why-method").value,
    )


def test_first_view_erases_the_strongest_square_by_hand(why):
    app = why(LINEAR)
    answer = answer_of(app)
    assert asked(app) == (answer, -1, "occlusion")
    what, before, after, verb, change = ARITHMETIC.search(text_of(app)).groups()
    assert what == str(answer)
    assert plain(before) - plain(after) == pytest.approx(plain(change) * (1 if verb == "falls by" else -1), abs=1e-9)
    # a linear network loses the erased pixels times their weights, and no other square loses more
    kernel = numpy_network.weights_of(LINEAR)["dense/kernel"][:, answer].reshape(28, 28) * (picture(1) / 255)
    falls = np.lib.stride_tricks.sliding_window_view(kernel, (4, 4)).sum(axis=(2, 3))
    row, column = np.unravel_index(np.abs(falls).argmax(), falls.shape)
    assert (app.number_input(key="why-row").value, app.number_input(key="why-column").value) == (row, column)
    assert plain(before) - plain(after) == pytest.approx(falls[row, column], abs=0.011)


def test_another_square_is_looked_at_by_its_numbers_and_a_larger_one_keeps_its_place(why):
    app = why(LINEAR)
    app.number_input(key="why-row").set_value(12).run()
    app.number_input(key="why-column").set_value(14).run()
    assert "**Row 12, column 14: 4 × 4 pixels erased**" in text_of(app).replace("\u00a0", " ")
    app.selectbox(key="why-square").set_value(6).run()
    assert "**Row 12, column 14: 6 × 6 pixels erased**" in text_of(app).replace("\u00a0", " ")
    app.button(key="why-strongest").click().run()
    assert app.selectbox(key="why-square").value == 6
    assert (app.number_input(key="why-row").value, app.number_input(key="why-column").value) != (12, 14)


def test_digit_method_and_the_digit_against_are_in_the_address(why):
    app = why(LINEAR)
    other = next(digit for digit in range(10) if digit != answer_of(app))
    app.button_group(key="why-digit").set_value(other).run()
    app.selectbox(key="why-method").set_value("integrated-gradients").run()
    label = app.button(key="why-runner-up").label
    app.button(key="why-runner-up").click().run()
    against = int(label.split()[-1].rstrip("?"))
    assert label == Why.runner_up(other, against)
    assert {name: app.query_params[name] for name in ("class", "not", "method")} == {
        "class": str(other),
        "not": str(against),
        "method": "integrated-gradients",
    }
    again = why(LINEAR, **{"class": str(other), "not": str(against), "method": "integrated-gradients"})
    assert asked(again) == (other, against, "integrated-gradients")
    assert re.search(r"The 784 parts add up to \*\*(\S+)\*\*\. .* difference \*\*\1\*\*, 0\.0 % apart", text_of(again))


def test_another_picture_is_explained_by_its_own_answer(why):
    app = why(LINEAR, **{"class": "3", "not": "5"})
    assert asked(app)[:2] == (3, 5)
    app.button(key="digit-random").click().run()
    assert asked(app)[:2] == (answer_of(app), -1)


@pytest.mark.parametrize("made_up", ["", "10", "-1", "٣", "x" * 5000], ids=range(5))
def test_address_that_is_made_up_asks_for_the_answer_and_for_occlusion(why, made_up):
    app = why(LINEAR, **{"class": made_up, "not": made_up, "method": made_up})
    assert not app.exception
    assert not app.error
    assert asked(app) == (answer_of(app), -1, "occlusion")


def test_network_without_convolution_has_no_class_maps_and_says_what_one_would_add(why):
    app = why(LINEAR, method="grad-cam")
    assert asked(app)[2] == "occlusion"
    assert not [name for name in app.selectbox(key="why-method").options if name.startswith("Grad-CAM")]
    app.session_state["why-compare"] = True
    app.run()
    assert Why.NO_MAPS in captions(app)
    assert [f"<strong>{name}</strong>" in text_of(app) for name in Why.METHODS.values()] == [True] * 5 + [False] * 2


def test_network_that_gets_shuffled_pixels_has_no_class_maps_and_says_why(why, monkeypatch):
    app = why(CNN, method="gradient")
    assert "Grad-CAM" in app.selectbox(key="why-method").options
    shuffled = dataclasses.replace(ModelRegistry.find(None, None).network, pixels=Pixels(shuffled=True))
    monkeypatch.setattr(ModelRegistry, "find", lambda _, name: Model(name=name, network=shuffled, record=None))
    app.session_state["why-compare"] = True
    app.run()
    assert Why.SHUFFLED in captions(app)
    assert "Grad-CAM" not in app.selectbox(key="why-method").options


def test_class_map_has_the_size_of_its_convolution_which_is_in_the_address(why):
    app = why(CNN, method="grad-cam-plus")
    convolutions = [place for place, layer in enumerate(CNN.layers) if layer.text.startswith("Conv")]
    assert app.selectbox(key="inside-layer").value == convolutions[-1]
    app.selectbox(key="inside-layer").set_value(convolutions[0]).run()
    assert app.query_params["layer"] == str(convolutions[0] + 1)
    assert "26 × 26 cells, stretched over the picture" in captions(app).replace("\u00a0", " ")


def test_class_map_that_is_made_behind_a_later_function_says_so(why):
    assert "after their" not in captions(why(CNN, method="grad-cam"))
    linear = Conv2D(filters=3, kernel_size=3, activation="linear")
    behind = (BatchNormalization(), Activation(function="relu"), Flatten(), Dense(units=10, activation="softmax"))
    app = why(NetworkSpec(input_shape=IMAGE, layers=(linear, *behind)), method="grad-cam")
    assert not app.exception
    assert "26 × 26 cells, stretched over the picture. The maps are taken after their ReLU." in captions(app).replace(
        "\u00a0", " "
    )


@pytest.mark.parametrize("method", METHODS[1:5])
def test_every_method_says_what_it_can_tell_and_shows_itself_without_learning(why, method):
    app = why(LINEAR, method=method)
    assert Why.TELLS[method] in text_of(app)
    app.toggle(key="why-scrambled").set_value(True).run()
    assert not app.exception
    assert len(re.findall(rf'aria-label="{Why.METHODS[method]}: row', text_of(app))) == 2


def test_check_draws_a_curve_for_each_chosen_method_beside_chance(why):
    app = why(LINEAR)
    assert not app.get("echarts_chart")
    app.session_state["why-check"] = True
    app.run()
    app.button_group(key="why-checked").set_value(["occlusion", "integrated-gradients"]).run()
    said = text_of(app)
    areas = re.search(r"Occlusion (\S+), Integrated gradients (\S+), random order (\S+)\.", said)
    occlusion, integrated, chance = map(float, areas.groups())
    # of a linear network integrated gradients are the exact parts of the logit
    assert integrated < chance
    assert occlusion < chance
    for name in ("occlusion", "integrated-gradients"):  # where each differs most from chance
        assert re.search(rf"\*\*{Why.METHODS[name]}\*\*: with \d+ % of the ink erased .* in random order", said)
    assert [label for label in (button.proto.label for button in app.get("download_button"))] == [
        Deletion.DOWNLOAD,
        Arrays.CURVES,
        Why.DOWNLOAD,
        Arrays.MAP,
    ]


def test_check_of_a_digit_that_it_does_not_read_says_that_little_can_fall(why):
    app = why(LINEAR)
    probabilities = numpy_network.layer_outputs(LINEAR, numpy_network.weights_of(LINEAR), picture(1)).probabilities
    app.session_state["why-check"] = True
    app.button_group(key="why-digit").set_value(int(probabilities.argmin())).run()
    assert "so there is little that can fall." in text_of(app)


def test_picture_without_ink_has_nothing_to_erase(why):
    app = why(LINEAR)
    app.session_state["drawing"] = np.zeros((28, 28), np.uint8)
    app.session_state["inside-source"] = "drawing"
    app.session_state["why-check"] = True
    app.run()
    assert not app.exception
    assert Deletion.NO_INK in text_of(app)
    assert "This square makes no difference." in text_of(app)


def test_what_a_method_does_not_use_asks_no_other_question(why, monkeypatch):
    why(CNN, method="gradient")
    network, asked = ModelRegistry.find(None, None).network, []
    real = InferenceClient.call
    monkeypatch.setattr(InferenceClient, "call", lambda *args, **named: asked.append(1) or real(*args, **named))
    for method, layers, squares in (("gradient", 1, 1), ("grad-cam", 2, 1), ("occlusion", 1, 2)):
        asked.clear()
        maps = {
            id(attributions.attribution(network, picture(9), method, 3, None, layer=layer, square=square))
            for layer in (0, 2)
            for square in (4, 5)
        }
        assert len(maps) == layers * squares
        curves = {
            id(attributions.deletion_curve(network, picture(9), method, 3, None, layer=layer, square=square))
            for layer in (0, 2)
            for square in (4, 5)
        }
        assert len(curves) == layers * squares
        assert asked
