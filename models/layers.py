"""The kinds of layers that a network may have, each valid by itself once constructed.

Names and meanings are those of Keras 3. Whether a layer fits the one before it is asked in shapes.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import SpecError
from models.checks import number, one_of, shown, whole_number

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
            raise SpecError(
                f"Units must be a whole number from 1 to {MAX_UNITS:,}; got {shown(self.units)}, whose weights "
                f"for one image of {PIXELS} pixels take {mebibytes:,.0f} MiB. Use fewer units.",
                layer=None,
            )
        whole_number("Units", self.units, low=1, high=MAX_UNITS)
        one_of("Activation", self.activation, ACTIVATIONS)
        one_of("Initializer", self.initializer, INITIALIZERS)
        object.__setattr__(self, "l2", number("L2", self.l2, low=0.0, high=MAX_L2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropout:
    """Sets a random share of the values to 0 while training; does nothing when predicting."""

    rate: float  # share of the values, 0 to MAX_DROPOUT_RATE

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", number("Dropout rate", self.rate, low=0.0, high=MAX_DROPOUT_RATE))


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
        whole_number("Filters", self.filters, low=1, high=MAX_FILTERS)
        whole_number("Kernel size", self.kernel_size, low=1, high=MAX_KERNEL_SIZE)
        whole_number("Strides", self.strides, low=1, high=MAX_STRIDES)
        if self.strides > self.kernel_size:
            # TensorFlow 2.21 on a CPU ends the process in the gradient of a 1 x 1 kernel with strides of 2
            raise SpecError(
                f"Strides must be at most the kernel size, or cells are skipped; got strides {self.strides} and "
                f"kernel size {self.kernel_size}. Use smaller strides or a larger kernel.",
                layer=None,
            )
        one_of("Padding", self.padding, PADDINGS)
        one_of("Activation", self.activation, ACTIVATIONS)
        one_of("Initializer", self.initializer, INITIALIZERS)
        object.__setattr__(self, "l2", number("L2", self.l2, low=0.0, high=MAX_L2))


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchNormalization:
    """Shifts and scales each channel to mean 0 and variance 1, then by two learned numbers."""

    momentum: float = 0.99  # share of the old moving average kept at each step
    epsilon: float = 1e-3  # added to the variance

    def __post_init__(self) -> None:
        object.__setattr__(self, "momentum", number("Momentum", self.momentum, low=0.0, high=MAX_MOMENTUM))
        object.__setattr__(self, "epsilon", number("Epsilon", self.epsilon, low=MIN_EPSILON, high=MAX_EPSILON))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pooling:
    pool_size: int = 2  # side of the square window, in cells of the layer's input
    strides: int | None = None  # None: as pool_size
    padding: str = "valid"

    def __post_init__(self) -> None:
        whole_number("Pool size", self.pool_size, low=1, high=MAX_POOL_SIZE)
        if self.strides is not None:
            whole_number("Strides", self.strides, low=1, high=MAX_STRIDES)
        one_of("Padding", self.padding, PADDINGS)


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
        one_of("Activation", self.function, ACTIVATIONS)


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
        raise SpecError("A network needs at least one layer; got none. Add a Dense layer of 10 units.", layer=None)
    if count > MAX_LAYERS:
        excess = "1 layer" if count == MAX_LAYERS + 1 else f"{count - MAX_LAYERS:,} layers"
        raise SpecError(f"A network has at most {MAX_LAYERS} layers; got {count:,}. Remove {excess}.", layer=MAX_LAYERS)
