"""One epoch of ours against Keras's own fit, on some of the digits that need no download."""

import numpy as np
import pytest

from core.training.record import checkpoints
from core.training.record.events import (
    EpochEnded,
)
from models.build import build
from models.cnn import cnn
from models.mlp import mlp
from tests.support.trainings import heard, of_kind

pytestmark = pytest.mark.process

SMALL_MLP = mlp(hidden=(16,), dropout=0)


SMALL_CNN = cnn(filters=(4,), dense=(), batch_normalization=True)


def adam(**parameters):
    return lambda keras: keras.optimizers.Adam(1e-3, **parameters)


def sparse(keras, from_logits):
    return keras.losses.SparseCategoricalCrossentropy(from_logits=from_logits)


def categorical(keras, from_logits):
    return keras.losses.CategoricalCrossentropy(from_logits=from_logits)


def binary(keras, from_logits):
    return keras.losses.BinaryCrossentropy(from_logits=from_logits)


def squared(keras, _):
    return keras.losses.MeanSquaredError()


def squared_of_logits(keras, _):
    return lambda labels, outputs: keras.losses.mean_squared_error(labels, keras.ops.softmax(outputs))


def softmax(outputs):
    powers = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


LOGITS = cnn(filters=(4,), dense=(), output="linear")


@pytest.mark.parametrize(
    ("spec", "settings", "optimizer", "loss"),
    [
        pytest.param(
            SMALL_MLP,
            {"optimizer": "rmsprop", "loss": "binary_crossentropy"},
            lambda keras: keras.optimizers.RMSprop(1e-3),
            binary,
            id="dense, RMSprop, binary cross-entropy",
        ),
        pytest.param(
            SMALL_MLP,
            {
                **{"optimizer": "rmsprop", "rho": 0.8, "momentum": 0.5, "epsilon": 1e-4},
                **{"loss": "categorical_crossentropy"},
            },
            lambda keras: keras.optimizers.RMSprop(1e-3, rho=0.8, momentum=0.5, epsilon=1e-4),
            categorical,
            id="dense, RMSprop with momentum, categorical cross-entropy",
        ),
        pytest.param(SMALL_CNN, {}, adam(), sparse, id="convolution with batch normalisation, Adam"),
        pytest.param(
            SMALL_MLP,
            {"beta_1": 0.8, "beta_2": 0.99, "epsilon": 1e-3, "loss": "mean_squared_error"},
            adam(beta_1=0.8, beta_2=0.99, epsilon=1e-3),
            squared,
            id="Adam with other parameters, mean squared error",
        ),
        pytest.param(LOGITS, {"optimizer": "sgd"}, lambda keras: keras.optimizers.SGD(1e-3), sparse, id="logits, SGD"),
        pytest.param(
            SMALL_MLP,
            {"optimizer": "sgd", "momentum": 0.9, "nesterov": True},
            lambda keras: keras.optimizers.SGD(1e-3, momentum=0.9, nesterov=True),
            sparse,
            id="SGD with Nesterov's momentum",
        ),
        pytest.param(
            LOGITS, {"loss": "mean_squared_error"}, adam(), squared_of_logits, id="mean squared error of logits"
        ),
        pytest.param(LOGITS, {"loss": "binary_crossentropy"}, adam(), binary, id="binary cross-entropy of logits"),
    ],
)
def test_one_epoch_equals_keras_fit(small_dataset, train, tmp_path, spec, settings, optimizer, loss):
    import keras

    events = heard(train(spec, batch_size=100, **settings))  # the last batch is smaller
    ended = of_kind(events, EpochEnded)[0]

    model = build(spec, seed=0)
    is_sparse = loss is sparse
    model.compile(
        optimizer=optimizer(keras),
        loss=loss(keras, spec.from_logits),
        metrics=["sparse_categorical_accuracy" if is_sparse else "categorical_accuracy"],
    )
    images = (small_dataset.train_images / np.float32(255)).reshape(-1, *spec.input_shape)
    labels = small_dataset.train_labels if is_sparse else np.eye(10, dtype=np.float32)[small_dataset.train_labels]
    order = np.random.default_rng([0, 1, 1]).permutation(1350)
    history = model.fit(
        images[order],
        labels[order],
        batch_size=100,
        epochs=1,
        shuffle=False,
        verbose=0,
        validation_data=(images[1350:], labels[1350:]),
    ).history

    ours = checkpoints.read(tmp_path / ended.checkpoint.name)
    for layer in model.layers:
        for weight in layer.weights:
            np.testing.assert_allclose(ours[f"{layer.name}/{weight.name}"], weight.numpy(), rtol=2e-4, atol=2e-5)
    accuracy = next(name for name in history if name.endswith("accuracy") and not name.startswith("val"))
    assert ended.loss == pytest.approx(history["loss"][0], rel=1e-4)
    assert ended.accuracy == pytest.approx(history[accuracy][0])
    assert ended.validation_loss == pytest.approx(history["val_loss"][0], rel=1e-4)
    assert ended.validation_accuracy == pytest.approx(history[f"val_{accuracy}"][0])
