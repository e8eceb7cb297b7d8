"""Ten images in one row, on a phone in two, each a button with a line or two below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from pages.state import state
from pages.state.slot import Slot
from pages.ui import plotly_figures, widgets
from pages.ui.component_files import component

_tiles = component("class_tiles", __file__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One button.

    Attributes:
        number: what a click tells.
        pixels: (28, 28) uint8, 0 paper to 255 ink; None for no picture.
        name: for a person who does not see it.
        lines: below the picture.
        is_pressed: whether it stands out as chosen.
    """

    number: int
    pixels: np.ndarray | None
    name: str
    lines: Sequence[str]
    is_pressed: bool


def show(
    tiles: Sequence[Tile], *, name: str, slot: Slot[object], on_click: Callable[[int], None], is_marked: bool = False
) -> None:
    """Draw tiles; a click calls `on_click` with the number of a tile, in the callback.

    Args:
        tiles: the buttons.
        name: of all of them together.
        slot: of the component.
        on_click: what is called.
        is_marked: whether each tile's last line is a mark.
    """
    numbers = {tile.number for tile in tiles}

    def clicked() -> None:
        number = state.event(slot, "chosen")
        if isinstance(number, int) and number in numbers:  # the browser may send anything
            on_click(number)

    _tiles(
        key=slot.key,
        data=widgets.component_data(
            {"name": name, "marked": is_marked, "tiles": [_tile(tile) for tile in tiles]},
        ),
        on_chosen_change=clicked,
    )


def _tile(tile: Tile) -> dict[str, object]:
    return {
        "number": tile.number,
        "mask": "" if tile.pixels is None else plotly_figures.ink_mask(tile.pixels),
        "name": tile.name,
        "lines": list(tile.lines),
        "pressed": tile.is_pressed,
    }
