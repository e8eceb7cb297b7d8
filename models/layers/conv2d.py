"""A convolution: kernels, square and as deep as its input, slide over the image; each filter gives one feature map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from core.errors import SpecError
from core.messages import models as messages
from core.messages.numbers import times
from models.ladder import doublings
from models.layers.base import Layer, Shape, SlidingLayer, Window, strides_and_padding
from models.layers.kernel import KernelLayer, activation_field, initializer_field, l2_field
from models.layers.settings import one_of, whole

MAX_FILTERS = 512
MAX_KERNEL_SIZE = 28  # pixels: the side of an image
MAX_STRIDES = 28  # pixels
PADDINGS = ("valid", "same")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvolutionLayer(KernelLayer, SlidingLayer):
    """A layer whose kernels slide; each filter gives one feature map."""

    keras_fixed: ClassVar = {"data_format": "channels_last", "dilation_rate": 1}
    start: ClassVar = {"filters": 16, "kernel_size": 3, "activation": "relu"}
    shown_always = 2
    noun = "Conv"
    is_compiled = False

    filters: int = whole(1, MAX_FILTERS, step=doublings(1, MAX_FILTERS))
    # side in cells of the layer's input; usually odd, so that it has a middle
    kernel_size: int = whole(1, MAX_KERNEL_SIZE, step=tuple(range(1, MAX_KERNEL_SIZE + 1, 2)))
    # cells from one position to the next, both ways; at most kernel_size
    strides: int = whole(1, MAX_STRIDES, default=1)
    padding: str = one_of(PADDINGS, default="valid")
    activation: str = activation_field()
    initializer: str = initializer_field()
    l2: float = l2_field()

    def __post_init__(self) -> None:
        Layer.__post_init__(self)
        if self.strides > self.kernel_size:
            # TensorFlow 2.21 on a CPU ends the process in the gradient of a 1 x 1 kernel with strides of 2
            message = messages.strides_above_kernel_size(strides=self.strides, kernel_size=self.kernel_size)
            raise SpecError(message, layer=None)

    @property
    def text(self) -> str:
        window = [times(self.kernel_size, self.kernel_size), *strides_and_padding(self.strides, self.padding, usual=1)]
        return ", ".join([f"{self.noun} {self.filters}", *window, *self.endings])

    @property
    def short_text(self) -> str:
        return f"{self.noun} {self.filters}"

    @property
    def window(self) -> Window:
        return Window(size=self.kernel_size, strides=self.strides, padding=self.padding)

    def maps(self, channels: int) -> int:
        return self.filters


@dataclass(frozen=True, slots=True, kw_only=True)
class Conv2D(ConvolutionLayer):
    """Slides kernels, square and as deep as its input, over the image; each filter gives one feature map."""

    prefix = "conv2d"
    kernels = ("kernel",)
    keras_fixed: ClassVar = {**ConvolutionLayer.keras_fixed, "groups": 1}

    def weights(self, channels: int) -> dict[str, Shape]:
        return {"kernel": (self.kernel_size, self.kernel_size, channels, self.filters), "bias": (self.filters,)}

    def formula(self, channels: int) -> str:
        return times(f"({times(self.kernel_size, self.kernel_size, channels)} + 1)", self.filters)

    def numpy_code(self, weight: Callable[[str], str], before: Shape) -> list[str]:
        product = f"convolution(x, {weight('kernel')}, {self.strides}) + {weight('bias')}"
        return [*self.padding_code(before, "0"), self.activated(product)]
