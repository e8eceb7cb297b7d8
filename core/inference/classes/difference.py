"""Where one mean image has more ink than another: in which part of the square, and at which pixel most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Part = Literal[
    "top left", "top", "top right", "left", "middle", "right", "bottom left", "bottom", "bottom right"
]  # fmt: skip
PARTS: tuple[Part, ...] = (
    "top left", "top", "top right", "left", "middle", "right", "bottom left", "bottom", "bottom right"
)  # fmt: skip
# Digits fill the inner 20 x 20 pixels (LeCun et al., 1998): rows and columns 4 to 23, here in thirds.
_BORDERS = (0, 11, 17)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreInk:
    """Where an image has more ink than another.

    Attributes:
        part: of the square, in which it has most of what it has more.
        row: of the pixel with the largest difference, from 0.
        column: of that pixel.
        here: its ink there, 0 to 1.
        there: the other's.
    """

    part: Part
    row: int
    column: int
    here: float
    there: float


def more_ink(image: np.ndarray, other: np.ndarray) -> MoreInk | None:
    """Return where an image has more ink than another, or None where it has not.

    Args:
        image: (28, 28) float, 0 paper to 1 full ink.
        other: as that.
    """
    more = np.maximum(image - other, 0)
    if not more.any():
        return None
    in_parts = np.add.reduceat(np.add.reduceat(more, _BORDERS, axis=0), _BORDERS, axis=1)
    row, column = (int(place) for place in np.unravel_index(more.argmax(), more.shape))
    return MoreInk(
        part=PARTS[int(in_parts.argmax())],
        row=row,
        column=column,
        here=float(image[row, column]),
        there=float(other[row, column]),
    )
