"""A layer's kernels as pictures: for each filter or unit one slice per map that it looks at. NumPy alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.data.input_scaling import Pixels, shuffled_order
from core.data.statistics import mosaic
from models.layers import Conv2D, Flatten, SeparableConv2D
from models.spec import FLAT, NetworkSpec

MOST_SLICES, SLICES_ACROSS = 64, 16  # of a kernel in its picture
WEIGHTS_ACROSS = 64  # of those without a layout


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kernels:
    """Kernels of one layer."""

    slices: np.ndarray  # (kernels, slices, rows, columns) float32
    norms: np.ndarray  # (kernels,) float64: the square root of the sum of all its squared weights
    is_picture: bool  # rows and columns are neighbours as in the picture; else a row of weights of one unit

    @property
    def count(self) -> int:
        """Number of kernels."""
        return len(self.slices)

    @property
    def largest(self) -> float:
        """The weight furthest from 0, as a distance."""
        return float(np.abs(self.slices).max())

    def picture(self, number: int) -> np.ndarray:
        """Return a kernel as one picture, (rows, columns).

        Its slices stand beside each other, SLICES_ACROSS in a row and with a cell of 0 between two, at most the first
        MOST_SLICES; weights without a layout stand in rows of WEIGHTS_ACROSS.
        """
        if self.is_picture:
            return mosaic(self.slices[number, :MOST_SLICES], min(len(self.slices[number]), SLICES_ACROSS), gap=1)
        return in_rows(self.slices[number].reshape(-1), WEIGHTS_ACROSS)


def in_rows(weights: np.ndarray, across: int) -> np.ndarray:
    """Return weights, (n,), in rows of at most `across`, the last one filled up with 0: (rows, columns)."""
    columns = min(across, len(weights))
    return np.pad(weights, (0, -len(weights) % columns)).reshape(-1, columns)


def kernels_of(spec: NetworkSpec, pixels: Pixels, weights: Mapping[str, np.ndarray], layer: int) -> Kernels:
    """Return the kernels of a layer that multiplies by weights.

    A convolution gives one for each filter, a slice per input map; a separable one its depthwise kernels, one for each
    input map; a dense layer the weights of each unit, laid out as the maps that Flatten had laid out, or as the
    picture, its pixels in their own places. Weights of other values have no layout: they are one row.

    Args:
        spec: the network.
        pixels: how pictures become its inputs.
        weights: the network's, by "layer/name".
        layer: index of a layer with kernels.
    """
    kind, row = spec.layers[layer], spec.rows()[layer]
    if isinstance(kind, Conv2D):
        return _kernels(weights[f"{row.name}/kernel"].transpose(3, 2, 0, 1), is_picture=True)
    if isinstance(kind, SeparableConv2D):
        return _kernels(weights[f"{row.name}/depthwise_kernel"].transpose(2, 3, 0, 1), is_picture=True)
    kernel = weights[f"{row.name}/kernel"].T  # (units, inputs)
    laid_out = _layout(spec, layer)
    if laid_out is None:
        return _kernels(kernel[:, np.newaxis, np.newaxis], is_picture=False)
    slices = kernel.reshape(len(kernel), *laid_out).transpose(0, 3, 1, 2)
    if pixels.shuffled and sees_picture(spec, layer):
        placed = np.empty_like(kernel)
        placed[:, shuffled_order()] = kernel
        slices = placed.reshape(len(kernel), 1, 28, 28)
    return _kernels(slices, is_picture=True)


def sees_picture(spec: NetworkSpec, layer: int) -> bool:
    """Return whether a layer multiplies pixels by its weights, each perhaps changed by itself before."""
    return all(before.is_elementwise or isinstance(before, Flatten) for before in spec.layers[:layer])


def _kernels(slices: np.ndarray, *, is_picture: bool) -> Kernels:
    slices = np.nan_to_num(slices, nan=0.0, posinf=0.0, neginf=0.0)  # of a run that diverged
    squares = np.square(slices, dtype=np.float64).sum(axis=(1, 2, 3))
    return Kernels(slices=np.ascontiguousarray(slices), norms=np.sqrt(squares), is_picture=is_picture)


def _layout(spec: NetworkSpec, layer: int) -> tuple[int, int, int] | None:
    """Return rows, columns and maps that a dense layer's inputs had, or None."""
    for before in range(layer - 1, -1, -1):
        kind, shape = spec.layers[before], spec.rows()[before].input_shape
        if isinstance(kind, Flatten) and len(shape) == 3:
            return shape
        if not (kind.is_elementwise or isinstance(kind, Flatten)):
            return None
    return (28, 28, 1) if spec.input_shape == FLAT else None
