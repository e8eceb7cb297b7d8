"""The script as a program: with the same first weights it learns what a run learns, and on its own as well as one."""

import dataclasses
import math
import re
import subprocess
import sys

import keras
import numpy as np
import pytest
import tensorflow as tf

from core.data.dataset import load_dataset
from core.export.keras_script.script import script, script_blocks
from core.recipes import recipe
from core.training.graph.batches import mislabelled
from core.training.graph.distortion import Motion, moved
from core.training.graph.training_graph import IN_GRAPH
from core.training.loop import loop
from core.training.record import checkpoints
from core.training.record.events import EpochEnded, TestEnded
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import TrainingConfig
from core.training.settings.schedule import planned_rate
from models.build import build
from models.layers import Activation, BatchNormalization, Conv2D, Dense, Flatten, MaxPooling2D
from models.spec import FLAT, IMAGE, NetworkSpec
from tests.support.trainings import of_kind

pytestmark = pytest.mark.process

PROBABILITIES = NetworkSpec(
    input_shape=FLAT, layers=(Dense(units=12, activation="tanh"), Dense(units=10, activation="softmax"))
)
SIGMOIDS = NetworkSpec(
    input_shape=FLAT,
    layers=(Dense(units=8, l2=0.02), BatchNormalization(momentum=0.5), Activation(function="relu"), Dense(units=10)),
)
PICTURES = NetworkSpec(
    input_shape=IMAGE,
    layers=(
        Conv2D(filters=3, kernel_size=5, strides=2, activation="relu", initializer="he_normal"),
        MaxPooling2D(),
        Flatten(),
        Dense(units=10),
    ),
)
STRONG = Augmentation(shift_pixels=2, rotation_degrees=20, zoom_fraction=0.25, shear_degrees=15, elastic_pixels=1)


@pytest.fixture(scope="module")
def few(small_dataset, tmp_path_factory):
    """A file of 64 training and 32 test images, and the same prepared for a run."""
    folder = tmp_path_factory.mktemp("few")
    file = folder / "few.npz"
    np.savez(
        file,
        x_train=small_dataset.train_images[:64],
        y_train=small_dataset.train_labels[:64],
        x_test=small_dataset.test_images[:32],
        y_test=small_dataset.test_labels[:32],
    )
    return file, load_dataset(folder / "home", file, make_fallback=lambda: pytest.fail("the file was not read"))


