"""One cell of one layer, worked out by hand: which numbers were multiplied, added or compared, and what came of it.

NumPy alone, in float64. The network itself computes in float32, so results agree to about six digits.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.errors import ConfigError
from models.layers import AveragePooling2D, Conv2D, Dense, MaxPooling2D
from models.shapes import Shape, window


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The square of a layer's input that one cell of its output was made from."""

    row: int  # of its first cell; negative where it stands on padding
    column: int
    size: int  # side, in cells


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ConvolutionCell:
    """One cell of a feature map: patch times kernel, summed over all input channels, plus bias, then the activation."""

    place: Place  # of the patch in the input
    patch: np.ndarray  # (size, size, channels) float64; 0 outside the picture
    is_inside: np.ndarray  # (size, size) bool; False outside the picture
    kernel: np.ndarray  # (size, size, channels) float64
    products: np.ndarray  # (size, size, channels) float64, patch times kernel
    channel_sums: np.ndarray  # (channels,) float64, the products added up
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

    place: Place  # of the block in the input
    block: np.ndarray  # (size, size) float64; 0 outside the picture
    is_inside: np.ndarray  # (size, size) bool; what is False does not take part
    winner: tuple[int, int] | None  # row and column in the block of the largest; None for a mean
    output: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DenseUnit:
    """One unit of a dense layer: every input times its weight, added up, plus bias, then the activation."""

    inputs: np.ndarray  # (n,) float64
    weights: np.ndarray  # (n,) float64
    products: np.ndarray  # (n,) float64
    products_sum: float
    bias: float
    total: float  # the products and the bias
    output: float  # after the activation

    def strongest(self, count: int) -> np.ndarray:
        """Return the indices of the products furthest from 0, the furthest first: (m,) int64, m at most `count`."""
        return np.argsort(-np.abs(self.products), kind="stable")[:count]


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalisedCell:
    """One value through batch normalisation."""

    standardised: float  # (value - mean) / sqrt(variance + epsilon)
    output: float  # standardised * gamma + beta


def convolution_cell(
    values: np.ndarray, kernel: np.ndarray, bias: np.ndarray, layer: Conv2D, row: int, column: int, channel: int
) -> ConvolutionCell:
    """Work out one cell of a convolution's output.

    Args:
        values: (rows, columns, channels), the layer's input.
        kernel: (size, size, channels, filters).
        bias: (filters,).
        layer: the convolution.
        row: of the output cell, from 0 at the top.
        column: of the output cell.
        channel: of the output, the feature map's number.

    Raises:
        ConfigError: there is no such cell.
    """
    _refuse_outside("Map", channel, kernel.shape[-1])
    place, patch, is_inside = _window_on(values, layer, row, column)
    weights = kernel[..., channel].astype(np.float64)
    products = patch * weights
    total = float(products.sum() + bias[channel])
    if layer.activation == "softmax":  # the only function that looks at the other maps
        totals = np.tensordot(patch, kernel.astype(np.float64), axes=3) + bias
        output = float(activated(totals, "softmax")[channel])
    else:
        output = float(activated(np.array([total]), layer.activation)[0])
    return ConvolutionCell(
        place=place,
        patch=patch,
        is_inside=is_inside,
        kernel=weights,
        products=products,
        channel_sums=products.sum(axis=(0, 1)),
        bias=float(bias[channel]),
        total=total,
        output=output,
    )


def pooling_cell(
    values: np.ndarray, layer: MaxPooling2D | AveragePooling2D, row: int, column: int, channel: int
) -> PoolingCell:
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
    _refuse_outside("Map", channel, values.shape[-1])
    place, patch, is_inside = _window_on(values[..., channel : channel + 1], layer, row, column)
    block = patch[..., 0]
    winner = None
    if isinstance(layer, MaxPooling2D):
        first, second = divmod(int(np.where(is_inside, block, -np.inf).argmax()), place.size)
        winner = (first, second)
        output = block[winner]
    else:
        output = block[is_inside].mean()
    return PoolingCell(place=place, block=block, is_inside=is_inside, winner=winner, output=float(output))


