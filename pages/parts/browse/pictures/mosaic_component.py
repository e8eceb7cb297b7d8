"""A page of pictures as tiles, each a button with its label: for a click, or the arrow keys and Enter.

A component of our own: Plotly's mosaics cannot be reached by keyboard, and what they send is four times as much. All
tiles travel as one PNG, whose transparency is the ink.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.data.statistics import mosaic
from pages.ui import plotly_figures, widgets
from pages.ui.component_files import KEPT_FOCUS, component

WIDTHS = {5: 430, 8: 392, 10: 440, 16: 544}  # on screen, in pixels, by the columns; on a phone all that there is
GAP = 4  # picture pixels between two tiles, as in the script: what scaling takes from beside a tile is paper

_mosaic = component("picture_mosaic", __file__, scripts=(KEPT_FOCUS,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """What is said of a picture."""

    id: str  # that a click tells
    name: str  # for the pointer, and for a person who does not see it
    label: str  # under it


def show(
    images: np.ndarray,
    tiles: Sequence[Tile],
    *,
    key: str,
    alt: str,
    columns: int,
    chosen: int | None,
    is_framed: bool,
    on_chosen_change: Callable[[], None],
) -> None:
    """Draw pictures side by side, in rows.

    Args:
        images: (n, 28, 28) uint8, 0 paper to 255 ink; n at least 1.
        tiles: n, of the same pictures.
        key: of the component.
        alt: what they show, as a sentence.
        columns: tiles in a row, where they are wide enough for a finger; else fewer.
        chosen: the place of the selected one from 0, or None.
        is_framed: each stands in a frame.
        on_chosen_change: called when a person has chosen one; what was sent as "chosen" is its id.
    """
    per_row = min(columns, len(images))
    data = {
        "name": alt,
        "pictures": plotly_figures.ink_mask(mosaic(images, per_row, gap=GAP)),
        "tiles": [{"id": tile.id, "name": tile.name, "label": tile.label} for tile in tiles],
        "perRow": per_row,
        "rows": -(-len(images) // per_row),
        "columns": columns,
        "width": WIDTHS[columns],
        "chosen": -1 if chosen is None else chosen,
        "isFramed": is_framed,
    }
    _mosaic(key=key, data=widgets.component_data(data), on_chosen_change=on_chosen_change)
