"""A spec becomes a Keras model. Everything random comes from the seed given; nothing global is read or moved.

Whatever a machine's keras.json says, models are float32 with channels last.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from core.errors import ConfigError
from core.messages import models as messages
from models.checks import short_repr
from models.keras_dropout import dropout_layer
from models.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    Layer,
    MaxPooling2D,
)
from models.spec import NetworkSpec
from models.summary import MODEL_NAME

MAX_SEED = 2**32 - 1
RANDOM_NORMAL_STDDEV = 0.05  # what 'normal' means in Keras


def build(spec: NetworkSpec, *, seed: int, input_name: str = "input_layer", is_plain: bool = False) -> Any:
    """Return an uncompiled keras.Sequential; the same spec and seed give the same weights in any process.

    Layer i draws its kernel and its dropout from two numbers of `SeedSequence([seed, i])`.

    Args:
        spec: its input shape is that of the model's float32 input, (N, 784) or (N, 28, 28, 1).
        seed: from 0 to MAX_SEED.
        input_name: of the input.
        is_plain: no class of ours is in it, so that others can read what Keras saves of it.

    Raises:
        ConfigError: the seed is no whole number in that range.
    """
    if type(seed) is not int or not 0 <= seed <= MAX_SEED:
        raise ConfigError(messages.seed_out_of_bounds(most=MAX_SEED, value=short_repr(seed)), field="seed")

    import keras

    layers: list[Any] = [keras.Input(spec.input_shape, dtype="float32", name=input_name)]
    dropout = keras.layers.Dropout if is_plain else dropout_layer()
    for layer, row in zip(spec.layers, spec.rows(), strict=True):
        kernel_seed, dropout_seed = np.random.SeedSequence([seed, row.index]).generate_state(2).tolist()
        layers.append(_keras_layer(layer, row.name, kernel_seed, dropout_seed, dropout))
    return keras.Sequential(layers, name=MODEL_NAME)


def _keras_layer(layer: Layer, name: str, kernel_seed: int, dropout_seed: int, dropout_kind: Any) -> Any:
    import keras

    common: dict[str, Any] = {"name": name, "dtype": "float32"}
    match layer:
        case Dense():
            return keras.layers.Dense(
                layer.units,
                activation=layer.activation,
                kernel_initializer=_initializer(layer.initializer, kernel_seed),
                **common,
            )
        case Dropout():
            dropout = dropout_kind(0.5, seed=dropout_seed, **common)
            dropout.rate = layer.rate  # so that one of rate 0 has its random generator too: the rate may be changed
            return dropout
        case Conv2D():
            return keras.layers.Conv2D(
                layer.filters,
                layer.kernel_size,
                strides=layer.strides,
                padding=layer.padding,
                data_format="channels_last",
                activation=layer.activation,
                kernel_initializer=_initializer(layer.initializer, kernel_seed),
                **common,
            )
        case BatchNormalization():
            return keras.layers.BatchNormalization(momentum=layer.momentum, epsilon=layer.epsilon, **common)
        case MaxPooling2D() | AveragePooling2D():
            kind = keras.layers.MaxPooling2D if isinstance(layer, MaxPooling2D) else keras.layers.AveragePooling2D
            return kind(layer.pool_size, layer.strides, layer.padding, data_format="channels_last", **common)
        case Flatten():
            return keras.layers.Flatten(data_format="channels_last", **common)
        case Activation():
            return keras.layers.Activation(layer.function, **common)


def _initializer(name: str, seed: int) -> Any:
    import keras

    match name:
        case "glorot_uniform":
            return keras.initializers.GlorotUniform(seed=seed)
        case "he_normal":
            return keras.initializers.HeNormal(seed=seed)
        case "lecun_normal":
            return keras.initializers.LecunNormal(seed=seed)
        case "random_normal":
            return keras.initializers.RandomNormal(stddev=RANDOM_NORMAL_STDDEV, seed=seed)
        case _:
            return keras.initializers.Zeros()
