"""What pulls weights towards 0: the L2 penalty and AdamW's decay, against Keras's own steps."""

import numpy as np
import pytest

from core.training.graph.training_graph import TrainingGraph
from core.training.settings.config import TrainingConfig
from models.build import build
from models.layers import Dense
from models.mlp import mlp
from models.spec import FLAT, NetworkSpec

pytestmark = pytest.mark.process

SPEC = mlp(hidden=(16,), dropout=0)


def first_steps(dataset, count, spec=SPEC, **settings):
    """Return the weights after some steps of our loop, and what Keras needs to take the same ones."""
    config = TrainingConfig(batch_size=100, **settings)
    program = TrainingGraph(spec, config, str(dataset.folder))
    program.start_epoch(1)
    rows = [program.batch_rows(index) for index in range(count)]
    tally = program.take_steps(0, count)
    images = (dataset.train_images / np.float32(255)).reshape(-1, 784)
    return program.weights(), [(images[row], dataset.train_labels[row]) for row in rows], tally


def steps_of_keras(model, batches):
    return [float(model.train_on_batch(images, labels)) for images, labels in batches]


@pytest.mark.parametrize("l2", [0.0, 0.1])
def test_l2_adds_the_squared_kernels_as_keras_does_and_reports_the_loss_without_them(small_dataset, l2):
    import keras

    ours, batches, tally = first_steps(small_dataset, 3, optimizer="sgd", learning_rate=0.1, l2=l2)
    model = build(SPEC, seed=0)
    for layer in model.layers:
        layer.kernel.regularizer = keras.regularizers.L2(l2)
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="sparse_categorical_crossentropy")
    penalties = []
    for images, labels in batches:
        penalties.append(sum(l2 * float((layer.kernel.numpy() ** 2).sum()) for layer in model.layers))
        model.reset_metrics()
        steps_of_keras(model, [(images, labels)])
    for layer in model.layers:
        for weight in layer.weights:
            np.testing.assert_allclose(ours[f"{layer.name}/{weight.name}"], weight.numpy(), rtol=2e-4, atol=2e-5)
    assert (penalties[0] > 0.4) == (l2 > 0)
    assert tally.loss_sum / tally.images < 2.5  # ln 10 and a little, whatever the penalty


def test_layers_own_l2_is_added_to_that_of_all(small_dataset):
    import keras

    spec = NetworkSpec(input_shape=FLAT, layers=(Dense(units=16, activation="relu", l2=0.3), Dense(units=10)))
    ours, batches, _ = first_steps(small_dataset, 3, spec, optimizer="sgd", learning_rate=0.1, l2=0.1)
    model = build(spec, seed=0)
    for layer, factor in zip(model.layers, (0.4, 0.1), strict=True):
        layer.kernel.regularizer = keras.regularizers.L2(factor)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=loss)
    steps_of_keras(model, batches)
    for layer in model.layers:
        for weight in layer.weights:
            np.testing.assert_allclose(ours[f"{layer.name}/{weight.name}"], weight.numpy(), rtol=2e-4, atol=2e-5)


def test_adamw_decays_kernels_and_leaves_biases(small_dataset):
    import keras

    settings = {"learning_rate": 0.01, "beta_1": 0.8}
    ours, batches, _ = first_steps(small_dataset, 3, optimizer="adamw", weight_decay=0.5, **settings)
    model = build(SPEC, seed=0)
    optimizer = keras.optimizers.AdamW(0.01, weight_decay=0.5, beta_1=0.8)
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy")
    steps_of_keras(model, batches)
    plain, _, _ = first_steps(small_dataset, 3, optimizer="adam", **settings)
    for layer in model.layers:
        for weight in layer.weights:
            np.testing.assert_allclose(ours[f"{layer.name}/{weight.name}"], weight.numpy(), rtol=2e-4, atol=2e-5)
    assert np.abs(ours["dense/kernel"]).sum() < 0.995 * np.abs(plain["dense/kernel"]).sum()
