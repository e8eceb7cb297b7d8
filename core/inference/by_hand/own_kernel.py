"""A kernel that a person sets by hand: its numbers as text, ready ones to start from, and what it makes of pictures.

A convolution as layers compute it, which mathematics calls a cross-correlation: the kernel is not turned round. It
stands only where it lies wholly on the picture ("valid" padding), one cell at a time. NumPy alone, in float64.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import ConfigError
from core.messages import inference as messages

SIZES = (3, 5)  # sides, in cells
MOST = 10.0  # how far from 0 a number may lie
DECIMALS = 3  # that are kept
POOL_SIZE = 2  # side of the blocks that are pooled afterwards, in cells
LONGEST_TEXT = 26 * len("-10.000,")
_NUMBER = re.compile(r"[+-]?(\d{1,9}\.?\d{0,9}|\.\d{1,9})(e-?\d{1,3})?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnKernel:
    """A square of numbers and a bias.

    Raises:
        ConfigError: there are not 3 x 3 or 5 x 5 numbers, or one is further from 0 than `MOST`.
    """

    numbers: tuple[float, ...]  # row by row
    bias: float = 0.0

    def __post_init__(self) -> None:
        if math.isqrt(len(self.numbers)) not in SIZES or self.size**2 != len(self.numbers):
            raise ConfigError(messages.kernel_size(count=len(self.numbers)), field="kernel")
        for number in (*self.numbers, self.bias):
            if not abs(number) <= MOST:
                raise ConfigError(messages.kernel_number(most=int(MOST), value=f"{number:g}"), field="kernel")

    @property
    def size(self) -> int:
        """Side, in cells."""
        return math.isqrt(len(self.numbers))

    @property
    def array(self) -> np.ndarray:
        """The numbers, (size, size) float64."""
        return np.array(self.numbers).reshape(self.size, self.size)

    @property
    def text(self) -> str:
        """The numbers row by row with commas between them, and where it is not 0 the bias behind them."""
        numbers = (*self.numbers, self.bias) if self.bias else self.numbers
        return ",".join(f"{number:.{DECIMALS}f}".rstrip("0").rstrip(".") for number in numbers)

    @classmethod
    def parse(cls, text: str) -> OwnKernel:
        """Return the kernel of a text as `text` writes it; a browser or a link may have made it up.

        Raises:
            ConfigError: it is no such text.
        """
        parts = text.split(",") if len(text) <= LONGEST_TEXT else []
        numbers = [rounded(float(part)) for part in parts if _NUMBER.fullmatch(part)]
        if len(numbers) != len(parts):
            raise ConfigError(messages.kernel_not_numbers(), field="kernel")
        bias = numbers.pop() if len(numbers) in [size**2 + 1 for size in SIZES] else 0.0
        return cls(numbers=tuple(numbers), bias=bias)

    @classmethod
    def of(cls, array: np.ndarray, bias: float = 0.0) -> OwnKernel:
        """Return the kernel of an array (size, size).

        Raises:
            ConfigError: it has another size, or a number is too large.
        """
        return cls(numbers=tuple(rounded(number) for number in array.reshape(-1).tolist()), bias=rounded(bias))

    def resized(self, size: int) -> OwnKernel:
        """Return it with another side: a ring of 0 round it, or without its outermost ring."""
        ring = (size - self.size) // 2
        array = np.pad(self.array, ring) if ring > 0 else self.array[-ring : self.size + ring, -ring : self.size + ring]
        return OwnKernel.of(array, self.bias)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Filtered:
    """What a kernel makes of one picture, step by step."""

    result: np.ndarray  # (rows, columns) float64: products added up, and the bias
    after_relu: np.ndarray  # (rows, columns) float64, what is below 0 became 0
    largest: np.ndarray  # (rows / 2, columns / 2) float64, of each block of 2 x 2
    mean: np.ndarray  # (rows / 2, columns / 2) float64, of each block of 2 x 2


def rounded(number: float) -> float:
    """Return a number with as many decimals as a kernel keeps; never minus zero."""
    return round(number, DECIMALS) + 0.0


def apply(kernel: OwnKernel, picture: np.ndarray) -> Filtered:
    """Return what a kernel makes of a picture, (rows, columns)."""
    result = convolve(picture, kernel.array) + kernel.bias
    after_relu = np.maximum(result, 0.0)
    blocks = blocks_of(after_relu, POOL_SIZE)
    return Filtered(
        result=result, after_relu=after_relu, largest=blocks.max(axis=(2, 3)), mean=blocks.mean(axis=(2, 3))
    )


def convolve(pictures: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Return the sums of products at every place where a kernel lies wholly on a picture.

    Args:
        pictures: (..., rows, columns).
        kernel: (size, size).

    Returns:
        (..., rows - size + 1, columns - size + 1) float64.
    """
    patches = np.lib.stride_tricks.sliding_window_view(pictures.astype(np.float64), kernel.shape, axis=(-2, -1))
    return np.einsum("...ij,ij->...", patches, kernel)


def blocks_of(values: np.ndarray, size: int) -> np.ndarray:
    """Return the whole blocks of a map, (rows, columns), as (rows / size, columns / size, size, size)."""
    rows, columns = (side // size for side in values.shape)
    return values[: rows * size, : columns * size].reshape(rows, size, columns, size).swapaxes(1, 2)


PRESETS = ("vertical", "horizontal", "above", "blur", "sharpen", "emboss", "same")


def preset(name: str, size: int) -> OwnKernel:
    """Return a kernel to start from.

    Args:
        name: one of `PRESETS`: "vertical" and "horizontal" find thin lines; "above" is dense above and sparse below;
            "blur" is the mean, "sharpen" takes the neighbours away, "emboss" lights from the lower right, and "same"
            changes nothing.
        size: its side, 3 or 5.
    """
    middle = size // 2
    offset = np.arange(size) - middle  # from the middle
    down, along = offset[:, np.newaxis], offset[np.newaxis]
    centre = ((down == 0) & (along == 0)).astype(float)
    line = np.where(along == 0, size - 1.0, -1.0) + 0 * down
    match name:
        case "vertical":
            array = line
        case "horizontal":
            array = line.T
        case "above":
            array = -np.sign(down) + 0.0 * along
        case "blur":
            array = np.full((size, size), 1 / size**2)
        case "sharpen":
            near = ((np.abs(down) + np.abs(along) <= middle) & (np.abs(down) < 2) & (np.abs(along) < 2)) - centre
            array = (1 + near.sum()) * centre - near
        case "emboss":
            array = down + along + centre
        case "same":
            array = centre
        case _:
            raise ValueError(name)
    return OwnKernel.of(array)


def named(kernel: OwnKernel, among: Sequence[str] = PRESETS) -> str | None:
    """Return which ready kernel this is, whatever its bias; None for none."""
    return next((name for name in among if preset(name, kernel.size).numbers == kernel.numbers), None)
