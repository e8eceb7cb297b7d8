"""What the views of *What it learned* give away as NPZ, against what their pages show."""

from __future__ import annotations

import numpy as np
import pytest

from models.cnn import cnn
from models.layers import Conv2D, Dense, Flatten, SeparableConv2D
from models.mlp import mlp
from models.spec import IMAGE, NetworkSpec
from pages.state import cached
from tests.support.numpy_network import layer_outputs, weights_of
from tests.support.page_text import text_of

pytestmark = [pytest.mark.app, pytest.mark.usefixtures("real_mnist")]

CNN = cnn(filters=(3, 4), dense=(5,), dropout=0.0)


def test_all_kernels_of_a_layer_are_there_with_norms_and_biases(opened, files):
    app = opened(CNN, learned="kernels", layer="3")
    arrays, weights = files.arrays("learned-kernels.npz"), weights_of(CNN)
    assert arrays["layer"] == "conv2d_1"
    np.testing.assert_array_equal(arrays["kernels"], weights["conv2d_1/kernel"].transpose(3, 2, 0, 1))
    np.testing.assert_array_equal(arrays["bias"], weights["conv2d_1/bias"])
    assert f"{arrays['norms'].max():.2f}" in text_of(app)
    assert "pointwise_kernel" not in arrays


def test_kernels_of_a_separable_convolution_bring_what_mixes_its_maps(opened, files):
    layers = (
        Conv2D(filters=2, kernel_size=5, strides=5),
        SeparableConv2D(filters=3, kernel_size=3),
        Flatten(),
        Dense(units=10),
    )
    spec = NetworkSpec(input_shape=IMAGE, layers=layers)
    opened(spec, learned="kernels", layer="2")
    arrays, weights = files.arrays("learned-kernels.npz"), weights_of(spec)
    assert arrays["kernels"].shape == (2, 1, 3, 3)
    np.testing.assert_array_equal(arrays["pointwise_kernel"], weights["separable_conv2d/pointwise_kernel"][0, 0].T)


def test_epochs_bring_kernels_maps_and_probabilities_of_the_six_that_are_shown(opened_run, files):
    epochs = [weights_of(CNN, seed=seed) for seed in range(7)]
    opened_run(CNN, epochs, layer="1")
    arrays = files.arrays("learned-epochs.npz")
    assert arrays["epochs"].tolist() == [1, 2, 3, 5, 6, 7]
    assert arrays["layer"] == "conv2d"
    image = arrays["picture"]
    for place, epoch in enumerate(arrays["epochs"].tolist()):
        weights = epochs[epoch - 1]
        np.testing.assert_array_equal(arrays["kernels"][place], weights["conv2d/kernel"].transpose(3, 2, 0, 1))
        seen = layer_outputs(CNN, weights, image)
        np.testing.assert_allclose(arrays["maps"][place], np.moveaxis(seen.outputs[0], -1, 0), atol=1e-6)
        np.testing.assert_allclose(arrays["probabilities"][place], seen.probabilities, atol=1e-6)
    assert arrays["start_kernels"].shape == arrays["kernels"].shape[1:] == (3, 1, 3, 3)
    assert arrays["map_numbers"].tolist() == arrays["kernel_numbers"].tolist() == [0, 1, 2]


def test_epochs_of_a_branch_have_no_start(opened_run, files):
    spec = mlp(hidden=(20,), dropout=0.0)
    opened_run(spec, [weights_of(spec, seed=1)], branched=weights_of(spec))
    arrays = files.arrays("learned-epochs.npz")
    assert "start_kernels" not in arrays
    assert arrays["maps"].shape == (2, 16)
    assert arrays["kernels"].shape == (2, 16, 1, 28, 28)


