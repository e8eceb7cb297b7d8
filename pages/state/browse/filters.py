"""Which pixel of the selected digit a person has named on Browse."""

from __future__ import annotations

from pages.state import state
from pages.state.browse import browse_slots

LAST_PIXEL = 27
FIRST_PIXEL = (13, 14)  # row and column that the first view of a picture names


def pixel() -> tuple[int, int]:
    """Return row and column, 0 to 27, of the pixel that Browse names; presets them for the first view."""
    row = state.setdefault(browse_slots.BROWSE_ROW, FIRST_PIXEL[0])
    column = state.setdefault(browse_slots.BROWSE_COLUMN, FIRST_PIXEL[1])
    return min(max(row, 0), LAST_PIXEL), min(max(column, 0), LAST_PIXEL)


def choose_pixel(place: int) -> None:
    """Name another pixel, counted along the rows from 0 to 783. A callback."""
    row, column = divmod(place, LAST_PIXEL + 1)
    state.put(browse_slots.BROWSE_ROW, row)
    state.put(browse_slots.BROWSE_COLUMN, column)
