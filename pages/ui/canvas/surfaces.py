"""The two things to draw on, a canvas for a pen and a pad for the keyboard, as one kind of thing."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pages.state import slots, state
from pages.text import draw as texts
from pages.text.draw import SurfaceText
from pages.ui.canvas import canvas, canvas_drawing, pixel_pad
from pages.ui.canvas.drawn import Drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """Something to draw on; what is on it stays with the session."""

    show: Callable[..., None]  # draws it, and its buttons: on_drawn, name, is_small, sets_kept_aside
    read: Callable[[], Drawn]  # raises DrawingError; EmptyDrawingError while there is no digit
    picture: Callable[[], np.ndarray]  # of all that can be read: (rows, columns) uint8, ink bright
    is_empty: Callable[[], bool]
    is_wide: Callable[[], bool]  # twice as wide as it is high
    take: Callable[[], None]  # what was drawn last, for a callback that may come before the surface's own
    clear: Callable[[], None]  # Undo brings back what was on it
    give_again: Callable[[], None]  # before it is drawn elsewhere on the page, and so anew
    words: SurfaceText


CANVAS = Surface(
    show=canvas.show,
    read=canvas.read,
    picture=canvas.picture,
    is_empty=canvas.is_empty,
    is_wide=canvas.is_wide,
    take=canvas.take,
    clear=canvas.clear,
    give_again=canvas.give_again,
    words=texts.CANVAS,
)
PAD = Surface(
    show=pixel_pad.show,
    read=pixel_pad.read,
    picture=pixel_pad.picture,
    is_empty=pixel_pad.is_empty,
    is_wide=lambda: False,
    take=pixel_pad.take,
    clear=pixel_pad.clear,
    give_again=pixel_pad.give_again,
    words=texts.PAD,
)


def take() -> None:
    """Take what was drawn last on either, for a callback that may come before the surface's own."""
    CANVAS.take()
    PAD.take()


def drawn_id() -> str:
    """Return what tells apart the drawings that canvas and pad may hold: it changes with every stroke and pixel."""
    drawn = (canvas_drawing.paths(), state.get(slots.DRAW_CELLS))
    return f"{zlib.crc32(repr(drawn).encode()):08x}"
