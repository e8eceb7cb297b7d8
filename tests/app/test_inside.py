"""Inside as a person meets it: one digit through one network, computed in NumPy in place of the engine."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from streamlit.testing.v1 import AppTest

from core.inference.loaded_networks import StoredNetwork
from core.inference.pretrained import pretrained
from core.recipes import recipes
from core.runs.log.models import Model, ModelRegistry
from core.serving.inference_client import InferenceClient
from core.training.record import checkpoints
from models.cnn import cnn
from models.layer_table import layer_text
from models.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    MaxPooling2D,
)
from models.mlp import mlp
from models.spec import FLAT, IMAGE, NetworkSpec
from pages.text.inside import power
from tests.support import numpy_network
from tests.support.random_networks import networks

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]

Inside = Callable[..., AppTest]


@pytest.fixture
def inside(visit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Inside:
    """Return a function that opens Inside with a network selected, its weights random: `inside(spec, layer="1")`."""
    asked: dict[str, object] = {"questions": 0}

    def layer_outputs(_: InferenceClient, network: StoredNetwork, image: np.ndarray):
        asked["questions"] += 1
        weights = checkpoints.read(Path(network.path), digest=network.digest)
        return numpy_network.layer_outputs(network.spec, weights, image)

    def opened(spec: NetworkSpec | None = None, *, seed: int = 0, **query: str) -> AppTest:
        if spec is None:
            network = pretrained().network
        else:
            file = checkpoints.write(tmp_path / "weights.npz", numpy_network.weights_of(spec, seed=seed))
            network = StoredNetwork(spec=spec, path=str(tmp_path / file.name), digest=file.digest)
        monkeypatch.setattr(ModelRegistry, "find", lambda _, name: Model(name=name, network=network, record=None))
        monkeypatch.setattr(InferenceClient, "layer_outputs", layer_outputs)
        monkeypatch.setattr(InferenceClient, "is_awake", property(lambda _: True))
        return visit("inside.py", **query)

    opened.asked = asked
    return opened


def texts(app: AppTest) -> str:
    """Return everything that the page says."""
    kinds = (app.markdown, app.caption, app.error, app.subheader, app.info, app.code)
    said = [element.value for kind in kinds for element in kind]
    return "\n".join([*said, *(block.value for block in app.html)])


def layer(app: AppTest, place: int) -> AppTest:
    """Choose a station of the strip, and wait for the rest of the page, which a choice alone does not draw again."""
    return app.button_group(key="inside-strip").set_value(place).run().run()


def choose_map(app: AppTest, number: int) -> AppTest:
    """Choose a map or unit by its number."""
    return app.number_input(key="inside-map").set_value(number).run().run()


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def one_by_hand(app: AppTest) -> tuple[str, str]:
    """Return the number in the title of the cell, which is the network's, and the one that its sum comes to."""
    said = texts(app)
    title = re.search(r"\*\*Map \d+, row \d+, column \d+: (\S+)\*\*", said)
    result = re.search(r"\(bias\) = \S+; .*?\*\*([^*]+)\*\*", said)
    assert title is not None, said
    assert result is not None, said
    return title[1], result[1]


def test_first_view_shows_the_first_convolution_and_real_arithmetic(inside):
    app = inside()
    assert not app.exception
    assert re.match(r"Layer 1 of \d+\. Conv ", app.subheader[0].value)
    assert re.search(r"It reads a \*\*2\*\*, (over 99\.9|\d+\.\d) % sure\. The label says 2 too\.", texts(app))
    title, result = one_by_hand(app)
    assert title == result
    assert float(result) > 0
    assert app.button_group(key="inside-strip").value == 1


def test_kernel_of_the_first_convolution_is_a_square(inside):
    said = texts(inside(cnn(filters=(4, 6), dense=(5,)), layer="1"))
    assert "Each map has one kernel: 3 x 3 weights that slide over the picture." in said
    assert "slice" not in said


def test_kernel_of_a_later_convolution_is_as_deep_as_there_are_maps_before_it(inside):
    spec = cnn(filters=(4, 6), dense=(5,))
    place = next(place for place, one in enumerate(spec.layers, 1) if one == replace(spec.layers[0], filters=6))
    app = inside(spec, layer=str(place))
    app.session_state["inside-kernels"] = True
    app.number_input(key="inside-channel").set_value(3).run()
    said = texts(app)
    assert "Each map has one kernel of 3 x 3 x 4 = 36 weights: a slice of 3 x 3 for each of the 4 maps before" in said
    assert "kernel, slice 3" in said
    assert re.search(r"The kernel of map \d: 4 slices of 3 x 3 weights, one for each input map\.", said)
    assert "6 kernels of 4 slices on one scale" in said
    assert "3 x 3 weights that slide" not in said


