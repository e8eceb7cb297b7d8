"""Filters or units as tiles, each a button that switches it off or on, with a thumbnail; those that are off hatched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.inference.forward_trace import max_abs
from pages.state import state
from pages.state.slot import Slot
from pages.ui import plotly_figures, widgets
from pages.ui.component_files import component

SIDE = 44  # of a thumbnail on screen, in pixels

_tiles = component("filter_tiles", __file__, SIDE=SIDE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One button."""

    number: int  # that a click tells
    name: str  # for a person who does not see it
    is_off: bool
    note: str = ""  # under the number
    bar: float | None = None  # over it, 0 to 1 of the tile's width


def show(
    tiles: Sequence[Tile], values: np.ndarray, *, name: str, slot: Slot[object], on_click: Callable[[int], None]
) -> None:
    """Draw tiles; a click calls `on_click` with the number of a tile.

    Args:
        tiles: the buttons.
        values: (..., n), of the whole layer: what filter `number` gives is `values[..., number]`; all on one scale.
        name: of all of them together.
        slot: of the component.
        on_click: called in the callback.
    """
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)  # what is no number has no shade
    limit, numbers = max_abs(values), {tile.number for tile in tiles}

    def clicked() -> None:
        number = state.event(slot, "switched")
        if isinstance(number, int) and number in numbers:  # the browser may send anything
            on_click(number)

    _tiles(
        key=slot.key,
        data=widgets.component_data({"name": name, "tiles": [_tile(tile, values, limit) for tile in tiles]}),
        on_switched_change=clicked,
    )


def _tile(tile: Tile, values: np.ndarray, limit: float) -> dict[str, object]:
    own = values[..., tile.number]
    own = own if own.ndim == 2 else own.reshape(1, 1)
    return {
        "number": tile.number,
        "name": tile.name,
        "off": tile.is_off,
        "note": tile.note,
        "bar": tile.bar,
        "for": plotly_figures.ink_mask(_shades(own, limit)),
        "against": plotly_figures.ink_mask(_shades(-own, limit)) if own.min() < 0 else "",
    }


def _shades(values: np.ndarray, limit: float) -> np.ndarray:
    return np.rint(np.clip(values / limit, 0, 1) * plotly_figures.FULL_INK).astype(np.uint8)
