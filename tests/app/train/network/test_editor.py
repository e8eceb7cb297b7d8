"""The Network tab: a network is built by clicks, and what does not fit is said at its row."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from models.cnn import cnn
from models.draft.draft import Draft
from models.draft.review import review
from models.layers import Conv2D, Dense, Flatten, MaxPooling2D
from models.mlp import mlp
from models.spec import FLAT, IMAGE, NetworkSpec
from pages.ui import network_drawing
from tests.support.component_events import data_of, send
from tests.support.waiting import SCRIPT_SECONDS

pytestmark = pytest.mark.app

SMALL = NetworkSpec(
    input_shape=IMAGE, layers=(Conv2D(filters=32, kernel_size=3), MaxPooling2D(), Flatten(), Dense(units=10))
)


@pytest.fixture
def edit():
    """Return a function that opens the list with a network, as a new visitor; the test asks with `ask`."""

    def opened(spec: NetworkSpec = SMALL) -> AppTest:
        def script() -> None:
            from models.draft.review import review
            from pages.parts.train.network import editor
            from pages.state import slots, state

            draft = state.get(slots.TRAIN_DRAFT)
            editor.show(draft, review(draft), on_change=lambda new: state.put(slots.TRAIN_DRAFT, new))

        app = AppTest.from_function(script, default_timeout=SCRIPT_SECONDS)
        app.session_state["train-draft"] = Draft.from_spec(spec)
        app.run()
        assert not app.exception
        return app

    return opened


def ask(app: AppTest, act: str, layer: int, *, stamp: int = 1, key: str = "layers") -> AppTest:
    send(app, key, "asked", [{"stamp": stamp, "act": act, "layer": layer}])
    assert not app.exception
    return app


def lines(app: AppTest) -> list[dict]:
    rest = [one for one in app.get("bidi_component") if one.proto.id.endswith("-layers-rest")]
    return data_of(app, "layers")["rows"] + (data_of(app, "layers-rest")["rows"] if rest else [])


def texts(app: AppTest) -> list[str]:
    return [line["text"] for line in lines(app)]


def spec_of(app: AppTest) -> NetworkSpec | None:
    return review(app.session_state["train-draft"]).spec


def test_row_says_shape_parameters_receptive_field_and_work(edit) -> None:
    first = lines(edit())[0]
    assert first["text"] == "Conv 32, 3\u00a0×\u00a03"
    assert first["facts"]["shape"][0] == "26\u00a0×\u00a026\u00a0×\u00a032"
    assert first["facts"]["parameters"] == [
        "320",
        "{value} parameters",
        "(3\u00a0×\u00a03\u00a0×\u00a01 + 1)\u00a0×\u00a032 = 320",
    ]
    assert first["facts"]["seen"][:2] == ["3\u00a0×\u00a03", "sees {value} pixels"]
    assert first["share"] == ["78.3 %", "{value} of the work", "194,688 multiply-adds for one picture."]
    assert first["tools"]["up"] == "Move layer 1 up"
    assert first["off"] == ["up"]


def test_selected_layer_has_its_settings_under_its_row_and_closes_again(edit) -> None:
    app = ask(edit(), "open", 0)
    assert [line["layer"] for line in data_of(app, "layers")["rows"]] == [0]
    assert [line["layer"] for line in data_of(app, "layers-rest")["rows"]] == [1, 2, 3]
    assert [one.label for one in app.number_input] == ["Filters", "Kernel size", "Stride", "L2"]
    assert [one.label for one in app.selectbox] == ["Padding", "Activation", "Initialiser"]
    assert app.caption[0].value == "Parameters: \\(3\u00a0×\u00a03\u00a0×\u00a01 \\+ 1\\)\u00a0×\u00a032 \\= 320"
    ask(app, "open", 0, stamp=2)
    assert not app.number_input


def test_new_value_is_in_the_network_and_on_screen_at_once(edit) -> None:
    app = ask(edit(), "open", 0)
    app.number_input(key="layer-edit-0-filters").set_value(8).run()
    app.selectbox(key="layer-edit-0-activation").select("relu").run()
    app.number_input(key="layer-edit-0-l2").set_value(0.001).run()
    assert texts(app)[0] == "Conv 8, 3\u00a0×\u00a03, ReLU, L2 0.001"
    assert lines(app)[0]["facts"]["shape"][0] == "26\u00a0×\u00a026\u00a0×\u00a08"
    assert spec_of(app).layers[0] == Conv2D(filters=8, kernel_size=3, activation="relu", l2=0.001)


def test_misfit_is_said_at_its_row_with_sizes_and_remedy_and_goes_with_it(edit) -> None:
    app = ask(edit(), "open", 0)
    app.number_input(key="layer-edit-0-kernel_size").set_value(29).run()
    assert lines(app)[0]["problem"] == "Layer 1 (Conv2D): Kernel size must be a whole number from 1 to 28; got 29."
    assert lines(app)[1]["facts"]["shape"][0] == ""
    assert spec_of(app) is None
    app.number_input(key="layer-edit-0-kernel_size").set_value(28).run()
    assert [line["problem"] for line in lines(app)] == [
        "",
        "Layer 2 does not fit: its input is 1\u00a0×\u00a01 pixels and its pooling window "
        "2\u00a0×\u00a02. Remove a Conv2D layer or use a "
        "smaller pooling window.",
        "",
        "",
    ]
    ask(app, "remove", 1, stamp=2, key="layers-rest")
    assert spec_of(app) is not None


def test_convolutional_network_is_built_from_nothing(edit) -> None:
    app = edit(mlp(hidden=(16,)))
    app.button(key="remove-layers").click().run()
    assert lines(app) == []
    app.segmented_control(key="layers-input").set_value("image").run()
    for kind in ("Conv2D", "MaxPooling2D", "Flatten", "Dense", "Dense"):
        app.button(key=f"add-{kind}").click().run()
    identity = lines(app)[-1]["layer"]
    app.number_input(key=f"layer-edit-{identity}-units").set_value(10).run()
    app.selectbox(key=f"layer-edit-{identity}-activation").select("softmax").run()
    assert spec_of(app) == cnn(filters=(16,), dense=(64,))


def test_layer_is_added_before_the_last_or_behind_the_one_that_is_open(edit) -> None:
    app = edit()
    app.button(key="add-Dropout").click().run()
    assert texts(app) == [
        "Conv 32, 3\u00a0×\u00a03",
        "Max pooling 2\u00a0×\u00a02",
        "Flatten",
        "Dropout 0.2",
        "Dense 10",
    ]
    ask(app, "open", 0)
    app.button(key="add-BatchNormalization").click().run()
    assert texts(app)[:2] == ["Conv 32, 3\u00a0×\u00a03", "Batch normalisation"]
    assert [one.label for one in app.number_input] == ["Momentum", "Epsilon"]


def test_convolution_offers_batch_normalisation_once(edit) -> None:
    app = ask(edit(), "open", 0)
    app.button(key="layer-edit-0-normalise").click().run()
    assert texts(app)[:2] == ["Conv 32, 3\u00a0×\u00a03", "Batch normalisation"]
    assert not [one for one in app.button if one.key == "layer-edit-0-normalise"]


def test_pooling_is_switched_between_largest_and_mean_and_back_to_a_stride_of_its_size(edit) -> None:
    app = ask(edit(), "open", 1)
    app.segmented_control(key="layer-edit-1-kind").set_value("AveragePooling2D").run()
    app.number_input(key="layer-edit-1-strides").set_value(1).run()
    assert texts(app)[1] == "Average pooling 2\u00a0×\u00a02, stride 1"
    app.number_input(key="layer-edit-1-strides").set_value(None).run()
    assert texts(app)[1] == "Average pooling 2\u00a0×\u00a02"


def test_layers_are_moved_copied_and_removed(edit) -> None:
    app = ask(edit(), "down", 0)
    assert texts(app)[:2] == ["Max pooling 2\u00a0×\u00a02", "Conv 32, 3\u00a0×\u00a03"]
    ask(app, "up", 0, stamp=2)
    ask(app, "copy", 1, stamp=3)
    assert texts(app)[:3] == ["Conv 32, 3\u00a0×\u00a03", "Max pooling 2\u00a0×\u00a02", "Max pooling 2\u00a0×\u00a02"]
    ask(app, "remove", 4, stamp=4)
    assert spec_of(app) == SMALL


def test_quick_clicks_that_come_together_all_count_and_none_counts_twice(edit) -> None:
    app = edit()
    clicks = [{"stamp": stamp, "act": "copy", "layer": 0} for stamp in (1, 2, 3)]
    send(app, "layers", "asked", clicks)
    assert texts(app).count("Conv 32, 3\u00a0×\u00a03") == 4
    send(app, "layers", "asked", [*clicks, {"stamp": 4, "act": "remove", "layer": 1}])
    assert texts(app) == [*["Conv 32, 3\u00a0×\u00a03"] * 4, "Flatten", "Dense 10"]


@pytest.mark.parametrize(
    "forged",
    [
        "up",
        None,
        [1],
        [{}],
        [{"stamp": "1", "act": "up", "layer": 0}],
        [{"stamp": 1, "act": "up", "layer": 99}],
        [{"stamp": 1, "act": "__class__", "layer": 0}],
    ],
    ids=str,
)
def test_forged_message_changes_nothing(edit, forged) -> None:
    app = send(edit(), "layers", "asked", forged)
    assert not app.exception
    assert spec_of(app) == SMALL


def test_another_network_closes_the_editor_and_fills_its_own_values_in(edit) -> None:
    app = ask(edit(), "open", 0)
    app.number_input(key="layer-edit-0-filters").set_value(8).run()
    app.session_state["train-draft"] = Draft.from_spec(cnn(filters=(5,)))
    app.run()
    assert not app.number_input
    ask(app, "open", 0, stamp=2)
    assert app.number_input(key="layer-edit-0-filters").value == 5


def test_input_in_a_row_says_what_no_longer_fits(edit) -> None:
    app = edit()
    app.segmented_control(key="layers-input").set_value("flat").run()
    assert app.session_state["train-draft"].input_shape == FLAT
    assert lines(app)[0]["problem"].startswith("Layer 1 does not fit: Conv2D needs rows, columns and channels")


def test_layer_31_is_refused_at_its_row(edit) -> None:
    app = edit(mlp(hidden=(16,) * 29, dropout=0))
    app.button(key="add-Dropout").click().run()
    assert lines(app)[30]["problem"] == "A network has at most 30 layers; got 31. Remove 1 layer."


def test_drawing_names_every_shape_and_leaves_out_nothing() -> None:
    drawn = network_drawing.picture(IMAGE, review(Draft.from_spec(cnn(filters=(8,), dense=(), dropout=0.5))))
    assert (
        'aria-label="The network as boxes to scale: 28\u00a0×\u00a028\u00a0×\u00a01, then Conv 8, '
        "3\u00a0×\u00a03, ReLU to 26\u00a0×\u00a026\u00a0×\u00a08, then Max "
        "pooling 2\u00a0×\u00a02 to 13\u00a0×\u00a013\u00a0×\u00a08, then Flatten to 1,352 values, "
        "then Dropout 0.5 to 1,352 values, then Dense 10, "
        'softmax to 10 values."'
    ) in drawn
    assert drawn.count("\N{RIGHTWARDS ARROW}") == 4  # dropout stands under the row that it leaves as it is
    assert "+ Dropout 0.5" in drawn


def test_drawing_ends_at_the_layer_that_does_not_fit() -> None:
    drawn = network_drawing.picture(IMAGE, review(Draft.from_spec(SMALL).changed(1, "pool_size", 27)))
    assert "then Max pooling 27\u00a0×\u00a027, which does not fit yet." in drawn
    assert drawn.count("dashed") == 1
    assert "Dense" not in drawn


def test_drawing_of_an_empty_network_is_its_input() -> None:
    drawn = network_drawing.picture(FLAT, review(Draft(input_shape=FLAT, layers=())))
    assert "A network without layers: only its input, 784 values." in drawn
