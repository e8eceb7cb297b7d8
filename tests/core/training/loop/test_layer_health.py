"""What is measured of a network beside its training, against NumPy; looking leaves everything as it is."""

import numpy as np
import pytest

from core.training.graph.training_graph import TrainingGraph
from core.training.loop.layer_health import LayerHealthMonitor
from core.training.loop.layer_probe import LayerProbe, relu_layers, saturating_layers
from core.training.loop.snapshot_writer import SnapshotWriter
from core.training.settings.config import TrainingConfig
from models.layers import Activation, BatchNormalization, Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from models.spec import FLAT, IMAGE, NetworkSpec

pytestmark = pytest.mark.process

ON_TEST = {"validation_source": "test"}  # 297 images, more than a gradient takes
SOFTMAX = Dense(units=10, activation="softmax")


def flat(*layers):
    return NetworkSpec(input_shape=FLAT, layers=(*layers, SOFTMAX))


@pytest.fixture
def program(small_dataset):
    """Give a program on the small digits, with some of its weights set by hand."""

    def make(spec, weights=None, **settings):
        made = TrainingGraph(spec, TrainingConfig(**settings), str(small_dataset.folder))
        made.set_weights(made.weights() | (weights or {}))
        return made

    return make


def measured(program):
    """Return a network's health by layer."""
    measuring = LayerHealthMonitor(program, LayerProbe(program)).measure(lambda _: iter(()))
    with pytest.raises(StopIteration) as done:
        next(measuring)
    return {layer.name: layer for layer in done.value.value}


def root_mean_square(array):
    return float(np.sqrt(np.mean(np.square(array))))


@pytest.mark.parametrize(
    ("settings", "which", "images"),
    [
        pytest.param({}, "train", slice(1350, 1500), id="the images that validate"),
        pytest.param(ON_TEST, "test", slice(0, 200), id="the first that validate"),
        pytest.param({"validation_fraction": 0.0, "l2": 0.01}, "train", slice(0, 200), id="with a penalty"),
    ],
)
def test_sizes_are_those_that_calculus_gives_a_softmax_regression(small_dataset, program, settings, which, images):
    one = program(flat(), **settings)
    kernel, bias = one.weights()["dense/kernel"].astype(np.float64), one.weights()["dense/bias"]
    inputs = getattr(small_dataset, f"{which}_images")[images].reshape(-1, 784) / 255
    targets = np.eye(10)[getattr(small_dataset, f"{which}_labels")[images]]
    powers = np.exp(inputs @ kernel + bias)
    errors = powers / powers.sum(axis=1, keepdims=True) - targets
    gradient = inputs.T @ errors / len(inputs) + 2 * settings.get("l2", 0.0) * kernel

    (layer,) = measured(one).values()
    assert layer.weight_size == pytest.approx(root_mean_square(kernel), rel=1e-5)
    assert layer.gradient_size == pytest.approx(root_mean_square(gradient), rel=1e-4)
    assert (layer.dead_fraction, layer.saturated_fraction) == (None, None)


def test_gradient_is_of_the_labels_that_train_wrong_ones_too(program):
    settings = {"validation_fraction": 0.0}
    right = measured(program(flat(), **settings))["dense"]
    wrong = measured(program(flat(), wrong_label_fraction=1.0, **settings))["dense"]
    assert wrong.weight_size == right.weight_size
    assert wrong.gradient_size != pytest.approx(right.gradient_size, rel=0.01)


def test_unit_is_dead_only_if_no_image_at_all_wakes_it(small_dataset, program):
    inputs = (small_dataset.test_images / np.float32(255)).reshape(-1, 784)
    generator = np.random.default_rng(0)
    while True:  # a unit that one image wakes, and not one of the first
        direction = generator.standard_normal(784).astype(np.float32)
        answers = inputs @ direction
        second, highest = np.sort(answers)[-2:]
        if answers.argmax() >= 250 and highest - second > 0.1:
            break
    ones = np.ones(784, np.float32)
    kernel = np.stack([0 * ones, direction, ones, -ones], axis=1)
    bias = np.float32([0, -(second + highest) / 2, 0, 0])
    weights = {"dense/kernel": kernel, "dense/bias": bias}
    found = measured(program(flat(Dense(units=4, activation="relu")), weights, **ON_TEST))
    assert found["dense"].dead_fraction == 0.5
    assert found["dense_1"].dead_fraction is None


def test_map_is_dead_if_each_of_its_cells_is_and_is_told_of_the_layer_that_cuts_it(program):
    spec = NetworkSpec(
        input_shape=IMAGE,
        layers=(
            Conv2D(filters=4, kernel_size=4, strides=4),
            BatchNormalization(),
            Activation(function="relu"),
            MaxPooling2D(),
            Flatten(),
            SOFTMAX,
        ),
    )
    shifts = np.float32([-1000, 1000, -1000, 1000])
    found = measured(program(spec, {"batch_normalization/beta": shifts}))
    assert list(found) == ["conv2d", "activation", "dense"]
    assert found["activation"].dead_fraction == 0.5
    assert (found["activation"].weight_size, found["activation"].gradient_size) == (None, None)
    assert found["conv2d"].dead_fraction is None
    assert found["conv2d"].gradient_size > 0


@pytest.mark.parametrize(
    ("function", "is_saturated"),
    [("tanh", lambda x: np.abs(np.tanh(x)) > 0.98), ("sigmoid", lambda x: np.abs(1 / (1 + np.exp(-x)) - 0.5) > 0.49)],
    ids=["tanh", "sigmoid"],
)
def test_saturated_values_are_counted_over_units_and_images(small_dataset, program, function, is_saturated):
    one = program(flat(Dense(units=8, activation=function, initializer="random_normal")), **ON_TEST)
    kernel = one.weights()["dense/kernel"] * 8
    one.set_weights(one.weights() | {"dense/kernel": kernel})
    share = is_saturated(small_dataset.test_images.reshape(-1, 784) / 255 @ kernel.astype(np.float64)).mean()
    assert 0.05 < share < 0.95
    assert measured(one)["dense"].saturated_fraction == pytest.approx(share, abs=0.001)


def test_only_what_a_kernel_feeds_can_be_dead_and_only_what_is_hidden_saturated():
    spec = NetworkSpec(
        input_shape=FLAT,
        layers=(
            Activation(function="relu"),
            Dense(units=4, activation="tanh"),
            Activation(function="relu"),
            Dense(units=10, activation="sigmoid"),
            Flatten(),
        ),
    )
    assert relu_layers(spec) == (2,)
    assert saturating_layers(spec) == {1: (-0.98, 0.98)}


def test_looking_changes_nothing_that_training_uses(program, tmp_path):
    spec = NetworkSpec(
        input_shape=IMAGE,
        layers=(
            Conv2D(filters=2, kernel_size=4, strides=4, activation="relu"),
            BatchNormalization(),
            Dropout(rate=0.5),
            Flatten(),
            SOFTMAX,
        ),
    )
    one = program(spec, batch_size=100)
    one.start_epoch(1)
    one.take_steps(0, 2)
    variables = [*one.model.variables, *one.optimizer.variables]
    variables += [layer.seed_generator.state for layer in one.model.layers if hasattr(layer, "seed_generator")]
    before = [np.array(variable) for variable in variables]
    probe = LayerProbe(one)
    writer = SnapshotWriter(one, probe, tmp_path)
    writer.write(epoch=1, step=2)
    writer.trace()
    writer.write(epoch=1, step=2)
    measured(one)
    for variable, value in zip(variables, before, strict=True):
        np.testing.assert_array_equal(np.asarray(variable), value)