def dense_unit(values: np.ndarray, kernel: np.ndarray, bias: np.ndarray, layer: Dense, unit: int) -> DenseUnit:
    """Work out one unit of a dense layer.

    Args:
        values: (n,), the layer's input.
        kernel: (n, units).
        bias: (units,).
        layer: the dense layer.
        unit: which one, from 0.

    Raises:
        ConfigError: there is no such unit.
    """
    _refuse_outside("Unit", unit, kernel.shape[-1])
    inputs, weights = values.astype(np.float64), kernel[:, unit].astype(np.float64)
    products = inputs * weights
    total = float(products.sum() + bias[unit])
    if layer.activation == "softmax":  # the only function that looks at the other units
        output = float(activated(inputs @ kernel + bias, "softmax")[unit])
    else:
        output = float(activated(np.array([total]), layer.activation)[0])
    return DenseUnit(
        inputs=inputs,
        weights=weights,
        products=products,
        products_sum=float(products.sum()),
        bias=float(bias[unit]),
        total=total,
        output=output,
    )


def normalised_cell(
    value: float, *, mean: float, variance: float, epsilon: float, gamma: float, beta: float
) -> NormalisedCell:
    """Work out one value through batch normalisation as it predicts: with mean and variance kept from training."""
    standardised = (value - mean) / math.sqrt(variance + epsilon)
    return NormalisedCell(standardised=standardised, output=standardised * gamma + beta)


def activated(values: np.ndarray, function: str) -> np.ndarray:
    """Return what an activation of that name makes of values, float64; softmax is taken along the last axis.

    Raises:
        ConfigError: there is no such activation.
    """
    found = values.astype(np.float64)
    if function == "linear":
        return found
    if function == "relu":
        return np.maximum(found, 0.0)
    if function == "sigmoid":
        return np.exp(-np.logaddexp(0.0, -found))
    if function == "tanh":
        return np.tanh(found)
    if function == "softmax":
        grown = np.exp(found - found.max(axis=-1, keepdims=True))
        return grown / grown.sum(axis=-1, keepdims=True)
    raise ConfigError(f"There is no activation {function!r}.", field="activation")


def dense_parameters(input_shape: Shape, output_shape: Shape) -> int:
    """Return how many parameters a dense layer between these shapes would have: weights and biases."""
    return (math.prod(input_shape) + 1) * math.prod(output_shape)


def dropped_out(values: np.ndarray, *, rate: float, seed: int) -> np.ndarray:
    """Return values as one training step might get them: a random share is 0, the others grow by 1 / (1 - rate).

    Args:
        values: of any shape.
        rate: share that is dropped, from 0 to below 1.
        seed: another one drops others.
    """
    return np.where(np.random.default_rng(seed).random(values.shape) >= rate, values / (1 - rate), 0.0)


def _window_on(
    values: np.ndarray, layer: Conv2D | MaxPooling2D | AveragePooling2D, row: int, column: int
) -> tuple[Place, np.ndarray, np.ndarray]:
    """Return where the window stands for an output cell, what is under it (0 on padding), and what is no padding."""
    sliding = window(layer)
    assert sliding is not None
    rows, columns, channels = values.shape
    _refuse_outside("Row", row, sliding.positions(rows))
    _refuse_outside("Column", column, sliding.positions(columns))
    place = Place(row=sliding.start(row, rows), column=sliding.start(column, columns), size=sliding.size)
    patch = np.zeros((sliding.size, sliding.size, channels))
    is_inside = np.zeros((sliding.size, sliding.size), bool)
    top, left = max(place.row, 0), max(place.column, 0)
    bottom, right = min(place.row + sliding.size, rows), min(place.column + sliding.size, columns)
    there = np.s_[top - place.row : bottom - place.row, left - place.column : right - place.column]
    patch[there] = values[top:bottom, left:right]
    is_inside[there] = True
    return place, patch, is_inside


def _refuse_outside(what: str, value: int, count: int) -> None:
    if not 0 <= value < count:
        raise ConfigError(f"{what} must be from 0 to {count - 1:,}; got {value}.", field=None)
