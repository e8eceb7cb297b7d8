"""A digit as 28 x 28 cells of which one is chosen: as `pixel_grid` draws it, and a click or a tap chooses another.

Its numbers go to the browser once a digit, in a kilobyte, and the chosen cell gets its frame there: nobody waits for
the server to see it. Row and column inputs beside it are the keyboard's way.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Literal

import numpy as np

from pages.text.start import Start
from pages.ui import widgets
from pages.ui.component_files import component
from pages.ui.pixels import pixel_grid

Look = Literal["picture", "shading", "divided"]

# Of a number's text, which its ground asks for: from these values on it is the second one, and the third.
_TONES = [pixel_grid.tone(value) for value in range(1, pixel_grid.FULL_INK + 1)]
_MIDDLE, _HIGH = 1 + _TONES.index("middle"), 1 + _TONES.index("high")

_picker = component(
    "pixel_picker",
    __file__,
    WIDTH=pixel_grid.SIDE * pixel_grid.CELL_SIZE,
    SIDE=pixel_grid.SIDE,
    SHADES=pixel_grid.SHADES,
)


def draw(
    pixels: np.ndarray,
    *,
    look: Look,
    place: int,
    is_beside_row: bool,
    name: str,
    where: str,
    key: str,
    on_place: Callable[[], None],
) -> None:
    """Draw the cells; the one that is clicked comes as a trigger under "place", counted along the rows.

    Args:
        pixels: (28, 28) uint8, 0 paper to 255 ink.
        look: ink alone; numbers, the more ink behind them the larger they are; the same divided by 255.
        place: of the chosen cell, 0 to 783.
        is_beside_row: whether the chosen cell's row is marked, too, and room left for the row that it is part of.
        name: what is shown, for who does not see it.
        where: what is said of the cell below the pointer; {row}, {column}, {index} and {value} stand for its own.
        key: of the session's state.
        on_place: called when a cell was chosen.
    """
    first_row, first_column, side = pixel_grid.ink_square(pixels)
    data = {
        "values": base64.b64encode(pixels.tobytes()).decode(),
        "look": look,
        "place": place,
        "isBand": is_beside_row,
        "name": name,
        "where": where,
        "note": Start.cropped(side),
        "firstRow": first_row,
        "firstColumn": first_column,
        "side": side,
        "steps": pixel_grid.STEPS,
        "middle": _MIDDLE,
        "high": _HIGH,
    }
    _picker(key=key, data=widgets.component_data(data), on_place_change=on_place)