def test_strongest_cell_is_a_way_back_from_any_other(inside):
    app = inside(cnn(filters=(3,), dense=(5,)))
    first = looked_at(app)
    app.number_input(key="inside-row").set_value(0).run()
    assert looked_at(app) == (first[0], 0, first[2])
    app.button(key="inside-strongest").click().run()
    assert looked_at(app) == first


def test_next_cell_is_the_one_to_the_right_and_its_sum_adds_up(inside):
    app = inside(cnn(filters=(3,), dense=(5,), activation="tanh"))
    chosen, row, column = looked_at(app)
    app.button(key="inside-next").click().run()
    assert looked_at(app) == (chosen, row, column + 1)
    title, result = one_by_hand(app)
    assert title == result


def test_deeper_convolution_adds_the_parts_of_all_input_maps(inside):
    app = inside(cnn(filters=(5, 4), dense=(5,)), layer="3")
    found = re.search(r"sum (\S+) ([+\u2212]) (\S+) \(other maps\) ([+\u2212]) (\S+) \(bias\) = (\S+);", texts(app))
    assert found is not None
    shown, rest, bias, total = plain(found[1]), plain(found[2] + found[3]), plain(found[4] + found[5]), plain(found[6])
    assert shown + rest + bias == pytest.approx(total, abs=0.0021)  # each is rounded to three decimals
    parts = re.findall(r"map \d+ gives ([^ ,.]+\.\d+)|the other \d+ together (\S+\d)", texts(app))
    assert sum(plain(one or other) for one, other in parts) == pytest.approx(rest, abs=0.0031)
    title, result = one_by_hand(app)
    assert title == result


def test_another_input_map_is_shown_in_full(inside):
    app = inside(cnn(filters=(5, 4), dense=(5,)), layer="3")
    strongest = app.number_input(key="inside-channel").value
    other = (strongest + 1) % 5
    cell = looked_at(app)
    app.number_input(key="inside-channel").set_value(other).run()
    assert f"patch of map {other}" in texts(app)
    assert f"map {strongest} gives" in texts(app)
    assert looked_at(app) == cell


def test_padding_is_said_to_be_outside_the_picture(inside):
    app = inside(cnn(filters=(3,), dense=(5,), padding="same"))
    app.number_input(key="inside-row").set_value(0).run()
    assert "Hatched cells lie outside the picture; there the patch is 0 (padding)." in texts(app)
    app.number_input(key="inside-row").set_value(5).run()
    app.number_input(key="inside-column").set_value(5).run()
    assert "Hatched" not in texts(app)


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
    assert "0 for this digit" not in texts(app)
    choose_map(app, 1)
    assert "**Map 1: 0 for this digit**" in texts(app)
    assert "ReLU makes it 0: **0.000**" in texts(app)
    layer(app, 2)
    assert "**Map 1, after: 0 for this digit**" in texts(app)


def test_each_map_on_its_own_scale_is_said_not_to_be_comparable(inside):
    app = inside(cnn(filters=(3,), dense=(5,)))
    assert "not comparable." not in texts(app)
    app.toggle(key="inside-own-scale").set_value(True).run()
    assert "Each on its own scale: brightness not comparable." in texts(app)


def test_many_maps_come_in_pages(inside):
    app = inside(cnn(filters=(3, 130), dense=(5,)), layer="3")
    choose_map(app, 129)
    assert "**Maps 128 to 129 of 130**" in texts(app)
    assert app.button(key="inside-maps-later").disabled
    app.button(key="inside-maps-earlier").click().run()
    assert "**Maps 64 to 127 of 130**" in texts(app)
    assert 64 <= looked_at(app)[0] < 128


def test_pooling_names_the_block_and_its_winner(inside):
    app = inside(cnn(filters=(3,), dense=(5,)), layer="2")
    assert "Of 676 cells in, 169 out, in every map." in texts(app)
    found = re.search(r"Largest of (\S+), (\S+), (\S+), (\S+): \*\*(\S+)\*\*", texts(app))
    assert found is not None
    *block, output = (plain(text) for text in found.groups())
    assert max(block) == pytest.approx(output, abs=0.005)


def test_average_pooling_takes_the_mean(inside):
    layers = (Conv2D(filters=2, kernel_size=3), AveragePooling2D(), Flatten(), Dense(units=10))
    app = inside(NetworkSpec(input_shape=IMAGE, layers=layers), layer="2")
    found = re.search(r"Mean of (\S+), (\S+), (\S+), (\S+): \*\*(\S+)\*\*", texts(app))
    assert found is not None
    *block, output = (plain(text) for text in found.groups())
    assert sum(block) / 4 == pytest.approx(output, abs=0.006)