@pytest.fixture
def execute(few, tmp_path, monkeypatch):
    """Give a function that executes a script's blocks, up to one of them, and returns its names."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["digits.py", str(few[0])])

    def run(spec, config, weights=None, last="save"):
        space = {}
        for name, code in script_blocks(spec, config).items():
            exec(compile(code, name, "exec"), space)
            if name == "build" and weights is not None:
                space["model"].set_weights(weights)
            if name == last:
                break
        return space

    return run


# Each with a batch of all training images, so that no order of images can matter.
ALIKE = {
    "sgd, step, categorical": (
        PROBABILITIES,
        {
            **{"optimizer": "sgd", "momentum": 0.9, "nesterov": True, "learning_rate": 0.05, "l2": 0.01},
            **{"schedule": "step", "step_epochs": 2, "step_factor": 0.3, "loss": "categorical_crossentropy"},
            **{"pixel_scale": "standard", "validation_fraction": 0.25, "batch_size": 48},
        },
    ),
    "rmsprop, cosine, squared error": (
        PICTURES,
        {
            **{"optimizer": "rmsprop", "rho": 0.8, "momentum": 0.5, "epsilon": 1e-3, "learning_rate": 0.003},
            **{"schedule": "cosine", "loss": "mean_squared_error", "shuffle_pixels": True},
            **{"train_images": 40, "wrong_label_fraction": 0.3, "batch_size": 40, "seed": 5},
        },
    ),
    "adamw, one cycle, binary": (
        SIGMOIDS,
        {
            **{"optimizer": "adamw", "weight_decay": 0.1, "epsilon": 1e-3, "learning_rate": 0.02},
            **{"schedule": "one_cycle", "loss": "binary_crossentropy", "pixel_scale": "bytes", "l2": 1e-3},
            **{"wrong_label_fraction": 0.25, "batch_size": 57, "patience": 50},
        },
    ),
    "adam, step after a warm-up, smoothed, clipped": (
        PROBABILITIES,
        {
            **{"label_smoothing": 0.2, "clip_norm": 0.5, "warmup_epochs": 2, "schedule": "step", "epsilon": 1e-3},
            **{"validation_fraction": 0.25, "batch_size": 48},
        },
    ),
    "adam, early end, test images": (
        PROBABILITIES,
        {
            **{"beta_1": 0.8, "beta_2": 0.99, "epsilon": 1e-3, "learning_rate": 0.3, "patience": 2},
            **{"validation_source": "test", "batch_size": 64, "epochs": 20},
        },
    ),
}


@pytest.mark.parametrize(("spec", "settings"), ALIKE.values(), ids=ALIKE)
def test_script_learns_what_a_run_learns(spec, settings, few, execute, tmp_path):
    config = TrainingConfig(**({"epochs": 5} | settings))
    space = execute(spec, config, weights=build(spec, seed=config.seed).get_weights())
    model = space["model"]

    events = list(loop.train(spec, config, data_folder=str(few[1].folder), run_folder=str(tmp_path / "run"), threads=1))
    epochs = of_kind(events, EpochEnded)
    best = min(epochs, key=lambda epoch: epoch.validation_loss) if config.patience else epochs[-1]
    ours = checkpoints.read(tmp_path / "run" / best.checkpoint.name, digest=best.checkpoint.digest)
    assert model.history.epoch == list(range(len(epochs)))
    assert (len(epochs) < config.epochs) == (config.epochs == 20)
    for name, weight in zip(ours, model.get_weights(), strict=True):
        np.testing.assert_allclose(weight, ours[name], rtol=2e-3, atol=2e-4, err_msg=name)
    if not config.l2:
        losses = [epoch.validation_loss for epoch in epochs]
        np.testing.assert_allclose(model.history.history["val_loss"], losses, rtol=1e-3)
        (tested,) = of_kind(events, TestEnded)
        assert space["loss"] == pytest.approx(tested.loss, rel=1e-3)
        assert space["accuracy"] == pytest.approx(tested.correct / tested.count)


def test_script_with_everything_runs_to_its_end(execute, tmp_path, capsys):
    config = TrainingConfig(
        **{"epochs": 2, "batch_size": 16, "augmentation": STRONG, "schedule": "one_cycle", "patience": 1, "l2": 1e-4},
        **{"loss": "mean_squared_error", "pixel_scale": "standard", "shuffle_pixels": True, "train_images": 50},
    )
    space = execute(PICTURES, config)
    assert len(space["x_train"]) == 50
    assert space["x_val"].shape == (7, 28, 28, 1)
    loaded = keras.models.load_model(tmp_path / "digits.keras", compile=False)
    for kept, weight in zip(loaded.get_weights(), space["model"].get_weights(), strict=True):
        np.testing.assert_array_equal(kept, weight)
    said = capsys.readouterr().out
    assert re.search(r"Test loss: \d\.\d{4}, test accuracy: [01]\.\d{4}\n", said)
    assert re.search(r"Test image 0 is a \d, read as \d\.\n", said)


def test_wrong_labels_are_those_of_a_run(few, execute):
    config = TrainingConfig(wrong_label_fraction=0.4, train_images=50, validation_fraction=0.2, seed=7)
    space = execute(PROBABILITIES, config, last="prepare")
    labels = np.asarray(few[1].train_labels)
    np.testing.assert_array_equal(space["y_train"], mislabelled(labels, count=50, fraction=0.4, seed=7)[:50])
    np.testing.assert_array_equal(space["y_val"], labels[51:])
    assert (space["y_train"] != labels[:50]).sum() == 20


@pytest.mark.parametrize(
    ("schedule", "warmup_epochs"),
    [("step", 0), ("cosine", 0), ("one_cycle", 0), ("constant", 1), ("step", 1), ("cosine", 1), ("one_cycle", 1)],
)
def test_learning_rate_of_every_step_is_that_of_a_run(schedule, warmup_epochs, execute):
    settings = {"schedule": schedule, "warmup_epochs": warmup_epochs, "step_factor": 0.3, "learning_rate": 0.02}
    config = TrainingConfig(batch_size=16, epochs=5, step_epochs=2, **settings)
    space = execute(PROBABILITIES, config, last="compile")
    per_epoch = math.ceil(57 / 16)
    for step in range(5 * per_epoch):
        ours = planned_rate(peak=tf.constant(0.02), step=tf.constant(step), by=IN_GRAPH, **config.course(per_epoch))
        assert float(space["learning_rate"](step)) == pytest.approx(float(ours), rel=1e-5, abs=1e-9)


def test_distortion_is_that_of_a_run(execute, monkeypatch):
    space = execute(PROBABILITIES, TrainingConfig(augmentation=STRONG), last="prepare")
    images = np.random.default_rng(1).integers(0, 256, (5, 28, 28)).astype(np.uint8)
    draws = []

    def uniform(shape, low, high):
        drawn = np.random.default_rng(len(draws)).uniform(low, high, [int(size) for size in shape])
        draws.append(drawn.astype(np.float32))
        assert low == -high
        return tf.constant(draws[-1])

    monkeypatch.setattr(tf.random, "uniform", uniform)
    found = np.asarray(space["distort"](tf.constant(images)))

    rows, columns, bend_rows, bend_columns, angle, shear, zoom_rows, zoom_columns = draws
    cells = np.arange(28)
    smooth = np.exp(-0.5 * ((cells[:, None] - cells) / STRONG.elastic_scale_pixels) ** 2)
    smooth = (smooth / np.linalg.norm(smooth, axis=0)).astype(np.float32)
    motion = Motion(
        shift_rows=rows.ravel(),
        shift_columns=columns.ravel(),
        rotation=angle.ravel(),
        zoom_rows=np.exp(zoom_rows).ravel(),
        zoom_columns=np.exp(zoom_columns).ravel(),
        shear=np.tan(shear).ravel(),
        bend_rows=smooth.T @ bend_rows @ smooth,
        bend_columns=smooth.T @ bend_columns @ smooth,
    )
    np.testing.assert_allclose(found, np.asarray(moved(tf.constant(images, tf.float32), motion)), atol=0.05)
    largest = [np.abs(draw).max() for draw in draws]
    bounds = [2, 2, math.sqrt(3), math.sqrt(3), math.radians(20), math.radians(15), math.log(1.25), math.log(1.25)]
    assert all(0 < found <= bound for found, bound in zip(largest, bounds, strict=True))
    assert largest[2] > 1.7


def test_standalone_program_reaches_the_accuracy_of_a_run(real_mnist, tmp_path):
    quick = recipe("quick-cnn")
    config = dataclasses.replace(quick.config, epochs=1, train_images=20_000)
    dataset = load_dataset(tmp_path / "home", real_mnist, make_fallback=lambda: pytest.fail("MNIST was not read"))
    file = tmp_path / "mnist.npz"
    np.savez(
        file,
        x_train=dataset.train_images,
        y_train=dataset.train_labels,
        x_test=dataset.test_images,
        y_test=dataset.test_labels,
    )
    program = tmp_path / "digits.py"
    program.write_text(script(quick.spec, config), encoding="utf-8")
    command = [sys.executable, program.name, file.name]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr
    said = re.search(r"test accuracy: (\d\.\d+)", ran.stdout)
    assert said is not None

    folder = str(tmp_path / "run")
    events = list(loop.train(quick.spec, config, data_folder=str(dataset.folder), run_folder=folder, threads=2))
    (tested,) = of_kind(events, TestEnded)
    assert float(said[1]) == pytest.approx(tested.correct / tested.count, abs=0.01)
    assert float(said[1]) > 0.95
    assert "Test image 0 is a 7, read as 7." in ran.stdout
