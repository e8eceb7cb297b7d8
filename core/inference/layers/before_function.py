"""A layer's values before its function, all of them at once, and the parts that they are the sum of.

NumPy alone, in float32 as the network computes. A kernel is moved over the whole input weight by weight: that takes no
more memory than the output, whatever the kernel's size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from models.layers import Activation, Dense, Layer, SeparableConv2D
from models.layers.conv2d import ConvolutionLayer


def has_function(layer: Layer) -> bool:
    """Return whether a layer ends in a function that changes something, so that there is a before and an after."""
    return isinstance(layer, ConvolutionLayer | Dense | Activation) and layer.output_function != "linear"


def before_function(values: np.ndarray, weights: Mapping[str, np.ndarray], layer: Layer) -> np.ndarray:
    """Return what a layer's function was given.

    Args:
        values: the layer's input, (rows, columns, channels) or (n,).
        weights: its arrays by their names in it: "kernel", "bias" ...
        layer: a convolution, a dense layer or an activation.

    Returns:
        float32 in the layer's output shape.
    """
    if isinstance(layer, SeparableConv2D):
        each = by_channel(values, weights["depthwise_kernel"][..., 0], layer)
        return each @ weights["pointwise_kernel"][0, 0] + weights["bias"]
    if isinstance(layer, ConvolutionLayer):
        kernel = weights["kernel"]
        # one product of two matrices for each weight of the window: four times as fast as row by row
        totals = sum(
            seen.reshape(-1, seen.shape[-1]) @ kernel[where] for where, seen in _under_each_weight(values, layer)
        )
        side = layer.window.positions(values.shape[0])
        return np.asarray(totals + weights["bias"], np.float32).reshape(side, side, -1)
    return values @ weights["kernel"] + weights["bias"] if isinstance(layer, Dense) else values


def by_channel(values: np.ndarray, slices: np.ndarray, layer: ConvolutionLayer) -> np.ndarray:
    """Return what each input channel gives with the slice of a kernel that it has: (rows, columns, channels) float32.

    Of a convolution these are the parts that one feature map is the sum of, without its bias.

    Args:
        values: (rows, columns, channels), the layer's input.
        slices: (size, size, channels).
        layer: the convolution, whose window slides.
    """
    total = sum(seen * slices[where] for where, seen in _under_each_weight(values, layer))
    return np.asarray(total, np.float32)


def _under_each_weight(values: np.ndarray, layer: ConvolutionLayer) -> Iterator[tuple[tuple[int, int], np.ndarray]]:
    """Yield each place of a kernel, and what it sees at all stops: (rows, columns, channels), 0 on padding."""
    sliding = layer.window
    side = values.shape[0]
    stops = sliding.positions(side)
    padding = sliding.padded(side)
    padded = np.pad(values, (padding, padding, (0, 0)))
    reach = (stops - 1) * sliding.strides + 1
    for row in range(sliding.size):
        for column in range(sliding.size):
            seen = padded[row : row + reach : sliding.strides, column : column + reach : sliding.strides]
            yield (row, column), seen
