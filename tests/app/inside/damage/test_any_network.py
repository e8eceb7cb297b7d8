"""Networks of every kind are broken on Inside, their filters ranked, their weights pruned step by step."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.activations import Activations
from core.inference.damage.changes import Damage
from core.serving import damage
from models.cnn import cnn
from models.layers import Conv2D, Dense, GlobalAveragePooling2D, SeparableConv2D
from models.mlp import mlp
from models.spec import IMAGE, NetworkSpec
from pages.text.inside_damage import Left
from tests.support import numpy_network
from tests.support.broken_page import TILES, off, right
from tests.support.component_events import data_of, send
from tests.support.page_text import labels, text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]


@pytest.mark.parametrize(
    "spec",
    [
        cnn(filters=(3, 70), dense=(5,), batch_normalization=True),
        NetworkSpec(
            input_shape=IMAGE,
            layers=(
                SeparableConv2D(filters=1, kernel_size=20, activation="sigmoid"),
                Conv2D(filters=10, kernel_size=3, activation="softmax"),
                GlobalAveragePooling2D(),
            ),
        ),
        mlp(hidden=(600,), dropout=0.1),
        NetworkSpec(input_shape=(784,), layers=(Dense(units=10, activation="sigmoid"),)),
    ],
    ids=["70 filters", "separable, softmax, global", "600 units", "one layer"],
)
def test_every_layer_of_any_network_can_be_broken(broken, spec):
    app = broken(spec)
    for option in [int(one) for one in range(len(app.selectbox(key="inside-layer").options))]:
        app.selectbox(key="inside-layer").select_index(option).run()
        assert not app.exception
        if "break-all-off" in {button.key for button in app.button}:
            app.button(key="break-all-off").click().run()
            assert not app.exception
            assert all(tile["off"] for tile in data_of(app, TILES)["tiles"])


def test_many_filters_stand_on_pages(broken):
    app = broken(mlp(hidden=(600,), dropout=0.0))
    assert len(data_of(app, TILES)["tiles"]) == 64
    assert "64 to 127 of 600" in labels(app)
    app.button(key="break-chevron_right").click().run()
    assert [tile["number"] for tile in data_of(app, TILES)["tiles"]] == list(range(64, 128))
    app = send(app, TILES, "switched", 100)
    assert off(app) == [100]
    app.number_input(key="break-filter").set_value(599).run()
    assert data_of(app, TILES)["tiles"][-1]["number"] == 599


def test_units_are_ranked_and_the_one_missed_most_comes_first(broken, engine):
    app = broken()
    assert "break-ranking-table" not in {box.key for box in app.expander}
    app.button(key="break-rank").click().run()
    tiles = data_of(app, "break-ranking")["tiles"]
    assert [tile["number"] for tile in tiles] == [5, 4, 3, 2, 1, 0]
    whole = right(Damage(), 1000)
    assert tiles[0]["name"] == f"Unit 5: {whole - 20} of 1,000 right without it. Unit 5, switched on"
    assert tiles[0]["note"] == "2.0 %"
    assert f"Without unit 5 it reads {whole - 20} of 1,000 right, with it {whole}." in text_of(app)
    engine["asked"].clear()
    app = send(app, "break-ranking", "switched", 5)
    assert off(app) == [5]
    assert "count_right_without" not in engine["asked"]


def test_curve_of_pruning_is_drawn_on_a_click(broken):
    app = broken()
    assert not app.get("plotly_chart")
    app.button(key="break-curve-begin").click().run()
    assert len(app.get("plotly_chart")) == 1
    table = app.expander(key="break-curve-table")
    assert "accuracy for each share of pruned weights" in table.label
    assert "of 1,000 right" in text_of(app)


def test_curve_is_asked_for_once_and_stays_beside_further_clicks(broken, engine):
    app = broken()
    app.button(key="break-curve-begin").click().run()
    engine["asked"].clear()
    app = send(app, TILES, "switched", 2)
    assert len(app.get("plotly_chart")) == 1
    assert engine["asked"] == ["predict_stored"] * 4  # of 2,000 images, with unit 2 off: not one of the curve


@pytest.mark.parametrize("slow", [True, False], ids=["long for each image", "as usual"])
def test_filters_are_judged_by_no_more_images_than_the_network_reads_in_its_time(broken, engine, monkeypatch, slow):
    if slow:
        monkeypatch.setattr(damage, "COUNTED_COST", 1)
        monkeypatch.setattr(damage, "LEAST_COUNTED", 40)
        monkeypatch.setattr(damage, "images_per_request", lambda spec, *, most: 1)
    app = broken(mlp(hidden=(3,), dropout=0.0))
    images = [40] if slow else [500, 1000, 2000]
    assert app.selectbox(key="break-images").options == [f"{count:,} test images" for count in images]
    engine["asked"].clear()
    app.button(key="break-rank").click().run()
    judged = 40 if slow else 1000
    assert f"of {judged:,} right without it" in data_of(app, "break-ranking")["tiles"][0]["name"]
    assert len(data_of(app, "break-ranking")["tiles"]) == 3
    assert engine["asked"].count("count_right_without") == (40 if slow else 4)


@pytest.mark.parametrize(
    ("button", "target", "shown"),
    [
        ("break-rank", "count_right_without", "break-ranking-table"),
        ("break-curve-begin", "predict_stored", "break-curve-table"),
    ],
    ids=["ranking", "curve"],
)
def test_work_that_failed_leaves_no_bar_and_fails_no_later_click(broken, engine, button, target, shown):
    app = broken(mlp(hidden=(4,), dropout=0.0))
    engine["fails"] = target
    app.button(key=button).click().run()
    assert [error.value for error in app.error] == ["It does not answer\\."]
    assert not app.get("progress")
    engine["fails"] = ""
    app.number_input(key="break-filter").set_value(1).run()
    assert not app.error
    assert shown not in {box.key for box in app.expander}
    app.button(key=button).click().run()
    assert shown in {box.key for box in app.expander}


def test_counting_that_failed_says_so_in_its_place_and_the_rest_is_drawn(broken, engine):
    engine["fails"] = "predict_stored"
    app = broken(mlp(hidden=(5,), dropout=0.0))
    assert [error.value for error in app.error] == ["It does not answer\\."]
    assert "Reading test images" not in text_of(app)
    assert app.button(key="break-rank")
    assert app.button(key="break-curve-begin")


def test_whole_network_whose_scores_are_no_numbers_is_not_told_to_put_a_change_back(broken, engine, monkeypatch):
    outputs = numpy_network.layer_outputs

    def no_numbers(*args):
        found = outputs(*args)
        return Activations(
            outputs=tuple(np.full_like(one, np.nan) for one in found.outputs),
            logits=np.full(10, np.nan, np.float32),
            probabilities=np.full(10, np.nan, np.float32),
        )

    monkeypatch.setattr(numpy_network, "layer_outputs", no_numbers)
    engine["nan"] = "whole"
    app = broken(mlp(hidden=(7,), dropout=0.0), seed=3)
    assert not app.exception
    assert [warning.value for warning in app.warning] == [Left.no_numbers(is_changed=False)]
    assert "put a change back" not in text_of(app)
    app = send(app, TILES, "switched", 2)
    assert not app.exception
    assert [warning.value for warning in app.warning] == [Left.no_numbers(is_changed=False)]
    assert "It reads nothing, before and now: the ten scores are no numbers. The label says" in text_of(app)
    assert "equally likely" not in text_of(app)
