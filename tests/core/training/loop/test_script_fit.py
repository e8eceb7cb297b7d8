"""Twenty steps of ours against the fit of a model that the script of the same settings compiles; and a resumed run."""

from __future__ import annotations

import math

import keras
import numpy as np
import pytest

from core.export.keras_script.script import script_blocks
from core.training.record import checkpoints
from core.training.record.events import EpochEnded
from core.training.settings.config import TrainingConfig
from models.build import build
from models.layers import Conv2D, Dense, GlobalAveragePooling2D, SeparableConv2D
from models.mlp import mlp
from models.spec import IMAGE, NetworkSpec
from tests.support.trainings import heard, of_kind

pytestmark = pytest.mark.process

SPEC = mlp(hidden=(8,), dropout=0)
LOGITS = mlp(hidden=(8,), dropout=0, output="linear")
LAYERS = (
    Conv2D(filters=4, kernel_size=3, strides=2, activation="leaky_relu"),
    SeparableConv2D(filters=6, kernel_size=3, activation="gelu", initializer="he_normal"),
    GlobalAveragePooling2D(),
    Dense(units=10, activation="softmax"),
)
SEPARABLE = NetworkSpec(input_shape=IMAGE, layers=LAYERS)
STEPS = {"epochs": 2, "train_images": 500, "batch_size": 50, "learning_rate": 0.001}  # ten an epoch
# Each traces its own graphs, so what does not touch is tried together: Keras is asked for the same.
CASES = [
    pytest.param(
        SEPARABLE,
        {"optimizer": "adamw", "weight_decay": 0.1, "warmup_epochs": 1, "schedule": "cosine"},
        id="separable, AdamW, warm-up, cosine",
    ),
    pytest.param(SEPARABLE, {"optimizer": "sgd", "learning_rate": 0.1, "clip_norm": 0.3}, id="separable, SGD, clipped"),
    pytest.param(SPEC, {"label_smoothing": 0.1, "clip_norm": 0.3}, id="label smoothing, from digits, Adam, clipped"),
    pytest.param(
        LOGITS,
        {"label_smoothing": 0.1, "optimizer": "nadam", "beta_1": 0.8, "epsilon": 1e-4},
        id="label smoothing of logits, from digits, Nadam",
    ),
    pytest.param(
        SPEC,
        {"label_smoothing": 0.3, "loss": "categorical_crossentropy", "warmup_epochs": 1},
        id="label smoothing, warm-up, constant",
    ),
    pytest.param(
        LOGITS,
        {"label_smoothing": 0.5, "loss": "binary_crossentropy", "optimizer": "lion", "beta_1": 0.8, "beta_2": 0.95},
        id="label smoothing, binary, Lion",
    ),
    pytest.param(
        SPEC,
        {
            **{"label_smoothing": 0.5, "loss": "mean_squared_error"},
            **{"warmup_epochs": 1, "schedule": "step", "step_factor": 0.3},
        },
        id="label smoothing that does nothing, warm-up, step",
    ),
]


def compiled(spec, config):
    """Return a model with a run's initial weights, compiled as the script has it."""
    names = {"keras": keras, "math": math, "model": build(spec, seed=0), "x_train": np.zeros(config.train_images)}
    code = script_blocks(spec, config)["compile"]
    exec(compile(code, "compile", "exec"), names)
    return names["model"]


@pytest.mark.parametrize(("spec", "settings"), CASES)
def test_twenty_steps_equal_those_of_keras_and_ten_from_a_checkpoint_too(
    small_dataset, train, tmp_path, spec, settings
):
    config = TrainingConfig(**STEPS | settings)
    epochs = of_kind(heard(train(spec, **STEPS | settings)), EpochEnded)

    model = compiled(spec, config)
    images = (small_dataset.train_images / np.float32(255)).reshape(-1, *spec.input_shape)
    labels = small_dataset.train_labels
    if config.loss_choice.row.is_one_hot:
        labels = np.eye(10, dtype=np.float32)[labels]
    for ended in epochs:
        order = np.random.default_rng([0, ended.epoch, 1]).permutation(500)
        validation = (images[1350:], labels[1350:])
        options = {"batch_size": 50, "shuffle": False, "verbose": 0, "validation_data": validation}
        history = model.fit(images[order], labels[order], **options).history
        assert ended.loss == pytest.approx(history["loss"][0], rel=1e-4)
        assert ended.validation_loss == pytest.approx(history["val_loss"][0], rel=1e-4)
    assert int(model.optimizer.iterations) == 20

    ours = checkpoints.read(tmp_path / epochs[-1].checkpoint.name)
    for layer in model.layers:
        for weight in layer.weights:
            np.testing.assert_allclose(ours[f"{layer.name}/{weight.name}"], weight.numpy(), atol=1e-5)

    first, second = epochs
    (resumed,) = of_kind(heard(train(spec, **STEPS | settings, begin_from=first, again=True)), EpochEnded)
    assert (resumed.checkpoint, resumed.optimizer) == (second.checkpoint, second.optimizer)
    assert (resumed.loss, resumed.validation_loss) == (second.loss, second.validation_loss)


def test_nadams_product_is_kept_with_a_checkpoint(train, tmp_path):
    (ended,) = of_kind(heard(train(SPEC, epochs=1, optimizer="nadam")), EpochEnded)
    state = checkpoints.read(tmp_path / ended.optimizer.name)
    product = math.prod(0.9 * (1 - 0.5 * 0.96**step) for step in range(1, 19))  # of Dozat's means, after 18 steps
    assert float(state[max(state)]) == pytest.approx(product, rel=1e-4)
