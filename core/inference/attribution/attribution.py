"""A map of what speaks for an answer, and how it was made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from core.inference.attribution.class_maps import stretched
from models.layers import Conv2D, SeparableConv2D
from models.spec import NetworkSpec

Method = Literal[
    "occlusion", "gradient", "gradient-input", "integrated-gradients", "smoothgrad", "grad-cam", "grad-cam-plus"
]
METHODS: tuple[Method, ...] = get_args(Method)
CLASS_MAPS: tuple[Method, ...] = ("grad-cam", "grad-cam-plus")  # of a convolution's maps, and never below 0
SIDE = 28
ENOUGH = 0.01  # relative gap of a sum that is called complete


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """Whether integrated gradients add up to what they explain (Sundararajan et al., 2017, axiom of completeness)."""

    steps: int  # that the path from paper to the picture was cut into
    total: float  # of all 784 attributions
    output: float  # the target's value for the picture
    baseline: float  # the same for paper

    @property
    def difference(self) -> float:
        """What the attributions should add up to."""
        return self.output - self.baseline

    @property
    def gap(self) -> float:
        """How far the sum is from it, as a share of it; where it is below 1, as a share of 1."""
        return abs(self.total - self.difference) / max(abs(self.difference), 1.0)

    @property
    def is_complete(self) -> bool:
        """Whether the gap is below a hundredth."""
        return self.gap < ENOUGH


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Attribution:
    """One method's map for one picture and one target."""

    method: Method
    values: np.ndarray  # (rows, columns) float32: above 0 speaks for the target; class maps have their layer's size
    completeness: Completeness | None = None  # of integrated gradients

    @property
    def is_signed(self) -> bool:
        """Whether it tells what speaks against the target, too."""
        return self.method not in CLASS_MAPS

    @property
    def is_finite(self) -> bool:
        """Whether it is made of numbers: not where the network left the range of float32 on the way to it."""
        sums = self.completeness
        shown = () if sums is None else (sums.total, sums.output, sums.baseline)
        return bool(np.isfinite(self.values).all() and np.isfinite(shown).all())

    @property
    def per_pixel(self) -> np.ndarray:
        """A value for each pixel, (28, 28) float64; a smaller map is interpolated between its cells' middles."""
        return stretched(self.values, SIDE)


def convolutions(spec: NetworkSpec) -> list[int]:
    """Return the indices of the layers whose maps a class map can be made of: convolutions before the output."""
    return [
        index
        for index, layer in enumerate(spec.layers)
        if isinstance(layer, Conv2D | SeparableConv2D) and index < spec.last_index
    ]


def explained_layer(spec: NetworkSpec, convolution: int) -> int:
    """Return the index of the layer whose output a convolution's class map is made of.

    It is the convolution, or, where that has no function of its own, the one behind it that applies the function to
    each of its values: class maps are made for maps that say by 0 that there is nothing.
    """
    if spec.layers[convolution].output_function != "linear":
        return convolution
    for index in range(convolution + 1, spec.last_index):
        layer = spec.layers[index]
        if not layer.is_elementwise or layer.output_function == "softmax":
            break
        if layer.output_function != "linear":
            return index
    return convolution
