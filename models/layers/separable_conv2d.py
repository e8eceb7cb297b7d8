"""A separable convolution (Chollet, 2017): one kernel slides over each map by itself, then the maps are mixed.

Far fewer weights than a convolution's, which looks and mixes in one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from core.messages.numbers import times
from models.layers.base import Shape
from models.layers.conv2d import ConvolutionLayer


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparableConv2D(ConvolutionLayer):
    """Slides a kernel over each map of its input, then makes each feature map a weighted sum of what these gave."""

    prefix = "separable_conv2d"
    noun = "Separable conv"
    kernels = ("depthwise_kernel", "pointwise_kernel")
    keras_fixed: ClassVar = {**ConvolutionLayer.keras_fixed, "depth_multiplier": 1}

    @property
    def short_text(self) -> str:
        return f"Sep {self.filters}"

    def weights(self, channels: int) -> dict[str, Shape]:
        return {
            "depthwise_kernel": (self.kernel_size, self.kernel_size, channels, 1),
            "pointwise_kernel": (1, 1, channels, self.filters),
            "bias": (self.filters,),
        }

    def formula(self, channels: int) -> str:
        return f"{times(self.kernel_size, self.kernel_size, channels)} + {times(f'({channels} + 1)', self.filters)}"

    def inner_values(self, before: Shape, after: Shape) -> int:
        """Return those between its two steps."""
        return before[-1] * after[0] * after[1]

    def numpy_code(self, weight: Callable[[str], str], before: Shape) -> list[str]:
        depthwise = f"({self.windows_code} * {weight('depthwise_kernel')}[..., 0]).sum((3, 4))"
        product = f"{depthwise} @ {weight('pointwise_kernel')}[0, 0] + {weight('bias')}"
        return [*self.padding_code(before, "0"), self.activated(product)]
