import math
import pickle
from dataclasses import FrozenInstanceError

import pytest

from core.errors import SpecError
from models.layers import (
    ACTIVATIONS,
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    MaxPooling2D,
)

KNOWN = ", ".join(ACTIVATIONS)


@pytest.mark.parametrize(
    ("kind", "settings", "message"),
    [
        pytest.param(Dense, {"units": 0}, "Units must be a whole number from 1 to 4,096; got 0.", id="no units"),
        pytest.param(
            Dense,
            {"units": 1_000_000},
            "Units must be a whole number from 1 to 4,096; got 1,000,000, whose weights for one image of 784 pixels "
            "take 2,995 MiB. Use fewer units.",
            id="a million units",
        ),
        pytest.param(
            Dense,
            {"units": 10**5000},
            "Units must be a whole number from 1 to 4,096; got a whole number of more than 12 digits.",
            id="units too long to print",
        ),
        pytest.param(
            Dense, {"units": True}, "Units must be a whole number from 1 to 4,096; got True.", id="a boolean for units"
        ),
        pytest.param(
            Dense, {"units": 64.0}, "Units must be a whole number from 1 to 4,096; got 64.0.", id="a float for units"
        ),
        pytest.param(
            Dense, {"units": "64"}, "Units must be a whole number from 1 to 4,096; got '64'.", id="a text for units"
        ),
        pytest.param(
            Dense, {"units": math.nan}, "Units must be a whole number from 1 to 4,096; got nan.", id="NaN for units"
        ),
        pytest.param(
            Dense,
            {"units": 64, "activation": "swish"},
            f"Activation must be one of {KNOWN}; got 'swish'.",
            id="unknown activation",
        ),
        pytest.param(
            Dense,
            {"units": 64, "activation": None},
            f"Activation must be one of {KNOWN}; got None.",
            id="no activation",
        ),
        pytest.param(
            Dense,
            {"units": 64, "initializer": "x" * 1_000_000},
            "Initializer must be one of glorot_uniform, he_normal, lecun_normal, random_normal, zeros; "
            "got 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...'.",
            id="unknown long initializer",
        ),
        pytest.param(
            Dropout, {"rate": 1.0}, "Dropout rate must be a number from 0 to 0.95; got 1.0.", id="dropout of everything"
        ),
        pytest.param(
            Dropout, {"rate": -0.1}, "Dropout rate must be a number from 0 to 0.95; got -0.1.", id="negative dropout"
        ),
        pytest.param(
            Dropout, {"rate": math.nan}, "Dropout rate must be a number from 0 to 0.95; got nan.", id="dropout NaN"
        ),
        pytest.param(
            Dropout, {"rate": False}, "Dropout rate must be a number from 0 to 0.95; got False.", id="dropout boolean"
        ),
        pytest.param(
            Dropout, {"rate": [0.1]}, "Dropout rate must be a number from 0 to 0.95; got a list.", id="dropout list"
        ),
        pytest.param(
            Conv2D,
            {"filters": 0, "kernel_size": 3},
            "Filters must be a whole number from 1 to 512; got 0.",
            id="no filters",
        ),
        pytest.param(
            Conv2D,
            {"filters": 8, "kernel_size": 29},
            "Kernel size must be a whole number from 1 to 28; got 29.",
            id="kernel larger than the image",
        ),
        pytest.param(
            Conv2D,
            {"filters": 8, "kernel_size": (3, 3)},
            "Kernel size must be a whole number from 1 to 28; got a tuple.",
            id="kernel as a pair",
        ),
        pytest.param(
            Conv2D,
            {"filters": 8, "kernel_size": 3, "strides": 0},
            "Strides must be a whole number from 1 to 28; got 0.",
            id="no stride",
        ),
        pytest.param(
            Conv2D,
            {"filters": 8, "kernel_size": 1, "strides": 2},
            "Strides must be at most the kernel size, or cells are skipped; got strides 2 and kernel size 1. "
            "Use smaller strides or a larger kernel.",
            id="stride that skips cells",
        ),
        pytest.param(
            Conv2D,
            {"filters": 8, "kernel_size": 3, "padding": "full"},
            "Padding must be one of valid, same; got 'full'.",
            id="unknown padding",
        ),
        pytest.param(
            MaxPooling2D, {"pool_size": 0}, "Pool size must be a whole number from 1 to 28; got 0.", id="no pooling"
        ),
        pytest.param(
            AveragePooling2D, {"strides": 29}, "Strides must be a whole number from 1 to 28; got 29.", id="long stride"
        ),
        pytest.param(
            BatchNormalization,
            {"momentum": 1.0},
            "Momentum must be a number from 0 to 0.9999; got 1.0.",
            id="averages that never move",
        ),
        pytest.param(
            BatchNormalization, {"epsilon": 0}, "Epsilon must be a number from 1e-07 to 1; got 0.", id="no epsilon"
        ),
        pytest.param(
            Dense, {"units": 8, "l2": 1.5}, "L2 must be a number from 0 to 1; got 1.5.", id="more L2 than is any use"
        ),
        pytest.param(
            Conv2D,
            {"filters": 8, "kernel_size": 3, "l2": -0.1},
            "L2 must be a number from 0 to 1; got -0.1.",
            id="L2 that lets weights grow",
        ),
        pytest.param(
            Activation,
            {"function": "Relu"},
            f"Activation must be one of {KNOWN}; got 'Relu'.",
            id="unknown function",
        ),
    ],
)
def test_setting_out_of_bounds_is_refused_with_rule_and_value(kind, settings, message):
    with pytest.raises(SpecError) as refusal:
        kind(**settings)
    assert str(refusal.value) == message
    assert refusal.value.fields == {"layer": None}


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        pytest.param(Dense(units=512, activation="relu"), "Dense 512, ReLU", id="dense"),
        pytest.param(Dense(units=10), "Dense 10", id="linear dense"),
        pytest.param(Dropout(rate=0.2), "Dropout 0.2", id="dropout"),
        pytest.param(
            Conv2D(filters=32, kernel_size=3, activation="relu"), "Conv 32, 3\u00a0×\u00a03, ReLU", id="convolution"
        ),
        pytest.param(Dense(units=8, l2=0.001), "Dense 8, L2 0.001", id="dense with L2"),
        pytest.param(
            Conv2D(filters=8, kernel_size=5, strides=2, padding="same", activation="tanh", l2=0.01),
            "Conv 8, 5\u00a0×\u00a05, stride 2, same padding, tanh, L2 0.01",
            id="convolution with everything",
        ),
        pytest.param(BatchNormalization(), "Batch normalisation", id="batch normalisation"),
        pytest.param(MaxPooling2D(), "Max pooling 2\u00a0×\u00a02", id="max pooling"),
        pytest.param(MaxPooling2D(pool_size=2, strides=2), "Max pooling 2\u00a0×\u00a02", id="stride as the window"),
        pytest.param(
            AveragePooling2D(pool_size=3, strides=1, padding="same"),
            "Average pooling 3\u00a0×\u00a03, stride 1, same padding",
            id="average pooling with everything",
        ),
        pytest.param(Activation(function="relu"), "Activation ReLU", id="activation"),
    ],
)
def test_layer_is_described_in_one_line(layer, text):
    assert layer.text == text


def test_numbers_become_floats_so_that_equal_layers_have_equal_files():
    assert repr(Dropout(rate=0)) == "Dropout(rate=0.0)"
    assert repr(Dropout(rate=-0.0)) == "Dropout(rate=0.0)"


def test_layers_are_frozen_and_equal_only_within_their_kind():
    with pytest.raises(FrozenInstanceError):
        Dense(units=10).units = 11  # type: ignore[misc]
    assert MaxPooling2D() == MaxPooling2D()
    assert MaxPooling2D() != AveragePooling2D()


def test_layers_cross_a_process_border():
    layer = Conv2D(filters=8, kernel_size=3)
    assert pickle.loads(pickle.dumps(layer)) == layer
