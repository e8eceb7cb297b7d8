"""One cell of a convolution or a pooling, worked out by hand: what was multiplied, added or compared, and the result.

NumPy alone, in float64. The network itself computes in float32, so results agree to about six digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.inference.unit_arithmetic import activate, check_index
from models.layers import SeparableConv2D
from models.layers.base import SlidingLayer
from models.layers.conv2d import ConvolutionLayer
from models.layers.pooling import Pooling


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRegion:
    """The square of a layer's input that one cell of its output was made from."""

    row: int  # of its first cell; negative where it stands on padding
    column: int
    size: int  # side, in cells


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ConvolutionCell:
    """One cell of a feature map: patch times kernel, summed over all input channels, plus bias, then the activation."""

    region: InputRegion  # under the kernel
    patch: np.ndarray  # (size, size, channels) float64; 0 outside the picture
    is_inside: np.ndarray  # (size, size) bool; False outside the picture
    kernel: np.ndarray  # (size, size, channels) float64
    products: np.ndarray  # (size, size, channels) float64, patch times kernel
    channel_weights: np.ndarray  # (channels,) float64, of each channel's sum; 1 but in a separable convolution
    channel_sums: np.ndarray  # (channels,) float64, the products added up, times that
    bias: float
    total: float  # all products added up, and the bias
    output: float  # after the activation

    @property
    def strongest_channel(self) -> int:
        """The input channel whose sum is furthest from 0."""
        return int(np.abs(self.channel_sums).argmax())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PoolingCell:
    """One cell after pooling: the block it stands for, and which of its cells won."""

    region: InputRegion  # under the window
    block: np.ndarray  # (size, size) float64; 0 outside the picture
    is_inside: np.ndarray  # (size, size) bool; what is False does not take part
    winner: tuple[int, int] | None  # row and column in the block of the largest; None for a mean
    output: float


def convolution_cell(
    values: np.ndarray,
    kernels: Sequence[np.ndarray],
    bias: np.ndarray,
    layer: ConvolutionLayer,
    row: int,
    column: int,
    channel: int,
) -> ConvolutionCell:
    """Work out one cell of a convolution's output.

    Args:
        values: (rows, columns, channels), the layer's input.
        kernels: those of the layer in their order: (size, size, channels, filters), or of a separable convolution
            (size, size, channels, 1) and (1, 1, channels, filters).
        bias: (filters,).
        layer: the convolution.
        row: of the output cell, from 0 at the top.
        column: of the output cell.
        channel: of the output, the feature map's number.

    Raises:
        ConfigError: there is no such cell.
    """
    check_index("map", channel, len(bias))
    region, patch, is_inside = _window_on(values, layer, row, column)
    first, *others = (array.astype(np.float64) for array in kernels)
    if isinstance(layer, SeparableConv2D):
        kernel, mixing = first[..., 0], others[0][0, 0]
        totals = (patch * kernel).sum(axis=(0, 1)) @ mixing + bias
        channel_weights = mixing[:, channel]
    else:
        kernel = first[..., channel]
        totals = np.tensordot(patch, first, axes=3) + bias
        channel_weights = np.ones(values.shape[-1])
    products = patch * kernel
    return ConvolutionCell(
        region=region,
        patch=patch,
        is_inside=is_inside,
        kernel=kernel,
        products=products,
        channel_weights=channel_weights,
        channel_sums=products.sum(axis=(0, 1)) * channel_weights,
        bias=float(bias[channel]),
        total=float(totals[channel]),
        output=float(activate(totals, layer.activation)[channel]),
    )


def pooling_cell(values: np.ndarray, layer: Pooling, row: int, column: int, channel: int) -> PoolingCell:
    """Work out one cell of a pooling's output; cells outside the picture do not count, not even for a mean.

    Args:
        values: (rows, columns, channels), the layer's input.
        layer: the pooling.
        row: of the output cell, from 0 at the top.
        column: of the output cell.
        channel: the map's number.

    Raises:
        ConfigError: there is no such cell.
    """
    check_index("map", channel, values.shape[-1])
    region, patch, is_inside = _window_on(values[..., channel : channel + 1], layer, row, column)
    block = patch[..., 0]
    winner = None
    if layer.operation == "max":
        first, second = divmod(int(np.where(is_inside, block, -np.inf).argmax()), region.size)
        winner = (first, second)
        output = block[winner]
    else:
        output = block[is_inside].mean()
    return PoolingCell(region=region, block=block, is_inside=is_inside, winner=winner, output=float(output))


def _window_on(
    values: np.ndarray, layer: SlidingLayer, row: int, column: int
) -> tuple[InputRegion, np.ndarray, np.ndarray]:
    """Return where the window stands for an output cell, what is under it (0 on padding), and what is no padding."""
    sliding = layer.window
    assert sliding is not None
    rows, columns, channels = values.shape
    check_index("row", row, sliding.positions(rows))
    check_index("column", column, sliding.positions(columns))
    region = InputRegion(row=sliding.start(row, rows), column=sliding.start(column, columns), size=sliding.size)
    patch = np.zeros((sliding.size, sliding.size, channels))
    is_inside = np.zeros((sliding.size, sliding.size), bool)
    top, left = max(region.row, 0), max(region.column, 0)
    bottom, right = min(region.row + sliding.size, rows), min(region.column + sliding.size, columns)
    inside = np.s_[top - region.row : bottom - region.row, left - region.column : right - region.column]
    patch[inside] = values[top:bottom, left:right]
    is_inside[inside] = True
    return region, patch, is_inside
