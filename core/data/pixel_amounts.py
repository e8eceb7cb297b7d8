"""How often each value occurs in one picture, and how much ink each of its rows and columns holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

BIN = 16  # values to a bin


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """What is counted in a picture.

    Attributes:
        zeros: pixels without ink.
        full: pixels of the full 255.
        bins: first value, last value and pixels of each bin, 1 to 15, 16 to 31 and so on to 255; the zeros in none.
        rows: sum of the values in each of the 28 rows, from the top.
        columns: the same of the columns, from the left.
    """

    zeros: int
    full: int
    bins: tuple[tuple[int, int, int], ...]
    rows: tuple[int, ...]
    columns: tuple[int, ...]


def amounts(pixels: np.ndarray) -> Amounts:
    """Count a picture's (28, 28) uint8 pixels."""
    counts = np.bincount(pixels.reshape(-1), minlength=256)
    firsts = range(0, 256, BIN)
    return Amounts(
        zeros=int(counts[0]),
        full=int(counts[255]),
        bins=tuple(
            (max(first, 1), first + BIN - 1, int(counts[max(first, 1) : first + BIN].sum())) for first in firsts
        ),
        rows=tuple(pixels.sum(axis=1, dtype=np.int64).tolist()),
        columns=tuple(pixels.sum(axis=0, dtype=np.int64).tolist()),
    )
