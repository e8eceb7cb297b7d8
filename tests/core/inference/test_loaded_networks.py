"""Predictions and layer outputs against NumPy's own arithmetic on the same weights."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from core.data.input_scaling import Pixels
from core.errors import CheckpointError, DataError
from core.inference import loaded_networks
from core.inference.activations import layer_outputs
from core.inference.loaded_networks import load_network, probabilities_of
from core.inference.predict import predict, predict_stored
from core.lru import Lru
from core.training.record import checkpoints
from models.cnn import cnn
from models.layers import Activation, Conv2D, Dense, Flatten
from models.mlp import mlp
from models.spec import FLAT, IMAGE, NetworkSpec

pytestmark = pytest.mark.process

ENDINGS = {
    "softmax layer": mlp(hidden=(6,), dropout=0.2),
    "logits": dataclasses.replace(
        mlp(hidden=(6,), dropout=0.0), layers=(Dense(units=6, activation="relu"), Dense(units=10))
    ),
    "sigmoid layer": NetworkSpec(input_shape=FLAT, layers=(Dense(units=10, activation="sigmoid"),)),
    "softmax as a layer of its own": NetworkSpec(
        input_shape=FLAT, layers=(Dense(units=10), Activation(function="softmax"))
    ),
    "convolution at the end, flattened": NetworkSpec(
        input_shape=IMAGE, layers=(Conv2D(filters=10, kernel_size=28, activation="softmax"), Flatten())
    ),
}


def softmax(scores: np.ndarray) -> np.ndarray:
    grown = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return grown / grown.sum(axis=-1, keepdims=True)


def test_dense_network_predicts_what_numpy_computes(stored, images):
    network = stored(mlp(hidden=(6,), dropout=0.2))
    arrays = checkpoints.read(Path(network.path))
    hidden = np.maximum(images.reshape(5, 784) / 255 @ arrays["dense/kernel"] + arrays["dense/bias"], 0)
    logits = hidden @ arrays["dense_1/kernel"] + arrays["dense_1/bias"]
    found = predict(network, images)
    np.testing.assert_allclose(found.logits, logits, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found.probabilities, softmax(logits), rtol=1e-4, atol=1e-6)
    assert found.predicted_digits.tolist() == logits.argmax(axis=1).tolist()


@pytest.mark.parametrize("spec", ENDINGS.values(), ids=ENDINGS)
def test_last_output_is_what_keras_gives_whatever_the_network_ends_in(stored, images, spec):
    from models.build import build
    from models.weights import assign, variables_by_name

    network = stored(spec)
    model = build(spec, seed=0)
    assign(variables_by_name(model), checkpoints.read(Path(network.path)))
    expected = np.asarray(model(images[:1].reshape(1, *spec.input_shape).astype(np.float32) / 255, training=False))[0]
    found = layer_outputs(network, images[0])
    np.testing.assert_allclose(found.outputs[-1].reshape(10), expected, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(found.logits, predict(network, images[:1]).logits[0], rtol=1e-4, atol=1e-6)
    shown = found.probabilities if spec.outputs_probabilities else found.logits
    np.testing.assert_allclose(shown, expected, rtol=1e-4, atol=1e-6)


def test_every_layer_gives_the_shape_that_the_spec_says(stored, images):
    spec = cnn(filters=(3, 4), dense=(5,), dropout=0.3, batch_normalization=True)
    found = layer_outputs(stored(spec), images[0])
    assert [output.shape for output in found.outputs] == [row.output_shape for row in spec.rows()]
    assert {output.dtype for output in found.outputs} == {np.dtype(np.float32)}


def test_convolution_and_pooling_are_sums_and_maxima(stored, images):
    network = stored(cnn(filters=(3,), dense=()))
    arrays = checkpoints.read(Path(network.path))
    convolved, pooled = layer_outputs(network, images[0]).outputs[:2]
    patch = images[0, 4:7, 9:12] / 255
    by_hand = max(0.0, float((patch * arrays["conv2d/kernel"][:, :, 0, 2]).sum() + arrays["conv2d/bias"][2]))
    assert convolved[4, 9, 2] == pytest.approx(by_hand, rel=1e-4)
    assert pooled[2, 4, 2] == convolved[4:6, 8:10, 2].max()


def test_dropout_rests_when_predicting(stored, images):
    network = stored(mlp(hidden=(6,), dropout=0.5))
    hidden, dropped = layer_outputs(network, images[0]).outputs[:2]
    assert np.array_equal(hidden, dropped)


def test_one_picture_and_many_give_the_same_answers(stored, images):
    network = stored(cnn(filters=(3,), dense=()))
    together = predict(network, images).logits
    alone = np.concatenate([predict(network, images[place : place + 1]).logits for place in range(5)])
    np.testing.assert_allclose(together, alone, rtol=1e-4, atol=1e-5)


def test_other_weights_of_one_spec_use_the_same_graph(stored, images):
    spec = mlp(hidden=(6,), dropout=0.0)
    first, second = stored(spec, seed=1), stored(spec, seed=2)
    before, kept = predict(first, images).logits, load_network(first)
    assert load_network(second) is kept
    assert not np.allclose(predict(second, images).logits, before)
    assert np.array_equal(predict(first, images).logits, before)


def test_only_the_networks_asked_for_last_are_kept(stored, monkeypatch):
    monkeypatch.setattr(loaded_networks, "_kept", Lru(2))
    asked = [stored(mlp(hidden=(units,), dropout=0.0), seed=units) for units in (2, 3, 4)]
    kept = [load_network(one) for one in asked]
    assert load_network(asked[2]) is kept[2]
    assert load_network(asked[0]) is not kept[0]


def test_network_on_trial_takes_nobody_s_place_and_answers_the_same_bits(stored, images):
    network = stored(mlp(hidden=(6,), dropout=0.0))
    kept, answer = load_network(network), predict(network, images).logits
    on_trial = dataclasses.replace(network, on_trial=True)
    assert predict(on_trial, images).logits.tobytes() == answer.tobytes()
    for divisor in (1.0, 2.0, 3.0, 4.0, 5.0):
        predict(dataclasses.replace(on_trial, pixels=Pixels(divisor=divisor)), images)
    assert len(loaded_networks._on_trial) == loaded_networks.KEPT_ON_TRIAL
    assert {key[1] for key in loaded_networks._kept}.isdisjoint(
        {Pixels(divisor=divisor) for divisor in (1.0, 2.0, 3.0, 4.0, 5.0)}
    )
    assert load_network(network) is kept


def test_damaged_weights_are_refused_and_the_next_question_is_answered(stored, images):
    network = stored(mlp(hidden=(6,), dropout=0.0), seed=7)
    whole = Path(network.path).read_bytes()
    Path(network.path).write_bytes(whole[:-1] + b"x")
    with pytest.raises(CheckpointError, match="damaged"):
        predict(network, images)
    Path(network.path).write_bytes(whole)
    assert predict(network, images).logits.shape == (5, 10)


def test_weights_of_another_network_are_refused(stored, images):
    small, large = stored(mlp(hidden=(6,), dropout=0.0), seed=1), stored(mlp(hidden=(7,), dropout=0.0), seed=2)
    with pytest.raises(CheckpointError, match=r"dense/kernel is \(784, 7\)"):
        predict(dataclasses.replace(large, spec=small.spec), images)


@pytest.mark.parametrize(
    "wrong",
    [np.zeros((1, 28, 28), np.float32), np.zeros((28, 28), np.uint8), np.zeros((1, 27, 28), np.uint8)],
    ids=["floats", "no axis N", "27 rows"],
)
def test_what_is_no_picture_is_refused(stored, wrong):
    with pytest.raises(DataError, match="28\u00a0×\u00a028"):
        predict(stored(mlp(hidden=(6,), dropout=0.0)), wrong)


@pytest.mark.parametrize("count", [0, 1001])
def test_too_many_pictures_or_none_are_refused(stored, count):
    with pytest.raises(DataError, match="From 1 to 1,000"):
        predict(stored(mlp(hidden=(6,), dropout=0.0)), np.zeros((count, 28, 28), np.uint8))


def test_stored_pictures_are_read_where_they_stand(stored, small_dataset):
    network = stored(mlp(hidden=(6,), dropout=0.0))
    found = predict_stored(network, str(small_dataset.folder), "test", 290, 100)
    assert found.logits.shape == (7, 10)  # there are 297
    np.testing.assert_allclose(found.logits, predict(network, np.array(small_dataset.test_images[290:])).logits)


def test_softmax_of_huge_logits_stays_in_range():
    found = probabilities_of(np.array([[1000.0, -1000.0] + [0.0] * 8], np.float32), "linear")
    assert found.tolist() == [[1.0] + [0.0] * 9]


def test_sigmoid_judges_each_digit_for_itself():
    found = probabilities_of(np.array([[0.0, 1000.0, -1000.0] + [0.0] * 7], np.float32), "sigmoid")
    assert found.tolist() == [[0.5, 1.0, 0.0] + [0.5] * 7]
