"""Which view is open, and that each works with every kind of network."""

from __future__ import annotations

import pytest

from core import lab
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
from models.mlp import mlp
from models.spec import FLAT, IMAGE, NetworkSpec
from pages.state.inside.inside_slots import LEARNED_VIEWS
from pages.text.inside_excites import Excites
from pages.text.inside_learned import Epochs, LearnedKernels
from pages.text.inside_values import MapText, Values
from tests.support.brought_models import keep
from tests.support.numpy_network import weights_of
from tests.support.page_text import text_of

TAB = "What it learned"
pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]

NETWORKS = {
    "mlp": mlp(hidden=(5,), dropout=0.2),
    "one layer": NetworkSpec(input_shape=FLAT, layers=(Dense(units=10, activation="sigmoid"),)),
    "cnn": cnn(filters=(3, 4), dense=(5,), dropout=0.2),
    "odd": NetworkSpec(
        input_shape=IMAGE,
        layers=(
            MaxPooling2D(),
            Conv2D(filters=6, kernel_size=3, strides=2, padding="same", activation="softmax"),
            BatchNormalization(),
            SeparableConv2D(filters=4, kernel_size=2, activation="gelu"),
            AveragePooling2D(pool_size=2, strides=1),
            Conv2D(filters=1, kernel_size=1),
            Activation(function="tanh"),
            GlobalAveragePooling2D(),
            Flatten(),
            Dropout(rate=0.3),
            Dense(units=10),
            Activation(function="softmax"),
        ),
    ),
    "convolution at the end": NetworkSpec(
        input_shape=IMAGE, layers=(Conv2D(filters=10, kernel_size=28, activation="softmax"), Flatten())
    ),
}


@pytest.mark.parametrize("view", LEARNED_VIEWS)
@pytest.mark.parametrize("name", NETWORKS)
def test_every_view_of_every_layer_of_every_network_can_be_looked_at(opened, opened_run, name, view):
    spec = NETWORKS[name]
    if view == "epochs":
        app, _ = opened_run(spec, [weights_of(spec, seed=seed) for seed in (0, 1)], learned=view)
        assert "Moments side by side" in text_of(app)
    else:
        app = opened(spec, learned=view)
    layers = [option for box in app.selectbox if box.key == "inside-layer" for option in range(len(box.options))]
    assert layers or view == "values"  # which shows all layers at once
    for layer in layers:
        app.selectbox(key="inside-layer").select_index(layer).run()
        assert not app.exception
        assert not app.error


def test_network_of_one_moment_opens_with_its_kernels_and_a_chosen_view_stands_in_the_address(opened):
    app = opened(NETWORKS["cnn"])
    assert app.button_group(key="learned-view").value == "kernels"
    app.button_group(key="learned-view").set_value("map").run()
    assert app.query_params["learned"] == "map"
    app.run()
    assert app.button_group(key="learned-view").value == "map"


@pytest.mark.parametrize("name", ["", "Kernels", "x" * 500])
def test_view_that_the_address_makes_up_is_no_error(opened, name):
    app = opened(NETWORKS["cnn"], learned=name)
    assert app.button_group(key="learned-view").value == "kernels"
    assert not app.error


def test_layer_is_the_addresses(opened):
    app = opened(NETWORKS["cnn"], learned="kernels", layer="3")
    assert app.selectbox(key="inside-layer").value == 2
    assert "4 kernels, each 3 slices" in text_of(app)


def test_pretrained_network_says_why_it_has_one_epoch_and_how_to_get_more(opened):
    app = opened(learned="epochs")
    assert "only the last epoch's weights were kept" in text_of(app)
    assert any(link.proto.page == "train" for link in app.get("page_link"))


@pytest.mark.usefixtures("opened_run")  # NumPy in the engine's place
@pytest.mark.parametrize(
    ("kind", "said"),
    [("keras", (Epochs.IMPORTED, Values.UNKNOWN_START)), ("changed", (Epochs.CHANGED, Values.CHANGED_START))],
)
def test_only_a_network_from_a_file_is_said_to_come_from_one(visit, kind, said):
    kept = keep(lab.current().imported_models, kind=kind)
    for view, text in zip(("epochs", "values"), said, strict=True):
        assert text in text_of(visit("inside.py", view=TAB, model=f"file-{kept.id}", learned=view))


@pytest.mark.parametrize(
    "text", [Epochs.WHY, LearnedKernels.WHY, Excites.WHY, Excites.WHY_MADE, Values.WHY, MapText.WHY], ids=range(6)
)
def test_explanations_have_at_most_60_words(text):
    assert 20 <= len(text.split()) <= 60
