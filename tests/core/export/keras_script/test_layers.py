"""The network of a script: its lines give all that is not as usual, and Keras builds the same layers of them."""

import keras
import pytest
from hypothesis import given, settings

from core.export.keras_script.script import script_blocks
from core.recipes import recipes
from core.training.settings.config import TrainingConfig
from models.build import build
from models.layers import AveragePooling2D, BatchNormalization, Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from models.spec import IMAGE, NetworkSpec
from tests.support.random_networks import networks

pytestmark = pytest.mark.process


def build_code(spec, config=None):
    return script_blocks(spec, config or TrainingConfig())["build"]


def built(spec, config=None):
    """Return the model that the script's own lines build."""
    space = {"keras": keras, "layers": keras.layers, "regularizers": keras.regularizers}
    exec(build_code(spec, config), space)
    return space["model"]


def test_layer_line_gives_all_that_is_not_as_usual():
    spec = NetworkSpec(
        input_shape=IMAGE,
        layers=(
            Conv2D(filters=4, kernel_size=5, strides=2, padding="same", activation="tanh", initializer="he_normal"),
            BatchNormalization(momentum=0.9, epsilon=0.01),
            AveragePooling2D(pool_size=3, strides=1, padding="same"),
            MaxPooling2D(strides=2),
            Flatten(),
            Dropout(rate=1 / 3),
            Dense(units=10, l2=0.01),
        ),
    )
    assert build_code(spec, TrainingConfig(l2=0.001)).splitlines() == [
        "model = keras.Sequential([",
        "    keras.Input(shape=(28, 28, 1)),",
        "    layers.Conv2D(",
        "        4,",
        "        5,",
        "        strides=2,",
        '        padding="same",',
        '        activation="tanh",',
        '        kernel_initializer="he_normal",',
        "        kernel_regularizer=regularizers.L2(0.001),",
        "    ),",
        "    layers.BatchNormalization(momentum=0.9, epsilon=0.01),",
        '    layers.AveragePooling2D(3, strides=1, padding="same"),',
        "    layers.MaxPooling2D(2),",
        "    layers.Flatten(),",
        "    layers.Dropout(1 / 3),",
        "    layers.Dense(10, kernel_regularizer=regularizers.L2(0.011)),",
        "])",
        "model.summary()",
    ]


KERNEL_SETTINGS = ("_initializer", "_regularizer")


def _assert_same(model, spec):
    """Compare a model with the one that a run trains, layer by layer; names and seeds are left out."""
    ours = build(spec, seed=0)
    assert model.input_shape == ours.input_shape
    assert model.count_params() == ours.count_params()
    for layer, theirs, own in zip(spec.layers, model.layers, ours.layers, strict=True):
        assert type(theirs).__name__ == type(layer).__name__
        assert theirs.output.shape == own.output.shape
        assert [weight.shape for weight in theirs.weights] == [weight.shape for weight in own.weights]
        assert _settings_of(theirs) == _settings_of(own)


def _settings_of(layer):
    config = layer.get_config()
    found = {
        name: value
        for name, value in config.items()
        if name not in ("name", "dtype", "seed") and not name.endswith(KERNEL_SETTINGS)
    }
    for name in (name for name in config if name.endswith("_initializer")):
        initializer = config[name]
        found[name] = initializer["class_name"], initializer["config"].get("stddev")
    return found


@pytest.mark.parametrize("one", recipes(), ids=lambda one: one.key)
def test_script_builds_the_network_of_a_recipe(one):
    _assert_same(built(one.spec), one.spec)


@settings(max_examples=15, deadline=None)
@given(spec=networks())
def test_script_builds_any_network(spec):
    _assert_same(built(spec), spec)


def test_both_penalties_are_added_up():
    spec = NetworkSpec(input_shape=(784,), layers=(Dense(units=4, l2=0.1), Dense(units=10)))
    first, last = built(spec, TrainingConfig(l2=0.2)).layers
    assert float(first.kernel_regularizer.l2) == pytest.approx(0.3)
    assert float(last.kernel_regularizer.l2) == pytest.approx(0.2)
    assert "L2(0.3)" in build_code(spec, TrainingConfig(l2=0.2))
