"""The kinds of layers that a network may have, each valid by itself once constructed.

Names and meanings are those of Keras 3. Whether a layer fits the one before it is asked in shapes.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import SpecError
from core.messages import models as messages
from models.checks import number, one_of, whole_number

ACTIVATIONS = ("linear", "relu", "sigmoid", "tanh", "softmax")
INITIALIZERS = ("glorot_uniform", "he_normal", "lecun_normal", "random_normal", "zeros")
PADDINGS = ("valid", "same")

MAX_LAYERS = 30
MAX_UNITS = 4096
MAX_FILTERS = 512
MAX_KERNEL_SIZE = 28  # pixels: the side of an image
MAX_STRIDES = 28  # pixels
MAX_POOL_SIZE = 28  # pixels
MAX_DROPOUT_RATE = 0.95
MAX_MOMENTUM = 0.9999
MIN_EPSILON, MAX_EPSILON = 1e-7, 1.0
MAX_L2 = 1.0

PIXELS = 28 * 28
BYTES_PER_WEIGHT = 4  # float32
MIB = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Dense:
    """Every output is a weighted sum of all inputs plus a bias."""

    units: int  # outputs
    activation: str = "linear"
    initializer: str = "glorot_uniform"  # of the kernel; biases start at 0
    l2: float = 0.0  # times the sum of the kernel's squared entries is added to what is minimised

    def __post_init__(self) -> None:
        if type(self.units) is int and MAX_UNITS < self.units <= 10**9:
            mebibytes = (PIXELS + 1) * self.units * BYTES_PER_WEIGHT / MIB
            message = messages.too_many_units(most=MAX_UNITS, units=self.units, pixels=PIXELS, mebibytes=mebibytes)
            raise SpecError(message, layer=None)
        whole_number("units", self.units, low=1, high=MAX_UNITS)
        one_of("activation", self.activation, ACTIVATIONS)
        one_of("initializer", self.initializer, INITIALIZERS)
        object.__setattr__(self, "l2", number("l2", self.l2, low=0.0, high=MAX_L2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropout:
    """Sets a random share of the values to 0 while training; does nothing when predicting."""

    rate: float  # share of the values, 0 to MAX_DROPOUT_RATE

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", number("rate", self.rate, low=0.0, high=MAX_DROPOUT_RATE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Conv2D:
    """Slides kernels, square and as deep as its input, over the image; each filter gives one feature map."""

    filters: int
    kernel_size: int  # side in cells of the layer's input
    strides: int = 1  # cells from one position to the next, both ways; at most kernel_size
    padding: str = "valid"
    activation: str = "linear"
    initializer: str = "glorot_uniform"  # of the kernel; biases start at 0
    l2: float = 0.0  # times the sum of the kernel's squared entries is added to what is minimised

    def __post_init__(self) -> None:
        whole_number("filters", self.filters, low=1, high=MAX_FILTERS)
        whole_number("kernel_size", self.kernel_size, low=1, high=MAX_KERNEL_SIZE)
        whole_number("strides", self.strides, low=1, high=MAX_STRIDES)
        if self.strides > self.kernel_size:
            # TensorFlow 2.21 on a CPU ends the process in the gradient of a 1 x 1 kernel with strides of 2
            message = messages.strides_above_kernel_size(strides=self.strides, kernel_size=self.kernel_size)
            raise SpecError(message, layer=None)
        one_of("padding", self.padding, PADDINGS)
        one_of("activation", self.activation, ACTIVATIONS)
        one_of("initializer", self.initializer, INITIALIZERS)
        object.__setattr__(self, "l2", number("l2", self.l2, low=0.0, high=MAX_L2))


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchNormalization:
    """Shifts and scales each channel to mean 0 and variance 1, then by two learned numbers."""

    momentum: float = 0.99  # share of the old moving average kept at each step
    epsilon: float = 1e-3  # added to the variance

    def __post_init__(self) -> None:
        object.__setattr__(self, "momentum", number("momentum", self.momentum, low=0.0, high=MAX_MOMENTUM))
        object.__setattr__(self, "epsilon", number("epsilon", self.epsilon, low=MIN_EPSILON, high=MAX_EPSILON))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pooling:
    pool_size: int = 2  # side of the square window, in cells of the layer's input
    strides: int | None = None  # None: as pool_size
    padding: str = "valid"

    def __post_init__(self) -> None:
        whole_number("pool_size", self.pool_size, low=1, high=MAX_POOL_SIZE)
        if self.strides is not None:
            whole_number("strides", self.strides, low=1, high=MAX_STRIDES)
        one_of("padding", self.padding, PADDINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxPooling2D(_Pooling):
    """Keeps the largest value of each window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AveragePooling2D(_Pooling):
    """Keeps the mean of each window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flatten:
    """Lays rows, columns and channels out as one row of values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation:
    """Applies a function to every value (softmax: along the last axis)."""

    function: str

    def __post_init__(self) -> None:
        one_of("function", self.function, ACTIVATIONS)


Layer = Dense | Dropout | Conv2D | BatchNormalization | MaxPooling2D | AveragePooling2D | Flatten | Activation
LAYER_KINDS: dict[str, type[Layer]] = {
    "Dense": Dense,
    "Dropout": Dropout,
    "Conv2D": Conv2D,
    "BatchNormalization": BatchNormalization,
    "MaxPooling2D": MaxPooling2D,
    "AveragePooling2D": AveragePooling2D,
    "Flatten": Flatten,
    "Activation": Activation,
}


def activation_of(layer: Layer) -> str:
    """Return the function that a layer's values come out of; "linear" for a layer without one."""
    if isinstance(layer, Activation):
        return layer.function
    return layer.activation if isinstance(layer, Dense | Conv2D) else "linear"


def check_layer_count(count: int) -> None:
    """Raise SpecError unless a network may have `count` layers."""
    if count == 0:
        raise SpecError(messages.no_layers(), layer=None)
    if count > MAX_LAYERS:
        raise SpecError(messages.too_many_layers(count=count, most=MAX_LAYERS), layer=MAX_LAYERS)
