"""What the views say: kernels in order, the strongest images, values and their start, the map and its clicks."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from core.data.gallery import ImageName
from core.data.input_scaling import Pixels
from core.errors import EngineError
from core.messages.message import verbatim
from core.runs.log.models import Model, ModelRegistry
from models.cnn import cnn
from models.layers import Conv2D, Dense, Flatten, SeparableConv2D
from models.mlp import mlp
from models.spec import IMAGE, NetworkSpec
from pages.parts.inside.learned.excites import frame_of
from pages.state import cached
from pages.state.inside import learned
from pages.text.inside_excites import Excites
from pages.ui import array_html
from tests.support.component_events import click_point
from tests.support.numpy_network import layer_outputs, weights_of
from tests.support.page_text import captions, text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]

CNN = cnn(filters=(3, 4), dense=(5,), dropout=0.0)
MANY = NetworkSpec(
    input_shape=IMAGE,
    layers=(Conv2D(filters=70, kernel_size=5, strides=5), Conv2D(filters=10, kernel_size=5), Flatten()),
)


def html_with(app, text: str) -> str:
    return next(one.value for one in app.get("html") if text in one.value)


def test_kernels_can_be_sorted_by_their_norm(opened):
    norms = np.linalg.norm(weights_of(CNN)["conv2d/kernel"].reshape(9, 3), axis=0)
    app = opened(CNN, learned="kernels")
    placed = [int(place) for place in re.findall(r">(\d): [\d.]+<", html_with(app, "3 kernels."))]
    assert placed == [0, 1, 2]
    app.button_group(key="learned-order").set_value("norm").run()
    placed = [int(place) for place in re.findall(r">(\d): [\d.]+<", html_with(app, "3 kernels."))]
    assert placed == np.argsort(-norms).tolist()
    assert f"{placed[0]}: {norms.max():.2f}" in html_with(app, "3 kernels.")


def test_many_kernels_are_turned_over_page_by_page(opened):
    app = opened(MANY, learned="kernels")
    assert "1 to 64 of 70" in text_of(app)
    app.button(key="learned-kernels-later").click().run()
    assert "65 to 70 of 70" in text_of(app)
    assert len(re.findall(r">\d+: [\d.]+<", html_with(app, "70 kernels."))) == 6
    assert app.button(key="learned-kernels-later").disabled


def test_dense_layer_says_what_a_convolution_would_learn_instead(opened):
    assert "A convolution would learn small kernels" in text_of(opened(mlp(hidden=(5,)), learned="kernels"))
    assert "A convolution would learn" not in text_of(opened(CNN, learned="kernels"))


def test_nine_strongest_images_are_shown_with_value_label_and_frame(opened):
    app = opened(CNN, learned="digits", layer="1")
    app.number_input(key="learned-number-0").set_value(2).run()
    data, weights = cached.dataset(), weights_of(CNN)
    outputs = [layer_outputs(CNN, weights, image).outputs[0] for image in data.train_images[:30]]
    values = np.array([output[..., 2].max() for output in outputs])
    best = int(values.argmax())
    drawn = html_with(app, "training images that excite map 2 most")
    first = re.search(r"Training image (\d+), an? (\d), value ([\d.]+)", drawn)
    assert first is not None
    assert int(first[1]) == best
    assert int(first[2]) == data.train_labels[best]
    assert float(first[3]) == pytest.approx(values[best], rel=0.01)
    row, column = np.unravel_index(outputs[best][..., 2].argmax(), outputs[best].shape[:2])
    assert f"left: {100 * column / 28}%; top: {100 * row / 28}%; width: {100 * 3 / 28}%" in drawn
    assert drawn.count('role="img"') == 9
    assert "Mean value for each label" in html_with(app, "Mean value for each label")


@pytest.mark.parametrize(
    ("cell", "frame"), [(0, (0, 0, 2, 2)), (13, (0, 12, 2, 3)), (28 * 27 + 5, (26, 4, 2, 3)), (28 * 9, (8, 0, 3, 2))]
)
def test_frame_at_the_edge_has_only_the_pixels_that_the_cell_sees(cell, frame):
    spec = NetworkSpec(
        input_shape=IMAGE, layers=(Conv2D(filters=1, kernel_size=3, padding="same"), Flatten(), Dense(units=10))
    )
    assert frame_of(spec, 0, cell) == frame
    down, across = (100 * size / 28 for size in frame[2:])
    drawn = array_html.picture(np.eye(28), "", width=28, frame=frame)
    assert f"width: {across}%; height: {down}%" in drawn


def test_shuffled_pixels_have_no_frame_and_that_is_said(opened, monkeypatch):
    app = opened(CNN, learned="digits", layer="1")
    assert Excites.SHUFFLED not in captions(app)
    shuffled = dataclasses.replace(ModelRegistry.find(None, None).network, pixels=Pixels(shuffled=True))
    monkeypatch.setattr(ModelRegistry, "find", lambda _, name: Model(name=name, network=shuffled, record=None))
    app.run()
    app.button(key="learned-make").click().run()
    assert Excites.SHUFFLED in captions(app)
    assert "Training image" in text_of(app)
    assert "is framed" not in text_of(app)


def test_picture_is_made_on_a_click_and_anew_from_another_start(opened, numpy_learned):
    app = opened(CNN, learned="digits", layer="1")
    assert not numpy_learned.made
    app.button(key="learned-make").click().run()
    assert "It reaches **7.50**; the best training image reaches" in text_of(app)
    app.button(key="learned-again").click().run()
    assert "It reaches **8.50**" in text_of(app)
    assert {one.seed for one in numpy_learned.made} == {0, 1}
    other = (app.number_input(key="learned-number-0").value + 1) % 3
    app.number_input(key="learned-number-0").set_value(other).run()
    assert [one.label for one in app.button if one.key in ("learned-make", "learned-again")] == [Excites.MAKE]


def test_one_of_the_strongest_images_is_opened(opened):
    app = opened(CNN, learned="digits", layer="1")
    box = app.selectbox(key="learned-open")
    index = int(re.search(r"Training image (\d+), label", box.options[3])[1])
    box.select_index(3).run()
    assert app.query_params["digit"] == str(ImageName("train", index))
    assert app.selectbox(key="learned-open").value is None


def test_dead_map_is_called_dead(opened, monkeypatch):
    spec = NetworkSpec(
        input_shape=IMAGE,
        layers=(Conv2D(filters=1, kernel_size=28, activation="relu"), Conv2D(filters=10, kernel_size=1), Flatten()),
    )
    seed = next(seed for seed in range(50) if _is_dead(spec, seed))
    app = opened(spec, seed=seed, learned="digits", layer="1")
    assert "Map 0 gives 0 for all 30 training images: it is dead" in text_of(app)


def _is_dead(spec: NetworkSpec, seed: int) -> bool:
    weights = weights_of(spec, seed=seed)
    return not any(layer_outputs(spec, weights, one).outputs[0].any() for one in cached.dataset().train_images[:30])


def test_values_say_how_far_each_kernel_moved_from_the_runs_own_start(opened_run):
    app, _ = opened_run(CNN, [weights_of(CNN)], learned="values")
    assert "which the run's seed gives again" in text_of(app)
    table = html_with(app, "Moved")
    assert table.count("50 %") == 4  # the kernels, as the seed of the run is 0
    assert table.count("Histogram of the weights") == 4
    assert table.count("Histogram of the activations") == len(CNN.layers)


def test_branch_is_measured_from_the_weights_with_which_it_began(opened_run):
    began = weights_of(CNN)
    moved = {name: array * 1.25 for name, array in began.items()}
    app, _ = opened_run(CNN, [moved], branched=began, learned="values")
    assert "from epoch 1, with which this run began" in text_of(app)
    assert html_with(app, "Moved").count("25 %") == 4


def test_branch_whose_start_is_gone_shows_everything_but_how_far_it_moved(opened_run):
    began = weights_of(CNN)
    app, folder = opened_run(CNN, [weights_of(CNN, seed=1), weights_of(CNN, seed=2)], branched=began, learned="values")
    (folder / "branch.npz").unlink()
    cached.weights.clear()
    learned.distances_between.clear()
    app.run()
    assert not app.error
    assert "which this run began, is gone" in text_of(app)
    assert html_with(app, "Moved").count("Histogram of the weights") == 4


@pytest.mark.parametrize("view", ["digits", "values", "map"])
def test_error_takes_the_progress_bar_away(opened, numpy_learned, monkeypatch, view):
    def failing(*_, on_progress):
        on_progress(1, 2)
        raise EngineError(verbatim(text="The engine is tired"))

    for name in ("strongest_images", "statistics", "layer_map"):
        monkeypatch.setattr(numpy_learned, name, failing)
    app = opened(CNN, learned=view)
    assert [error.value for error in app.error] == ["The engine is tired"]
    assert not app.get("progress")
    assert not app.get("skeleton")


@pytest.mark.parametrize(("channels", "filters"), [(1, 512), (512, 512), (512, 4), (1, 3)])
def test_mixture_of_a_separable_convolution_is_never_taller_than_wide_and_has_its_own_scale(opened, channels, filters):
    before = () if channels == 1 else (Conv2D(filters=channels, kernel_size=14, strides=14),)
    spec = NetworkSpec(
        input_shape=IMAGE,
        layers=(
            *before,
            SeparableConv2D(filters=filters, kernel_size=2 if before else 14, strides=2 if before else 14),
            Flatten(),
            Dense(units=10, activation="softmax"),
        ),
    )
    app = opened(spec, learned="kernels", layer=str(1 + len(before)))
    drawn = html_with(app, "weights that mix the maps")
    width, height = map(int, re.search(r"width: (\d+)px; max-width: 100%; height: (\d+)px", drawn).groups())
    assert 18 <= height <= width <= 504
    largest = np.abs(weights_of(spec)["separable_conv2d/pointwise_kernel"]).max()
    assert [one for one in app.get("html") if "linear-gradient" in one.value and f"{largest:.3g}<" in one.value]


def test_map_tells_how_well_its_axes_separate_and_opens_an_image_by_number_or_click(opened):
    app = opened(CNN, learned="map", layer="1")
    chart = next(one for one in app.get("plotly_chart") if one.proto.alt.startswith("30 test images as points"))
    assert "nearest label mean is right for" in chart.proto.alt
    assert "30 test images by the 2,028 values of layer Conv 3" in text_of(app)
    app.button(key="learned-map-later").click().run()
    assert app.query_params["layer"] == "2"
    app.number_input(key="learned-index").set_value(7).run()
    assert app.query_params["digit"] == str(ImageName("test", 7))
    app = click_point(app, "learned-digits", 4)
    assert app.query_params["digit"] == str(ImageName("test", 4))


def test_kernels_are_taken_away_in_numbers(opened, files):
    opened(CNN, learned="kernels")
    lines = files.written["learned-kernels.csv"]().splitlines()
    assert lines[0] == '"Kernel","Norm","Smallest weight","Largest weight","Mean weight"'
    assert len(lines) == 4
    assert float(lines[1].split(",")[1]) == pytest.approx(np.linalg.norm(weights_of(CNN)["conv2d/kernel"][..., 0]))