def test_nine_images_come_with_values_and_places_and_the_picture_that_was_made(opened, files):
    app = opened(CNN, learned="digits", layer="1")
    app.number_input(key="learned-number-0").set_value(2).run()
    arrays, data, weights = files.arrays("learned-strongest.npz"), cached.dataset(), weights_of(CNN)
    assert (arrays["layer"], arrays["number"], arrays["images"].shape) == ("conv2d", 2, (9, 28, 28))
    for place, index in enumerate(arrays["indices"].tolist()):
        np.testing.assert_array_equal(arrays["images"][place], data.train_images[index])
        values = layer_outputs(CNN, weights, data.train_images[index]).outputs[0][..., 2]
        row, column = arrays["places"][place].tolist()
        assert values.max() == values[row, column] == pytest.approx(arrays["values"][place])
        assert arrays["receptive_fields"][place].tolist() == [row, column, 3, 3]
    assert arrays["labels"].tolist() == data.train_labels[arrays["indices"]].tolist()
    assert (arrays["label_means"].shape, arrays["label_counts"].sum()) == ((10,), 30)
    assert "ascent_picture" not in arrays
    app.button(key="learned-make").click().run()
    made = files.arrays("learned-strongest.npz")
    assert (made["ascent_value"], made["ascent_seed"]) == (7.5, 0)
    assert made["ascent_picture"].tolist() == np.full((28, 28), 40).tolist()


def test_units_have_no_places(opened, files):
    opened(mlp(hidden=(5,), dropout=0.0), learned="digits")
    arrays = files.arrays("learned-strongest.npz")
    assert "places" not in arrays
    assert arrays["receptive_fields"].tolist() == [[0, 0, 28, 28]] * 9


def test_histograms_have_counts_edges_and_distances(opened, files):
    opened(CNN, learned="values")
    arrays, weights = files.arrays("learned-values.npz"), weights_of(CNN)
    assert arrays["layers"].tolist() == [row.name for row in CNN.rows()]
    assert arrays["kernels"].tolist() == [name for name in weights if name.endswith("kernel")]
    for place, name in enumerate(arrays["kernels"].tolist()):
        counts, edges = arrays["weight_counts"][place], arrays["weight_edges"][place]
        assert (counts.sum(), len(edges)) == (weights[name].size, 41)
        assert (edges[0], edges[-1]) == (weights[name].min(), weights[name].max())
        inside = np.histogram(weights[name].astype(float), edges)[0]
        assert np.abs(inside.cumsum() - counts.cumsum()).max() <= 1  # a weight on an edge, in float32
    assert arrays["activation_counts"].shape == (len(CNN.layers), 40)
    assert arrays["activation_edges"].shape == (len(CNN.layers), 41)
    rows = [line.split(",") for line in files.written["learned-values.csv"]().splitlines()[1:]]
    assert [float(row[3]) for row in rows if row[3] and row[3] != '""'] == arrays["distances"].tolist()


def test_weights_that_are_all_equal_lie_between_two_edges(opened, files, monkeypatch):
    same = {name: np.full_like(array, 0.25) for name, array in weights_of(CNN).items()}
    monkeypatch.setattr(cached, "weights", lambda _: same)
    opened(CNN, learned="values")
    arrays = files.arrays("learned-values.npz")
    for counts, edges in zip(arrays["weight_counts"], arrays["weight_edges"], strict=True):
        (place,) = np.flatnonzero(counts)
        assert edges[place] <= 0.25 < edges[place + 1]


def test_map_has_every_point_with_label_and_index_and_the_picture_s_place(opened, files):
    opened(CNN, learned="map", layer="3")
    arrays = files.arrays("learned-map.npz")
    assert arrays["points"].shape == (30, 2)
    assert arrays["indices"].tolist() == list(range(30))
    assert arrays["labels"].tolist() == cached.dataset().test_labels[:30].tolist()
    assert arrays["picture_point"].tolist() == pytest.approx(arrays["points"][1].tolist(), abs=1e-4)  # test image 1
    rows = [line.split(",") for line in files.written["learned-map.csv"]().splitlines()[1:]]
    assert [[float(cell) for cell in row[2:]] for row in rows] == arrays["points"].tolist()
    first, second = arrays["points"].var(axis=0)
    assert arrays["variance_shares"][0] / arrays["variance_shares"][1] == pytest.approx(first / second)
