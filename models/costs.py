"""What a layer costs: parameters, multiply-adds, memory. All whole numbers, computed without Keras."""

from __future__ import annotations

import math

from models.layers import MIB, BatchNormalization, Conv2D, Dense, Layer
from models.shapes import Shape

MAX_PARAMETERS = 20_000_000
MAX_TRAINING_MIB = 2048
BATCH_SIZE = 128  # images, for an estimate of memory that is asked for before there are settings
MOMENTS = 2  # of Adam
_BYTES = 4  # of a float32


def parameters(layer: Layer, input_shape: Shape) -> tuple[int, int]:
    """Return how many numbers a layer learns, and how many it only keeps (moving averages)."""
    channels = input_shape[-1]
    if isinstance(layer, Dense):
        return (channels + 1) * layer.units, 0
    if isinstance(layer, Conv2D):
        return (layer.kernel_size**2 * channels + 1) * layer.filters, 0
    if isinstance(layer, BatchNormalization):
        return 2 * channels, 2 * channels
    return 0, 0


def formula(layer: Layer, input_shape: Shape) -> str:
    """Return how `parameters` come about, as text: "(3·3·1 + 1)·32"; "0" for a layer without any."""
    channels = input_shape[-1]
    if isinstance(layer, Dense):
        return f"({channels} + 1)·{layer.units}"
    if isinstance(layer, Conv2D):
        return f"({layer.kernel_size}·{layer.kernel_size}·{channels} + 1)·{layer.filters}"
    if isinstance(layer, BatchNormalization):
        return f"4·{channels}"
    return "0"


def multiply_adds(layer: Layer, input_shape: Shape, output_shape: Shape) -> int:
    """Return the multiply-adds of one image through a layer.

    Dense and Conv2D: one per kernel weight and output position, also where a kernel hangs over the padding;
    BatchNormalization: one per value; other layers and biases count as none.
    """
    if isinstance(layer, Dense):
        return input_shape[-1] * layer.units
    if isinstance(layer, Conv2D):
        return layer.kernel_size**2 * input_shape[-1] * math.prod(output_shape)
    if isinstance(layer, BatchNormalization):
        return math.prod(output_shape)
    return 0


def training_mib(
    parameter_count: int, value_count: int, *, batch_size: int = BATCH_SIZE, moments: int = MOMENTS
) -> float:
    """Return a rough estimate of the memory that a training step takes, in MiB.

    A weight stands beside its gradient and what the optimizer keeps of it; a layer's output, kept for the backward
    pass, beside its gradient.

    Args:
        parameter_count: of the whole network.
        value_count: outputs of all layers for one image.
        batch_size: images in a step.
        moments: numbers that the optimizer keeps per parameter: 2 for Adam, 0 for plain SGD.
    """
    return (parameter_count * (2 + moments) + value_count * batch_size * 2) * _BYTES / MIB
