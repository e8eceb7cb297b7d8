"""One unit of a dense layer and one value through a layer that has no window, worked out by hand.

NumPy alone, in float64. The network itself computes in float32, so results agree to about six digits.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.errors import ConfigError
from core.messages import inference as messages
from models.layers import FUNCTIONS, Dense, Shape


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


def dense_unit(values: np.ndarray, kernel: np.ndarray, bias: np.ndarray, layer: Dense, unit: int) -> DenseUnit:
    """Work out one unit of a dense layer.

    Args:
        values: (n,), the layer's input.
        kernel: (n, units).
        bias: (units,).
        layer: the dense layer.
        unit: its index, from 0.

    Raises:
        ConfigError: there is no such unit.
    """
    check_index("unit", unit, kernel.shape[-1])
    inputs, weights = values.astype(np.float64), kernel[:, unit].astype(np.float64)
    products = inputs * weights
    total = float(products.sum() + bias[unit])
    totals = inputs @ kernel + bias if FUNCTIONS[layer.activation].looks_at_all else np.full(len(bias), total)
    return DenseUnit(
        inputs=inputs,
        weights=weights,
        products=products,
        products_sum=float(products.sum()),
        bias=float(bias[unit]),
        total=total,
        output=float(activate(totals, layer.activation)[unit]),
    )


def normalised_cell(
    value: float, *, mean: float, variance: float, epsilon: float, gamma: float, beta: float
) -> tuple[float, float]:
    """Return one value standardised with mean and variance kept from training, and what normalisation makes of that."""
    standardised = (value - mean) / math.sqrt(variance + epsilon)
    return standardised, standardised * gamma + beta


def activate(values: np.ndarray, function: str) -> np.ndarray:
    """Return what a layer's activation makes of values, float64; softmax is taken along the last axis."""
    return FUNCTIONS[function].compute(values.astype(np.float64))


def dense_parameters(input_shape: Shape, output_shape: Shape) -> int:
    """Return how many parameters a dense layer between these shapes would have: weights and biases."""
    return (math.prod(input_shape) + 1) * math.prod(output_shape)


def drop_out(values: np.ndarray, *, rate: float, seed: int) -> np.ndarray:
    """Return values as one training step might get them: a random share is 0, the others grow by 1 / (1 - rate).

    Args:
        values: of any shape.
        rate: share that is dropped, from 0 to below 1.
        seed: another one drops others.
    """
    return np.where(np.random.default_rng(seed).random(values.shape) >= rate, values / (1 - rate), 0.0)


def check_index(axis: Literal["row", "column", "map", "unit"], value: int, count: int) -> None:
    """Raise ConfigError unless a layer's output has an index along an axis, from 0 to count - 1."""
    if not 0 <= value < count:
        raise ConfigError(messages.outside(axis=axis, count=count, value=value), field=None)
