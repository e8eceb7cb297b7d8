"""The dense family: an image as one row of 784 values, hidden layers, ten outputs."""

from __future__ import annotations

from collections.abc import Sequence

from models.layers import Dense, Dropout, Layer
from models.shapes import CLASSES
from models.spec import FLAT, NetworkSpec


def mlp(
    *,
    hidden: Sequence[int] = (512, 512),
    dropout: float = 0.2,
    activation: str = "relu",
    initializer: str = "glorot_uniform",
    output: str = "softmax",
) -> NetworkSpec:
    """Return a network of dense layers.

    Args:
        hidden: units of each hidden layer.
        dropout: share of the values dropped after each hidden layer; 0 leaves the Dropout layers out.
        activation: of the hidden layers.
        initializer: of every kernel.
        output: activation of the last layer; "linear" gives logits.

    Raises:
        SpecError: a value is out of bounds, or the network is too large.
    """
    layers: list[Layer] = []
    for units in hidden:
        layers.append(Dense(units=units, activation=activation, initializer=initializer))
        if dropout != 0:
            layers.append(Dropout(rate=dropout))
    layers.append(Dense(units=CLASSES, activation=output, initializer=initializer))
    return NetworkSpec(input_shape=FLAT, layers=tuple(layers))
