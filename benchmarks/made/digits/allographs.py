"""The ways in which people write each digit, as pen paths: drawn from a Generator, so that no two are alike.

What varies with the writer (a long upstroke of the 1, a bar through the 7, an open 4, a hooked 9, a slash through the
0, a curled foot) is drawn with its own probability.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.made.digits import allographs_from_5 as high
from benchmarks.made.digits import allographs_to_4 as low
from benchmarks.made.digits.allograph_paths import Path


def allograph(digit: int, rng: np.random.Generator) -> list[Path]:
    """Return a digit's pen paths in one of the ways in which it is written.

    Args:
        digit: 0 to 9.
        rng: decides which way, and the shape of each part.
    """
    return _WAYS[digit](rng)


_WAYS: tuple[Callable[[np.random.Generator], list[Path]], ...] = (
    low.zero, low.one, low.two, low.three, low.four, high.five, high.six, high.seven, high.eight, high.nine,
)  # fmt: skip
