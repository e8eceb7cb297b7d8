"""Gradients of real networks against differences of NumPy's own logits, whatever the inputs' scale and order."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from benchmarks.attribution import asked
from core.data.input_scaling import Pixels
from core.inference import loaded_networks
from core.inference.activations import layer_outputs
from core.inference.attribution import questions
from core.inference.attribution.attribution import METHODS, convolutions, explained_layer
from core.inference.attribution.class_maps import grad_cam
from core.inference.attribution.scrambled_weights import scrambled
from core.inference.attribution.target import Target
from core.inference.damage.changes import Damage, Pruned
from core.inference.loaded_networks import StoredNetwork, load_network
from core.training.record import checkpoints
from models.cnn import cnn
from models.layers import (
    Activation,
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
from tests.support import numpy_network

pytestmark = pytest.mark.process

TARGET = Target(digit=3, against=7)
SMOOTH = NetworkSpec(
    input_shape=IMAGE,
    layers=(
        Conv2D(filters=4, kernel_size=5, strides=2, activation="tanh"),
        SeparableConv2D(filters=3, kernel_size=3, activation="sigmoid"),
        Flatten(),
        Dense(units=10, activation="softmax"),
    ),
)
NETWORKS = {
    "convolutions": (SMOOTH, Pixels()),
    "standardised": (SMOOTH, Pixels(offset=33.3, divisor=78.6)),
    "flat, shuffled, bytes": (
        NetworkSpec(input_shape=FLAT, layers=(Dense(units=7, activation="tanh"), Dense(units=10))),
        Pixels(divisor=2550.0, shuffled=True),
    ),
}


def target_of(network: StoredNetwork, picture: np.ndarray) -> float:
    """Return the target of a picture, 0 to 1, computed in NumPy from the weights on the disk."""
    weights = checkpoints.read(Path(network.path), digest=network.digest)
    inputs = network.pixels.inputs(255 * picture[np.newaxis])[0].astype(np.float64)
    return float(TARGET.of(numpy_network.layer_outputs(network.spec, weights, 255 * inputs).logits))


@pytest.mark.parametrize(("spec", "pixels"), NETWORKS.values(), ids=NETWORKS)
def test_gradient_is_what_a_small_change_of_a_pixel_does(stored, images, spec, pixels):
    network = dataclasses.replace(stored(spec), pixels=pixels)
    picture = images[0] / 255.0
    found = questions.input_gradients(network, picture[np.newaxis], TARGET.weights)[0]
    for row, column in [(0, 0), (5, 20), (14, 14), (27, 3)]:
        change = np.zeros((28, 28))
        change[row, column] = 0.05
        by_difference = (target_of(network, picture + change) - target_of(network, picture - change)) / 0.1
        assert found[row, column] == pytest.approx(
            by_difference, rel=0.02, abs=float(3e-4 * np.abs(found).max() + 2e-5)
        )


def test_gradient_of_a_difference_is_the_difference_of_two_and_no_picture_changes_another_one(stored, images):
    network = stored(SMOOTH)
    pictures = images / 255.0

    def of(target: Target, some: np.ndarray) -> np.ndarray:
        return questions.input_gradients(network, some, target.weights)

    both = of(TARGET, pictures)
    np.testing.assert_allclose(both, of(Target(digit=3), pictures) - of(Target(digit=7), pictures), atol=1e-6)
    np.testing.assert_allclose(both[2:3], of(TARGET, pictures[2:3]), atol=1e-6)


def test_integrated_gradients_are_a_sum_of_many_steps_and_add_up_to_the_output(stored, images):
    network = stored(cnn(filters=(3,), dense=(6,)))
    found = asked(network).attribute(images[0], "integrated-gradients", TARGET)
    picture = images[0] / 255.0
    steps = (np.arange(2000) + 0.5) / 2000
    gradients = questions.input_gradients(network, steps[:, None, None] * picture, TARGET.weights)
    np.testing.assert_allclose(found.values, picture * gradients.mean(axis=0), atol=0.03 * np.abs(found.values).max())
    outputs = TARGET.of(questions.logits(network, np.stack([images[0], np.zeros_like(images[0])])))
    assert found.completeness is not None
    assert found.completeness.is_complete
    assert found.completeness.difference == pytest.approx(outputs[0] - outputs[1])


def test_map_gradient_after_global_pooling_is_known_by_hand(stored, images):
    # logit c = sum over maps of weight[k, c] * mean of map k, so each place has weight[k, c] / places
    last = Dense(units=10)
    spec = NetworkSpec(input_shape=IMAGE, layers=(Conv2D(filters=5, kernel_size=3), GlobalAveragePooling2D(), last))
    network = stored(spec)
    maps, slopes = questions.map_gradients(network, images[0], Target(digit=2).weights, 0)
    np.testing.assert_allclose(maps, layer_outputs(network, images[0]).outputs[0], rtol=1e-5, atol=1e-6)
    weights = np.asarray(load_network(network).model.layers[-1].kernel)[:, 2]
    np.testing.assert_allclose(slopes, np.broadcast_to(weights / 26**2, maps.shape), rtol=1e-4, atol=1e-8)
    found = asked(network).attribute(images[0], "grad-cam", Target(digit=2), layer=0)
    np.testing.assert_allclose(found.values, np.maximum(maps @ weights / 26**2, 0), rtol=1e-3, atol=1e-7)
    np.testing.assert_allclose(found.values, grad_cam(maps, slopes), rtol=1e-5, atol=1e-8)


def test_class_map_of_a_convolution_without_a_function_is_made_behind_the_function_that_follows(stored, images):
    spec = NetworkSpec(
        input_shape=IMAGE,
        layers=(
            Conv2D(filters=3, kernel_size=3, activation="linear"),
            BatchNormalization(),
            Dropout(rate=0.2),
            Activation(function="relu"),
            Conv2D(filters=2, kernel_size=3, activation="relu"),
            BatchNormalization(),
            Activation(function="tanh"),
            Conv2D(filters=2, kernel_size=3, activation="linear"),
            MaxPooling2D(),
            Activation(function="relu"),
            Conv2D(filters=10, kernel_size=11, activation="linear"),
            Flatten(),
            Activation(function="softmax"),
        ),
    )
    assert [explained_layer(spec, layer) for layer in convolutions(spec)] == [3, 4, 7, 10]
    network = stored(spec)
    maps, slopes = questions.map_gradients(network, images[0], Target(digit=2).weights, 3)
    found = asked(network).attribute(images[0], "grad-cam", Target(digit=2), layer=0)
    np.testing.assert_allclose(found.values, grad_cam(maps, slopes), rtol=1e-5, atol=1e-8)


def test_occlusion_is_the_network_asked_square_by_square(stored, images):
    network = stored(mlp(hidden=(6,), dropout=0.3))
    told = []
    found = asked(network).occlude(images[0], square=6, stride=4, on_progress=lambda *done: told.append(done))
    for row, column in [(0, 0), (2, 5), (5, 5)]:
        image = images[0].copy()
        image[4 * row : 4 * row + 6, 4 * column : 4 * column + 6] = 0
        expected = layer_outputs(network, image)
        np.testing.assert_allclose(found.logits[row, column], expected.logits, rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(found.probabilities[row, column], expected.probabilities, rtol=1e-3, atol=1e-6)
    assert told[-1] == (37, 37)


def test_scrambled_network_answers_otherwise_and_what_it_learned_is_there_again(stored, images, monkeypatch):
    network = stored(SMOOTH)
    disordered = dataclasses.replace(network, is_scrambled=True)
    assert disordered.identity != network.identity
    before = questions.logits(network, images)
    given = questions.logits(disordered, images)
    assert not np.allclose(before, given, atol=0.01)
    with monkeypatch.context() as patch:
        patch.setattr(loaded_networks, "scrambled", None)  # its weights are made once, not for every question
        questions.input_gradients(disordered, images / 255.0, TARGET.weights)
        np.testing.assert_array_equal(questions.logits(disordered, images), given)
    np.testing.assert_array_equal(questions.logits(network, images), before)


def test_scrambled_network_can_be_damaged_too(stored, images):
    disordered = dataclasses.replace(stored(SMOOTH), is_scrambled=True)
    given = questions.logits(disordered, images)
    damaged = dataclasses.replace(disordered, damage=Damage(changes=(Pruned(layer=None, percent=50),)))
    assert not np.allclose(questions.logits(damaged, images), given, atol=0.01)
    np.testing.assert_array_equal(questions.logits(disordered, images), given)


def test_scrambling_keeps_the_weights_of_each_kernel_and_all_else():
    arrays = {"a/kernel": np.arange(12.0).reshape(3, 4), "a/bias": np.arange(3.0)}
    moved = scrambled(arrays)
    assert sorted(moved["a/kernel"].ravel()) == list(range(12))
    assert moved["a/kernel"].tolist() != arrays["a/kernel"].tolist()
    assert moved["a/bias"] is arrays["a/bias"]


ODD = {
    "nothing but a dense layer": NetworkSpec(input_shape=FLAT, layers=(Dense(units=10, activation="sigmoid"),)),
    "convolution at the end": NetworkSpec(
        input_shape=IMAGE, layers=(Conv2D(filters=10, kernel_size=28, activation="softmax"), Flatten())
    ),
    "convolutions alone": NetworkSpec(
        input_shape=IMAGE,
        layers=(SeparableConv2D(filters=4, kernel_size=3), Conv2D(filters=10, kernel_size=3), GlobalAveragePooling2D()),
    ),
}


@pytest.mark.parametrize("spec", ODD.values(), ids=ODD)
def test_every_method_of_every_network_gives_numbers(stored, spec):
    network, layers = stored(spec), convolutions(spec)
    blank = np.zeros((28, 28), np.uint8)
    for method in METHODS:
        if method.startswith("grad-cam") and not layers:
            continue
        found = asked(network).attribute(blank, method, TARGET, layer=layers[-1] if layers else None)
        assert np.isfinite(found.per_pixel).all()
        assert found.per_pixel.shape == (28, 28)


def test_convolution_that_is_the_output_has_no_class_map():
    assert [convolutions(spec) for spec in ODD.values()] == [[], [], [0, 1]]
