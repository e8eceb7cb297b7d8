"""Arrays in answers that are kept for all visitors: how much they take, and that nobody changes them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def arrays_in(value: object) -> Iterator[np.ndarray]:
    """Yield the arrays in a value: in dataclasses, tuples, lists and dicts, however deep."""
    if isinstance(value, np.ndarray):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from arrays_in(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for part in value:
            yield from arrays_in(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from arrays_in(part)


def frozen(value: T) -> T:
    """Return the same value, its arrays read-only from now on."""
    for array in arrays_in(value):
        array.setflags(write=False)
    return value


def bytes_of(value: object) -> int:
    """Return how many bytes the numbers in a value's arrays take."""
    return sum(array.nbytes for array in arrays_in(value))
