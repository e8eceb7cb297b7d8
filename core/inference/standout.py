"""Which of several numbers is the largest, and whether it is alone: of equal ones, none stands out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class Standout:
    """The largest of several numbers; NaN is none of them."""

    place: int  # of the largest in the order of the numbers, of equal ones the first
    value: float  # NaN where there is no number
    equal: int  # how many are as large, itself counted
    count: int  # of all numbers, NaN too

    @property
    def is_alone(self) -> bool:
        """Whether no other is as large."""
        return self.equal == 1

    @property
    def is_level(self) -> bool:
        """Whether all of several are equal."""
        return self.equal == self.count > 1


def largest(values: np.ndarray) -> Standout:
    """Return which is the largest of values of any shape, at least one; places count along the rows."""
    flat = np.asarray(values, np.float64).reshape(-1)
    if np.isnan(flat).all():
        return Standout(place=0, value=float("nan"), equal=len(flat), count=len(flat))
    top = np.nanmax(flat)
    places = np.flatnonzero(flat == top)
    return Standout(place=int(places[0]), value=float(top), equal=len(places), count=len(flat))


def largest_digits(scores: np.ndarray) -> tuple[int, ...]:
    """Return the digits with the highest score, (10,): one, or those that share it; all where none is a number."""
    found = largest(scores)
    return tuple(range(found.count)) if np.isnan(found.value) else tuple(np.flatnonzero(scores == found.value).tolist())


def furthest_cell(values: np.ndarray) -> Standout:
    """Return which of values of any shape is furthest from 0."""
    return largest(np.abs(values))


def furthest_map(values: np.ndarray) -> Standout:
    """Return which map (or unit) of a layer's output, (..., maps), holds the value furthest from 0."""
    return largest(np.fmax.reduce(np.abs(values).reshape(-1, values.shape[-1]), axis=0))
