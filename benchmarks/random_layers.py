"""Random networks of all kinds of layers, drawn with a seed, with random weights: what arithmetic is compared on."""

from __future__ import annotations

import math

import numpy as np

from core.importing.variables import weight_shapes
from models.layers import (
    ACTIVATIONS,
    PADDINGS,
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    Layer,
    MaxPooling2D,
    SeparableConv2D,
)
from models.spec import FLAT, IMAGE, NetworkSpec

Random = np.random.Generator
SLIDING = (Conv2D, SeparableConv2D, MaxPooling2D, AveragePooling2D)
MOST_WINDOWS = 4  # layers with a window
_OF_ONE = tuple(name for name in ACTIVATIONS if name != "softmax")  # what one map may end in, too


def random_network(random: Random) -> NetworkSpec:
    """Return a network that can be built, drawn from all kinds of layers."""
    layers: list[Layer] = []
    input_shape = (IMAGE, FLAT)[int(random.random() < 0.25)]
    if input_shape == IMAGE:
        cells = 28
        for _ in range(random.integers(1, MOST_WINDOWS + 1)):
            layer = _sliding(random, cells)
            assert layer.window is not None
            cells = layer.window.positions(cells)
            layers += [layer, *_between(random)]
        layers.append(Flatten() if random.random() < 0.6 else GlobalAveragePooling2D())
    for _ in range(random.integers(0, 3)):
        layers += [Dense(units=int(random.integers(2, 17)), activation=_one(random, ACTIVATIONS)), *_between(random)]
    layers.append(Dense(units=10, activation=_one(random, ACTIVATIONS)))
    return NetworkSpec(input_shape=input_shape, layers=tuple(layers))


def random_weights(random: Random, spec: NetworkSpec) -> dict[str, np.ndarray]:
    """Return float32 weights by "layer/name": kernels that keep the size of values, variances from 0.1 to 2."""
    weights = {}
    for name, shape in weight_shapes(spec).items():
        if name.endswith("variance"):
            array = random.uniform(0.1, 2, shape)
        elif name.endswith("kernel"):
            array = random.normal(0, math.sqrt(2 / math.prod(shape[:-1])), shape)
        else:
            array = random.normal(1 if name.endswith("gamma") else 0, 0.3, shape)
        weights[name] = array.astype(np.float32)
    return weights


def _sliding(random: Random, cells: int) -> Layer:
    kind = SLIDING[random.integers(len(SLIDING))]
    size = int(random.integers(1, min(cells, 6) + 1))
    placed = {"strides": int(random.integers(1, min(size, 2) + 1)), "padding": _one(random, PADDINGS)}
    if kind in (MaxPooling2D, AveragePooling2D):
        return kind(pool_size=size, **placed)
    return kind(filters=int(random.integers(2, 7)), kernel_size=size, activation=_one(random, ACTIVATIONS), **placed)


def _between(random: Random) -> list[Layer]:
    drawn = random.random()
    if drawn < 0.3:
        return [BatchNormalization(epsilon=float(10 ** random.uniform(-5, -1)))]
    if drawn < 0.45:
        return [Activation(function=_one(random, _OF_ONE))]
    return [Dropout(rate=0.3)] if drawn < 0.55 else []


def _one(random: Random, names: tuple[str, ...]) -> str:
    return names[random.integers(len(names))]
