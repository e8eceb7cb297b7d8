"""One digit of a person's own hand: what they drew, and what they say that it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OwnDigit:
    """A digit as it is kept.

    Attributes:
        id: 32 hexadecimal digits, unique.
        label: 0 to 9, what the person says that it is.
        image: (28, 28) uint8, ink bright, prepared as a network gets it.
        strokes: pen paths in canvas pixels, as `core.drawing.strokes.read_canvas` gives them, each (n, 2) float64; none
            where it was painted or photographed.
        created: when it was kept, in seconds since 1970.
    """

    id: str
    label: int
    image: np.ndarray
    strokes: tuple[np.ndarray, ...] = ()
    created: float = 0.0
