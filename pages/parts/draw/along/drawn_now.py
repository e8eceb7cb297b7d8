"""What the server has of a drawing, told to the script that reads along, and the room for the layers that move.

It goes to the browser as the browser sent it, unread: reading takes the server longer than all else that it does for a
stroke, and the browser that sent it is the only one that gets it.
"""

from __future__ import annotations

from collections.abc import Mapping

from pages.parts.draw import doubt
from pages.state import slots, state
from pages.ui import widgets
from pages.ui.canvas import pixel_pad
from pages.ui.canvas.canvas_component import SHARPNESS
from pages.ui.canvas.surfaces import PAD, Surface
from pages.ui.component_files import component

MOST_COMMANDS = 3_000  # of all paths: a slow and careful digit has a few hundred

_drawn = component("draw_along_drawn", __file__)


def tell(surface: Surface) -> None:
    """Tell what is on it, once it has been answered, and keep the room for the layers, which the script fills."""
    start = state.get(slots.DRAW_PAD_START if surface is PAD else slots.DRAW_START) or {}
    told = {
        "drawing": cells() if surface is PAD else paths(),
        "number": start.get("revision"),
        "isOne": state.get(slots.DRAW_READ_AS) == "digit",
        "scale": 1 / SHARPNESS,
        "threshold": doubt.threshold(),
    }
    _drawn(key="draw-along-drawn", data=widgets.component_data(told))


def paths() -> list | None:
    """Return each stroke's path as the canvas wrote it; None where it is no drawing, or too large to read along."""
    message = state.get(slots.DRAW_MESSAGE)
    if message is None:
        return []
    strokes = message.get("objects", []) if isinstance(message, Mapping) else None
    if not isinstance(strokes, list):
        return None
    found = [stroke.get("path") if isinstance(stroke, Mapping) else None for stroke in strokes]
    if not all(isinstance(path, list) for path in found) or sum(map(len, found)) > MOST_COMMANDS:
        return None
    return found


def cells() -> str | None:
    """Return the pad's 784 pixels, 1 for ink; None where they are none."""
    painted = pixel_pad.BLANK if pixel_pad.is_empty() else state.get(slots.DRAW_CELLS)
    return painted if isinstance(painted, str) and len(painted) == pixel_pad.CELLS else None
