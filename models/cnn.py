"""The convolutional family: blocks of convolution and pooling, then dense layers, ten outputs."""

from __future__ import annotations

from collections.abc import Sequence

from models.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten, Layer, MaxPooling2D
from models.shapes import CLASSES
from models.spec import IMAGE, NetworkSpec


def cnn(
    *,
    filters: Sequence[int] = (32, 64),
    dense: Sequence[int] = (64,),
    dropout: float = 0.0,
    batch_normalization: bool = False,
    output: str = "softmax",
) -> NetworkSpec:
    """Return a network of blocks (Conv2D of 3 x 3, BatchNormalization if asked, MaxPooling2D), Flatten, dense layers.

    Args:
        filters: of the convolution in each block.
        dense: units of each dense layer between Flatten and the output.
        dropout: share of the values dropped after each of them, or after Flatten if there is none; 0 for no dropout.
        batch_normalization: whether it follows each convolution.
        output: activation of the last layer; "linear" gives logits.

    Raises:
        SpecError: a value is out of bounds, a layer does not fit, or the network is too large.
    """
    layers: list[Layer] = []
    for maps in filters:
        layers.append(Conv2D(filters=maps, kernel_size=3, activation="relu"))
        if batch_normalization:
            layers.append(BatchNormalization())
        layers.append(MaxPooling2D())
    layers.append(Flatten())
    for units in dense:
        layers.append(Dense(units=units, activation="relu"))
        if dropout != 0:
            layers.append(Dropout(rate=dropout))
    if not dense and dropout != 0:
        layers.append(Dropout(rate=dropout))
    layers.append(Dense(units=CLASSES, activation=output))
    return NetworkSpec(input_shape=IMAGE, layers=tuple(layers))
