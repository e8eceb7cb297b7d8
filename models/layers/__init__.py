"""The kinds of layers that a network may have: one file a kind or a family, one row here."""

from __future__ import annotations

from core.errors import SpecError
from core.messages import models as messages
from models.layers.activations import ACTIVATIONS, FUNCTIONS
from models.layers.base import Layer, Shape
from models.layers.batch_normalization import BatchNormalization
from models.layers.conv2d import PADDINGS, Conv2D
from models.layers.dense import BYTES_PER_WEIGHT, MIB, Dense
from models.layers.global_average_pooling2d import GlobalAveragePooling2D
from models.layers.kernel import INITIALIZERS
from models.layers.others import MAX_DROPOUT_RATE, Activation, Dropout, Flatten
from models.layers.pooling import AveragePooling2D, MaxPooling2D
from models.layers.separable_conv2d import SeparableConv2D

__all__ = [
    "ACTIVATIONS",
    "BYTES_PER_WEIGHT",
    "FUNCTIONS",
    "INITIALIZERS",
    "LAYER_KINDS",
    "MAX_DROPOUT_RATE",
    "MAX_LAYERS",
    "MIB",
    "PADDINGS",
    "Activation",
    "AveragePooling2D",
    "BatchNormalization",
    "Conv2D",
    "Dense",
    "Dropout",
    "Flatten",
    "GlobalAveragePooling2D",
    "Layer",
    "MaxPooling2D",
    "SeparableConv2D",
    "Shape",
    "check_layer_count",
]
MAX_LAYERS = 30
_KINDS = (
    *(Dense, Dropout, Conv2D, BatchNormalization, MaxPooling2D, AveragePooling2D, Flatten, Activation),
    *(SeparableConv2D, GlobalAveragePooling2D),
)
LAYER_KINDS: dict[str, type[Layer]] = {kind.__name__: kind for kind in _KINDS}


def check_layer_count(count: int) -> None:
    """Raise SpecError unless a network may have `count` layers."""
    if count == 0:
        raise SpecError(messages.no_layers(), layer=None)
    if count > MAX_LAYERS:
        raise SpecError(messages.too_many_layers(count=count, most=MAX_LAYERS), layer=MAX_LAYERS)