def test_normalisation_is_worked_out_with_its_four_numbers(inside):
    app = inside(cnn(filters=(3,), dense=(5,), batch_normalization=True), layer="2")
    formula = re.search(r"\((\S+) (. \S+)\) / √\((\S+) \+ (\S+)\) x (\S+) (. \S+)\n.*it is \*\*(\S+)\*\*", texts(app))
    assert formula is not None
    value, mean, variance, epsilon, gamma, beta, result = (plain(text) for text in formula.groups())
    by_hand = (value + mean) / (variance + epsilon) ** 0.5 * gamma + beta
    assert by_hand == pytest.approx(result, rel=0.01, abs=0.01)


def test_dense_network_shows_weights_as_pictures(inside):
    app = inside(mlp(hidden=(70,), dropout=0.2))
    assert app.subheader[0].value == "Layer 1 of 3. Dense 70, ReLU: 784 becomes 70"
    assert "Weights as pictures, the 64 strongest for this digit" in texts(app)
    alts = [chart.proto.alt for chart in app.get("plotly_chart")]
    assert any(alt.startswith("The weights of 64 units as pictures") for alt in alts)
    assert re.search(r"Green pixels add \S+, purple ones take away \S+\.", texts(app))


def test_dense_unit_names_its_strongest_inputs_and_adds_up(inside):
    app = inside(cnn(filters=(3,), dense=(20,)), layer="4")
    assert "of 507:" in texts(app)
    assert re.search(r"\d+: map \d, row \d+, column \d+", texts(app))
    sums = re.search(r"sum of products (\S+) (. \S+) \(bias\) = (\S+);", texts(app))
    assert sums is not None
    assert plain(sums[1]) + plain(sums[2]) == pytest.approx(plain(sums[3]), abs=0.0016)
    first = app.number_input(key="inside-map").value
    app.button(key="inside-next").click().run()
    assert app.number_input(key="inside-map").value == (first + 1) % 20
    app.button(key="inside-strongest").click().run()
    assert app.number_input(key="inside-map").value == first


def test_flatten_says_where_a_cell_goes(inside):
    app = inside(cnn(filters=(3,), dense=(5,)), layer="3")
    assert "13 x 13 x 3 numbers become one row of 507" in texts(app)
    found = re.search(r"Row (\d+), column (\d+), map (\d+) goes to place .* = \*\*(\d+)\*\*: (\S+)\.\n", texts(app))
    assert found is not None
    row, column, channel, place = (int(text) for text in found.groups()[:4])
    assert place == (row * 13 + column) * 3 + channel


def test_dropout_rests_and_shows_what_training_would_switch_off(inside):
    app = inside(mlp(hidden=(200,), dropout=0.2), layer="2")
    assert "Rests when predicting: nothing changes. While training, a fifth of the 200 cells" in texts(app)
    before = re.search(r"(\d+) of \d+ are off here", texts(app))
    for _ in range(5):
        app.button(key="inside-draw-again").click().run()
        after = re.search(r"(\d+) of \d+ are off here", texts(app))
        if after[1] != before[1]:
            break
    assert after[1] != before[1]


def test_output_divides_exponentials_and_gives_the_loss_of_the_image(inside):
    app = inside(layer="99")  # past the last layer: the last one
    assert re.match(r"Layer (\d+) of \1\. Dense 10, softmax", app.subheader[0].value)
    said = texts(app)
    assert "e^logit" in said
    assert re.search(r"For the 2: \S.* of \S.* is \*\*[01]\.\d{4}\*\*, .* %\.", said)
    assert re.search(r"Loss of this image: \u2212ln [01]\.\d{4} = \*\*\d\.\d{3}\*\* \(the label is 2;", said)
    assert len(re.findall(r"-?\d+\.\d{4}", app.code[0].value)) == 10


def test_logit_of_any_digit_is_worked_out(inside):
    app = inside(mlp(hidden=(12,), dropout=0.0), layer="2")
    app.button_group(key="inside-digit").set_value(7).run()
    found = re.search(r"sum of products (\S+) (. \S+) \(bias\) = \*\*(\S+)\*\*, its logit", texts(app))
    assert found is not None
    assert plain(found[1]) + plain(found[2]) == pytest.approx(plain(found[3]), abs=0.0016)
    assert float(app.code[0].value.strip("[]").split(", ")[7]) == pytest.approx(plain(found[3]), abs=0.001)


def test_sigmoid_ending_says_that_the_ten_do_not_add_up(inside):
    app = inside(NetworkSpec(input_shape=FLAT, layers=(Dense(units=10, activation="sigmoid"),)))
    assert "so the ten do not add up to 1." in texts(app)
    assert "blind guessing" not in texts(app)


def test_logits_as_outputs_become_probabilities_all_the_same(inside):
    app = inside(NetworkSpec(input_shape=FLAT, layers=(Dense(units=10),)))
    assert re.search(r"For the \d: .* is \*\*[01]\.\d{4}\*\*", texts(app))


