import hashlib
import random
import subprocess
import sys

import numpy as np
import pytest

from models.build import build
from models.cnn import cnn
from models.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    MaxPooling2D,
)
from models.mlp import mlp
from models.spec import NetworkSpec

pytestmark = pytest.mark.process

EVERY_KIND = NetworkSpec(
    input_shape=(28, 28, 1),
    layers=(
        Conv2D(filters=4, kernel_size=5, strides=2, padding="same", activation="tanh", initializer="he_normal"),
        BatchNormalization(momentum=0.9, epsilon=0.01),
        MaxPooling2D(pool_size=3, strides=2, padding="same"),
        Conv2D(filters=3, kernel_size=3, initializer="lecun_normal"),
        AveragePooling2D(),
        Activation(function="softmax"),
        Dropout(rate=0.25),
        Flatten(),
        Dense(units=10, activation="sigmoid", initializer="random_normal"),
    ),
)


def test_every_setting_of_a_spec_reaches_keras():
    configs = [layer.get_config() for layer in build(EVERY_KIND, seed=1).layers]
    asked = [
        ("kernel_size", "strides", "padding", "activation", "data_format"),
        ("momentum", "epsilon"),
        ("pool_size", "strides", "padding", "data_format"),
        ("kernel_size", "strides", "padding", "activation", "data_format"),
        ("pool_size", "strides", "padding", "data_format"),
        ("activation",),
        ("rate",),
        ("data_format",),
        ("units", "activation"),
    ]
    assert [tuple(config[key] for key in keys) for config, keys in zip(configs, asked, strict=True)] == [
        ((5, 5), (2, 2), "same", "tanh", "channels_last"),
        (0.9, 0.01),
        ((3, 3), (2, 2), "same", "channels_last"),
        ((3, 3), (1, 1), "valid", "linear", "channels_last"),
        ((2, 2), (2, 2), "valid", "channels_last"),
        ("softmax",),
        (0.25,),
        ("channels_last",),
        (10, "sigmoid"),
    ]
    initializers = [config["kernel_initializer"]["class_name"] for config in configs if "kernel_initializer" in config]
    assert initializers == ["HeNormal", "LecunNormal", "RandomNormal"]
    assert configs[-1]["kernel_initializer"]["config"]["stddev"] == 0.05


def test_names_are_those_of_the_spec_however_often_it_is_built():
    build(EVERY_KIND, seed=1)
    model = build(EVERY_KIND, seed=1)
    assert model.name == "sequential"
    assert [layer.name for layer in model.layers] == [row.name for row in EVERY_KIND.rows()]


def test_names_are_those_that_keras_gives_in_a_fresh_session():
    import keras

    spec = cnn(filters=(2, 2), dense=(4,), dropout=0.5, batch_normalization=True)
    keras.backend.clear_session()
    unnamed = [type(layer)(**_settings(layer)) for layer in build(spec, seed=1).layers]
    assert [layer.name for layer in unnamed] == [row.name for row in spec.rows()]


def _settings(layer):
    return {key: value for key, value in layer.get_config().items() if key != "name"}


@pytest.mark.parametrize(
    ("spec", "shape"),
    [
        pytest.param(mlp(hidden=(8,)), (None, 784), id="dense"),
        pytest.param(cnn(filters=(2,), dense=()), (None, 28, 28, 1), id="convolutional"),
    ],
)
def test_input_is_float32_of_the_specs_shape(spec, shape):
    model = build(spec, seed=1)
    assert model.input_shape == shape
    assert model.inputs[0].dtype == "float32"
    assert {weight.dtype for weight in model.weights} == {"float32"}


@pytest.mark.parametrize(
    ("initializer", "deviation"),
    [
        pytest.param("glorot_uniform", (2 / (784 + 400)) ** 0.5, id="glorot_uniform"),
        pytest.param("he_normal", (2 / 784) ** 0.5, id="he_normal"),
        pytest.param("lecun_normal", (1 / 784) ** 0.5, id="lecun_normal"),
        pytest.param("random_normal", 0.05, id="random_normal"),
        pytest.param("zeros", 0.0, id="zeros"),
    ],
)
def test_kernels_start_with_the_initializers_deviation_and_biases_at_zero(initializer, deviation):
    kernel, bias = build(mlp(hidden=(400,), dropout=0, initializer=initializer), seed=3).layers[0].get_weights()
    assert kernel.std() == pytest.approx(deviation, rel=0.02)
    assert not bias.any()


def test_layers_of_one_shape_start_differently():
    model = build(mlp(hidden=(16, 16, 16), dropout=0), seed=1)
    assert not np.array_equal(model.layers[1].kernel, model.layers[2].kernel)


def test_seed_decides_the_weights_and_the_dropout():
    spec = mlp(hidden=(16,), dropout=0.5)
    images = np.ones((4, 784), np.float32)
    first, same, other = (np.asarray(build(spec, seed=seed)(images, training=True)) for seed in (7, 7, 8))
    assert np.array_equal(first, same)
    assert not np.array_equal(first, other)


def test_two_processes_build_the_same_weights():
    program = (
        "import hashlib; from models.build import build; from models.cnn import cnn; "
        "weights = build(cnn(filters=(4,), dense=(8,)), seed=42).get_weights(); "
        "print(hashlib.sha256(b''.join(array.tobytes() for array in weights)).hexdigest())"
    )
    elsewhere = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=120)
    weights = build(cnn(filters=(4,), dense=(8,)), seed=42).get_weights()
    assert elsewhere.stdout.strip() == hashlib.sha256(b"".join(array.tobytes() for array in weights)).hexdigest()


def test_global_random_state_is_neither_read_nor_moved():
    import keras

    spec = mlp(hidden=(8,))
    keras.utils.set_random_seed(1)
    undisturbed = (random.random(), np.random.random(), float(keras.random.uniform(())))
    keras.utils.set_random_seed(1)
    first = build(spec, seed=5).get_weights()
    assert (random.random(), np.random.random(), float(keras.random.uniform(()))) == undisturbed
    keras.utils.set_random_seed(2)
    assert all(map(np.array_equal, first, build(spec, seed=5).get_weights()))
