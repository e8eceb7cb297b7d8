"""Pictures as tiles, each a button with a few words below; what a click on one does, its page says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from pages.text.browse_pictures import Browse
from pages.ui import plotly_figures, widgets
from pages.ui.component_files import KEPT_FOCUS, component

PICTURE_SIZE = 72  # pixels on screen

_tiles = component("picture_tiles", __file__, scripts=(KEPT_FOCUS,), PICTURE_SIZE=PICTURE_SIZE)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tile:
    """One picture.

    Attributes:
        index: what a click tells.
        pixels: (28, 28) uint8, 0 paper to 255 ink.
        name: for who does not see it.
        lines: what stands below it.
        href: address of what its link opens; "" for no link.
        heading: what stands above it and those that follow, across all columns; "" for nothing.
    """

    index: int
    pixels: np.ndarray
    name: str
    lines: Sequence[str]
    href: str = ""
    heading: str = ""


def draw(
    tiles: Sequence[Tile],
    *,
    name: str,
    key: str,
    on_chosen: Callable[[], None],
    chosen: int | None = None,
    opens: str = "",
    on_opened: Callable[[], None] = lambda: None,
) -> None:
    """Draw tiles; the index of the one that is clicked comes as a trigger under "chosen".

    Args:
        tiles: in their order.
        name: of all of them together.
        key: of the session's state.
        on_chosen: called when one was clicked.
        chosen: index of the one that gets a frame, or None.
        opens: what the links of tiles say; a click on one tells its index under "opened", and one with Ctrl held goes
            to its address in a tab of its own.
        on_opened: called when a link was clicked.
    """
    shown = [
        {
            "index": tile.index,
            "mask": plotly_figures.ink_mask(tile.pixels),
            "name": tile.name,
            "lines": [*tile.lines],
            "href": tile.href,
            "heading": tile.heading,
        }
        for tile in tiles
    ]
    data = {"name": name, "tiles": shown, "chosen": chosen, "opens": opens, "keys": Browse.KEYBOARD}
    _tiles(key=key, data=widgets.component_data(data), on_chosen_change=on_chosen, on_opened_change=on_opened)
