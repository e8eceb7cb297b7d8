"""Kept epochs side by side."""

from __future__ import annotations

import re

import numpy as np
import pytest

from models.cnn import cnn
from models.layers import Conv2D, Dense, Flatten, SeparableConv2D
from models.mlp import mlp
from models.spec import IMAGE, NetworkSpec
from pages.parts.inside.learned.epochs import spread_out
from pages.text.inside_learned import Epochs
from tests.support.numpy_network import weights_of
from tests.support.page_text import text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]

CNN = cnn(filters=(3, 4), dense=(5,), dropout=0.0)


def figure(app) -> str:
    return next(one.value for one in app.get("html") if "Moments side by side" in one.value)


@pytest.mark.parametrize(
    ("moments", "shown"),
    [
        ((1, 2), [1, 2]),
        (tuple(range(1, 7)), [1, 2, 3, 4, 5, 6]),
        (tuple(range(1, 21)), [1, 5, 9, 12, 16, 20]),
        ((*range(1, 8), "stopped"), [1, 2, 4, 5, 7, "stopped"]),
    ],
    ids=["two", "six", "twenty", "stopped"],
)
def test_six_moments_are_spread_over_all(moments, shown):
    assert spread_out(moments, 6) == shown


def test_run_opens_with_six_of_its_epochs_on_one_scale(opened_run):
    app, _ = opened_run(CNN, [{n: w * size for n, w in weights_of(CNN).items()} for size in (1, 2, 3, 4, 5, 6, 7)])
    assert app.button_group(key="learned-view").value == "epochs"
    assert "3 kernels, and below 3 maps for this digit, at the start and at 6 of 7 kept epochs" in text_of(app)
    html = figure(app)
    assert re.findall(r">(Epoch \d)<", html) == ["Epoch 1", "Epoch 2", "Epoch 3", "Epoch 5", "Epoch 6", "Epoch 7"]
    largest = float(np.abs(weights_of(CNN)["conv2d/kernel"]).max())
    ends = [f"Epoch {n}: 3 kernels, furthest from 0 is {largest * n:#.3g}".rstrip(".") for n in (1, 7)]
    assert all(end in html for end in ends)
    assert "not trained yet" in html
    assert f"Start: 3 kernels, furthest from 0 is {largest * 10:#.3g}" in html


def test_branch_has_no_start_but_the_epoch_that_it_began_with(opened_run):
    app, _ = opened_run(CNN, [weights_of(CNN, seed=1)], branched=weights_of(CNN))
    assert "at all 2 kept epochs" in text_of(app)
    assert "not trained yet" not in figure(app)


def test_kernels_with_many_slices_are_looked_at_one_by_one(opened_run):
    app, _ = opened_run(CNN, [weights_of(CNN, seed=seed) for seed in (0, 1)], layer="3")
    app.number_input(key="learned-number-2").set_value(3).run()
    assert "One kernel, and below its map for this digit, at the start and at all 2 kept epochs" in text_of(app)
    assert not [group for group in app.button_group if group.key == "learned-which"]


def test_one_of_the_maps_can_be_chosen(opened_run):
    spec = mlp(hidden=(20,), dropout=0.0)
    app, _ = opened_run(spec, [weights_of(spec, seed=seed) for seed in (0, 1)])
    assert "Weights of 16 units, and below what they give for this digit" in text_of(app)
    app.button_group(key="learned-which").set_value("one").run()
    app.number_input(key="learned-number-0").set_value(19).run()
    assert "Weights of one unit, and below what it gives for this digit" in text_of(app)


def test_map_of_a_separable_convolution_is_shown_with_all_depthwise_kernels_since_none_is_its_own(opened_run):
    spec = NetworkSpec(
        input_shape=IMAGE,
        layers=(
            Conv2D(filters=3, kernel_size=3),
            SeparableConv2D(filters=3, kernel_size=3),
            Flatten(),
            Dense(units=10, activation="softmax"),
        ),
    )
    app, _ = opened_run(spec, [weights_of(spec, seed=seed) for seed in (0, 1)], layer="2")
    app.button_group(key="learned-which").set_value("one").run()
    app.number_input(key="learned-number-1").set_value(2).run()
    assert "3 kernels, and below one map, which mixes them, for this digit, at" in text_of(app)
    largest = np.abs(weights_of(spec, seed=1)["separable_conv2d/depthwise_kernel"]).max()
    assert f"Epoch 2: 3 kernels, furthest from 0 is {largest:#.3g}" in figure(app)


def test_kernels_and_maps_have_a_colour_bar_each(opened_run):
    epochs = [{name: array / 100 for name, array in weights_of(CNN, seed=seed).items()} for seed in (0, 1)]
    app, _ = opened_run(CNN, epochs)
    bars = next(one.value for one in app.get("html") if Epochs.scales(are_units=False)[0] in one.value)
    largest = max(float(np.abs(of["conv2d/kernel"]).max()) for of in epochs)
    start = 10 * float(np.abs(weights_of(CNN)["conv2d/kernel"]).max())
    kernels, maps = bars.split(Epochs.scales(are_units=False)[1])
    assert f"{max(largest, start):.3g}<" in kernels
    maxima = [
        float(end) for end in re.findall(r"furthest from 0 is ([\d.]+)", figure(app).replace("kernels, furthest", ""))
    ]
    assert float(re.findall(r">([\d.]+)<", maps)[-1]) == pytest.approx(max(maxima), rel=0.01)


def test_epoch_whose_file_is_gone_does_not_hide_the_others(opened_run):
    app, folder = opened_run(CNN, [weights_of(CNN, seed=seed) for seed in (4, 5, 6)])
    (folder / "epoch-002.npz").unlink()
    app.selectbox(key="inside-layer").select_index(1).run()
    html = figure(app)
    assert "not readable" in html
    assert html.count("reads ") == 4  # two moments, and twice in the figure's name
    assert not app.error


def test_run_with_one_epoch_so_far_says_so(opened_run):
    app, _ = opened_run(CNN, [weights_of(CNN)], learned="epochs")
    assert "one moment is kept so far" in text_of(app)


def test_answer_is_the_highest_logit_also_where_probabilities_are_rounded_to_the_same(opened_run):
    spec = NetworkSpec(input_shape=IMAGE, layers=(Flatten(), Dense(units=4), Dense(units=10, activation="sigmoid")))
    weights = {name: np.zeros_like(values) for name, values in weights_of(spec).items()}
    weights["dense_1/bias"][[3, 8]] = 30, 40
    app, _ = opened_run(spec, [weights, weights])
    assert "reads 8, " in figure(app)
    assert "3 or 8" not in figure(app)


def test_scores_that_are_no_numbers_are_no_answer():
    assert Epochs.answer((), float("nan")) == "reads nothing: its scores are no numbers"
