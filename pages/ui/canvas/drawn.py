"""What is on something to draw on, and what is done where a page does nothing more about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

# Its digits, the one or several from left to right, each (28, 28) uint8, ink bright, prepared as MNIST's were; and,
# (28, 28) uint8 too, all of it without any preparation.
Drawn = tuple[Sequence[np.ndarray], np.ndarray]


def nothing() -> None:
    """Do nothing more."""


def both(act: Callable[[], None], then: Callable[[], None]) -> Callable[[], None]:
    """Return what does one thing and then another."""

    def acted() -> None:
        act()
        then()

    return acted
