"""A digit as one row of 784 cells of which one is chosen, with the 28 of its row of the picture round it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pages.ui import plotly_figures, widgets
from pages.ui.component_files import component

_strip = component("pixel_strip", __file__)


def draw(pixels: np.ndarray, *, place: int, name: str, key: str, on_place: Callable[[], None]) -> None:
    """Draw the row; the cell that is clicked comes as a trigger under "place".

    Args:
        pixels: (28, 28) uint8, 0 paper to 255 ink.
        place: of the chosen cell, 0 to 783.
        name: what is shown, for who does not see it.
        key: of the session's state.
        on_place: called when a cell was chosen.
    """
    data = {"mask": plotly_figures.ink_mask(pixels.reshape(1, -1)), "place": place, "name": name}
    _strip(key=key, data=widgets.component_data(data), on_place_change=on_place)
