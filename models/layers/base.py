"""What every kind of layer knows of itself: its shapes, its costs, its weights, and how Keras and NumPy write it.

The answers here are those of a layer that learns nothing and changes no shape. A shape is (rows, columns, channels) or
(values,); the axis N is left out. Images stay square, so rows = columns.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from typing import Any, ClassVar, Self

from core.errors import SpecError
from core.messages import models as messages
from models.layers.activations import FUNCTIONS
from models.layers.settings import Setting

Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The square that a convolution or a pooling slides over its input."""

    size: int
    strides: int
    padding: str  # "valid" or "same"

    def positions(self, cells: int) -> int:
        """Return how many times the window stands along an axis of `cells` cells; 0 or less if it does not fit."""
        if self.padding == "same":
            return -(-cells // self.strides)
        return (cells - self.size) // self.strides + 1

    def start(self, position: int, cells: int) -> int:
        """Return the first cell under the window at `position`; negative where it stands on padding."""
        return position * self.strides - self.padded(cells)[0]

    def padded(self, cells: int) -> tuple[int, int]:
        """Return how many cells of padding stand before and behind an axis: the odd one behind, as in TensorFlow."""
        if self.padding == "valid":
            return 0, 0
        padded = max((self.positions(cells) - 1) * self.strides + self.size - cells, 0)
        return padded // 2, padded - padded // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer, valid by itself once constructed. Names and meanings are those of Keras 3.

    Raises:
        SpecError: a setting is out of its bounds.
    """

    prefix: ClassVar[str]  # of the names that Keras gives in a fresh session
    kernels: ClassVar[tuple[str, ...]] = ()  # weights that values are multiplied by, in Keras's order
    untrained: ClassVar[tuple[str, ...]] = ()  # weights that no gradient changes
    start: ClassVar[Mapping[str, Any]] = {}  # what one that is added begins with, where that is not Keras's default
    shown_always: ClassVar[int] = 0  # settings that stand in code even where they are as usual
    keras_fixed: ClassVar[Mapping[str, Any]] = {}  # further arguments of Keras's that have to be this
    is_compiled: ClassVar[bool] = True  # XLA makes training it faster, not slower
    is_elementwise: ClassVar[bool] = False  # each value is changed by itself, at most
    keeps_maps: ClassVar[bool] = True  # its maps or units are those of the layer before, changed
    rests: ClassVar[bool] = False  # when predicting its values are those of the layer before, in their order

    def __post_init__(self) -> None:
        for name, setting in settings_of(type(self)).items():
            object.__setattr__(self, name, setting.checked(name, getattr(self, name)))

    @property
    def text(self) -> str:
        """The layer in one line: "Conv 32, 3 x 3, ReLU"; what is as usual is left out."""
        return self.short_text

    @property
    def short_text(self) -> str:
        """The layer in one or two words: "Conv 32"."""
        return self.prefix.capitalize()

    @property
    def window(self) -> Window | None:
        """What slides over its input; None where nothing does."""
        return None

    @property
    def output_function(self) -> str:
        """The function that its values come out of; "linear" for a layer without one."""
        return "linear"

    def with_function(self, name: str) -> Self:
        """Return the layer with another function where it has one, else itself."""
        return self

    def output_shape(self, before: Shape, earlier: Sequence[Layer]) -> Shape:
        """Return the shape that it gives.

        Args:
            before: of its input.
            earlier: the layers before it, all of them.

        Raises:
            SpecError: it does not fit its input.
        """
        return before

    def sees_all(self, before: Shape) -> bool:
        """Return whether each of its values comes of all cells of its input."""
        return False

    def weights(self, channels: int) -> dict[str, Shape]:
        """Return the shapes of its arrays by their names in it, in Keras's order; `channels` as its input has."""
        return {}

    def parameters(self, before: Shape) -> tuple[int, int]:
        """Return how many numbers it learns, and how many it only keeps (moving averages)."""
        sizes = {name: math.prod(shape) for name, shape in self.weights(before[-1]).items()}
        kept = sum(sizes[name] for name in self.untrained)
        return sum(sizes.values()) - kept, kept

    def formula(self, channels: int) -> str:
        """Return how `parameters` come about, as text: "(3 × 3 × 1 + 1) × 32"; "0" for a layer without any."""
        return "0"

    def multiply_adds(self, before: Shape, after: Shape) -> int:
        """Return the multiply-adds of one image: one per weight of a kernel and output position, also on padding.

        Biases, and layers without a kernel but batch normalisation, count as none.
        """
        shapes = self.weights(before[-1])
        return sum(math.prod(shapes[kernel]) for kernel in self.kernels) * math.prod(after[:-1])

    def inner_values(self, before: Shape, after: Shape) -> int:
        """Return how many values of one image it keeps for the backward pass beside those that it gives."""
        return 0

    @property
    def keras_arguments(self) -> dict[str, Any]:
        """Keras's arguments by name, in the order of code, but for initialisers and penalties of kernels."""
        names = (field.name for field in fields(self) if field.name not in ("initializer", "l2"))
        return {name: getattr(self, name) for name in names}

    def keras(self, keras: Any, *, name: str, seeds: Sequence[int], is_plain: bool) -> Any:
        """Return the layer as Keras's, float32 with channels last.

        Args:
            keras: the module.
            name: of the layer.
            seeds: two numbers that everything random in it comes from.
            is_plain: no class of ours is in it, so that others can read what Keras saves of it.
        """
        kind = getattr(keras.layers, type(self).__name__)
        return kind(**self.keras_arguments, **self.keras_fixed, name=name, dtype="float32")

    def numpy_code(self, weight: Callable[[str], str], before: Shape) -> list[str]:
        """Return the lines that make `x` its output: (N, ...) float32, with NumPy as `np` and the helpers of an export.

        Args:
            weight: gives the code of an array by its name in the layer.
            before: the shape of its input.
        """
        return []

    def activated(self, code: str) -> str:
        """Return the line that puts what `code` gives through the layer's function."""
        return f"x = {FUNCTIONS[self.output_function].numpy_code.format(code)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlidingLayer(Layer):
    """A layer with a window."""

    def output_shape(self, before: Shape, earlier: Sequence[Layer]) -> Shape:
        """Return the positions of the window, and the maps."""
        sliding, index = self.window, len(earlier)
        assert sliding is not None
        if len(before) != 3:
            kind = type(self).__name__
            raise SpecError(messages.window_on_flat_values(layer=index, kind=kind, values=before[0]), layer=index)
        rows, columns, channels = before
        if sliding.positions(rows) < 1:
            message = messages.window_too_large(
                layer=index,
                window="kernel" if self.kernels else "pooling window",
                size=sliding.size,
                rows=rows,
                columns=columns,
                follows_pooling=any(layer.window is not None and not layer.kernels for layer in earlier),
            )
            raise SpecError(message, layer=index)
        return (sliding.positions(rows), sliding.positions(columns), self.maps(channels))

    def maps(self, channels: int) -> int:
        """Return how many maps it gives of an input of `channels`."""
        return channels

    def padding_code(self, before: Shape, value: str) -> list[str]:
        """Return the line that pads rows and columns; none where there is no padding."""
        assert self.window is not None
        sides = self.window.padded(before[0])
        if sides == (0, 0):
            return []
        filled = "" if value == "0" else f", constant_values={value}"
        return [f"x = np.pad(x, ((0, 0), {sides}, {sides}, (0, 0)){filled})"]

    @property
    def windows_code(self) -> str:
        """What the window sees at each of its positions: (N, rows, columns, size, size, channels)."""
        assert self.window is not None
        return f"windows(x, {self.window.size}, {self.window.strides})"


def defaults(kind: type[Layer]) -> dict[str, Any]:
    """Return the settings of a kind that have one to begin with."""
    return {field.name: field.default for field in fields(kind) if field.default is not MISSING}


def settings_of(kind: type[Layer]) -> dict[str, Setting]:
    """Return what each setting of a kind may be, by its name."""
    return {field.name: field.metadata["setting"] for field in fields(kind)}


def strides_and_padding(strides: int, padding: str, *, usual: int) -> list[str]:
    """Return how a window moves, as parts of a line; what is as usual is left out."""
    moved = [f"stride {strides}"] if strides != usual else []
    return [*moved, "same padding"] if padding == "same" else moved
