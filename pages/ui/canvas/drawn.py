"""What is on something to draw on, and what is done where a page does nothing more about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.drawing.numbers.segmentation import FoundDigit, PreparedDrawing, Segmentation

_ANYWHERE = (0.0, 0.0, 1.0, 1.0)  # the box of a digit whose place is not known


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawn:
    """What is drawn.

    Attributes:
        prepared: taken apart, each digit as a network gets it.
        unprepared: (28, 28) uint8, ink bright: all of it without any preparation.
    """

    prepared: PreparedDrawing
    unprepared: np.ndarray

    @property
    def digits(self) -> tuple[np.ndarray, ...]:
        """Its digits, the one or several in reading order, each (28, 28) uint8, prepared as MNIST's were."""
        return self.prepared.digits


def unjudged(digits: Sequence[np.ndarray], whole: np.ndarray) -> PreparedDrawing:
    """Return digits that were told apart by the paper between them, for as long as no network can judge that.

    Args:
        digits: each (28, 28) uint8, prepared as MNIST's were.
        whole: (28, 28) uint8, all of it, taken for one digit.
    """
    found = tuple(FoundDigit(image=digit, box=_ANYWHERE) for digit in digits)
    return PreparedDrawing(segmentations=(Segmentation(digits=found),), whole=FoundDigit(image=whole, box=_ANYWHERE))


def nothing() -> None:
    """Do nothing more."""


def both(act: Callable[[], None], then: Callable[[], None]) -> Callable[[], None]:
    """Return what does one thing and then another."""

    def acted() -> None:
        act()
        then()

    return acted
