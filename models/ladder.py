"""Ladders: the values, smallest first, that a number field's plus and minus go through where equal steps do not help.

What matters of a learning rate is its order of magnitude: from 0.001 a person wants 0.003, not 0.002.
"""

from __future__ import annotations

import math

NEAR_ONE = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)  # for shares that are kept of an old value


def decades(low: float, high: float, digits: tuple[int, ...] = (1, 3)) -> tuple[float, ...]:
    """Return each of these digits times each power of ten, from `low`, which is above 0, to `high`, both included.

    Steps of about three are the field's habit: 0.001, 0.003, 0.01, 0.03.
    """
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    values = (float(f"{digit}e{exponent}") for exponent in exponents for digit in digits)
    return tuple(value for value in values if low <= value <= high)


def whole_decades(low: int, high: int, digits: tuple[int, ...]) -> tuple[int, ...]:
    """Return the same as whole numbers."""
    return tuple(map(int, decades(low, high, digits)))


def doublings(low: int, high: int) -> tuple[int, ...]:
    """Return the powers of two from `low`, which is above 0, to `high`, both included."""
    return tuple(value for value in (2**power for power in range(high.bit_length())) if value >= low)