def test_picture_is_784_numbers_from_0_to_1(inside):
    app = inside(mlp(hidden=(5,)), layer="0")
    assert "165 of the 784 hold ink" in texts(app)
    assert "laid out as one row of 784" in texts(app)
    app.number_input(key="inside-row").set_value(9).run()
    app.number_input(key="inside-column").set_value(14).run()
    assert "row 9, column 14: 247 / 255 = **0.969**" in texts(app)


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


def test_layers_of_one_kind_and_shape_are_told_apart(inside):
    same = Conv2D(filters=2, kernel_size=3, padding="same")
    app = inside(NetworkSpec(input_shape=IMAGE, layers=(same, same, same, Flatten(), Dense(units=10))))
    for place in (1, 2, 3):
        layer(app, place)
        assert app.subheader[0].value.startswith(f"Layer {place} of 5.")
        assert app.button_group(key="inside-strip").value == place


def test_network_is_asked_once_for_one_picture(inside):
    app = inside(cnn(filters=(3,), dense=(7,)), seed=77)
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
    assert "The label says" not in texts(app)
    layer(app, 0)
    assert "30 of the 784 hold ink" in texts(app)
    layer(app, 5)
    assert "Loss of this image" not in texts(app)


def test_missing_digit_has_a_way_back(inside):
    app = inside(cnn(filters=(3,), dense=(5,)), digit="test-10000")
    assert "There is no such digit." in app.error[0].value
    app.button(key="show-default-digit").click().run()
    assert not app.error
    assert app.subheader[0].value.startswith("Layer 1 of")


def test_waking_network_is_said_and_how_long_it_has_taken(visit, answering):
    answering.is_awake = False
    app = visit("inside.py")
    assert "The network is waking up (about 10 s)." in texts(app)
    answering.waking_seconds = 125.0
    assert "The network is still waking up: 2 min 0 s so far." in texts(app.run())


@pytest.mark.parametrize("key", [one.key for one in recipes()])
def test_every_layer_of_every_recipe_can_be_looked_at(inside, key):
    spec = next(one.spec for one in recipes() if one.key == key)
    look_at_all(inside(spec), spec)


def test_every_layer_of_the_pretrained_network_can_be_looked_at(inside):
    look_at_all(inside(), pretrained().network.spec)


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
            Flatten(),
            Flatten(),
            Dense(units=1030, activation="softmax"),
            BatchNormalization(),
            Activation(function="tanh"),
            Dropout(rate=0.3),
            Dense(units=10),
            Activation(function="sigmoid"),
        ),
    )
    look_at_all(inside(spec), spec)


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
    assert "3,072 to 4,095 of 4,096" in texts(app)
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


def test_charts_are_described_by_what_they_show(inside):
    app = inside(cnn(filters=(3,), dense=(5,)))
    alts = [chart.proto.alt for chart in app.get("plotly_chart")]
    assert any(re.match(r"3 feature maps; map \d holds the value furthest from 0, \S+", alt) for alt in alts)
    assert any(re.match(r"Map \d, 26 x 26 cells; row \d+, column \d+ is framed: \S+\.", alt) for alt in alts)


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
                explained.add(layer_text(spec.layers[place - 1]).split()[0])
    assert explained == {"Conv", "Batch", "Max", "Dense", "Dropout"}


def test_convolution_is_compared_with_a_dense_layer(inside):
    app = inside(cnn(filters=(32,), dense=(5,)))
    assert "would have 16,981,120 parameters; this one has 320: (3·3·1 + 1)·32." in texts(app)


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


def looked_at(app: AppTest) -> tuple[int, int, int]:
    """Return map, row and column that are looked at."""
    return tuple(app.number_input(key=f"inside-{name}").value for name in ("map", "row", "column"))


def plain(text: str) -> float:
    """Return a number as the page writes it."""
    return float(text.replace("\u2212", "-").replace(",", "").replace("+", "").replace(" ", "").rstrip("."))


def look_at_all(app: AppTest, spec: NetworkSpec) -> None:
    """Choose every layer; each has its heading and, where a cell is worked out, it comes to the network's number."""
    for place in range(len(spec.layers) + 1):
        layer(app, place)
        assert not app.exception, (place, spec)
        assert not app.error, (place, spec)
        if place == 0:
            continue
        assert app.subheader[0].value.startswith(f"Layer {place} of {len(spec.layers)}. ")
        if isinstance(spec.layers[place - 1], Conv2D) and place < len(spec.layers):
            title, result = one_by_hand(app)
            assert title == result, (place, spec)


def test_power_of_no_number_is_said_and_does_not_break_the_table():
    assert (power(float("nan")), power(0.0), power(20.6)) == ("no number", "1", "8.84\u00a0x\u00a010⁸")
