"""A drawing that goes on while it is followed: whether its canvas is open, and what a stroke changes.

The strokes are those of the Draw page. What is followed changes only when there is one digit; until then the picture
before it stays.
"""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.errors import DrawingError, EmptyDrawingError
from pages.state import selected, slots, state
from pages.state.inside import inside_slots
from pages.text import pages as page_texts
from pages.text.draw import CANVAS
from pages.text.inside_live import Live
from pages.ui.canvas import canvas

_PHONE = "Mobi"  # in what a phone's browser says of itself: there the canvas is folded away at first


def offer(*, is_drawing: bool) -> None:
    """Draw the button that begins a drawing; beside one, the switch that shows its canvas."""
    state.pop(slots.INSIDE_BACK)  # whoever is here is back
    if is_drawing:
        state.put(inside_slots.INSIDE_BEGUN, False)
    if not _is_begun(is_drawing=is_drawing):
        st.button(
            Live.BEGIN,
            key="inside-begin-drawing",
            help=Live.BEGIN_HELP,
            type="tertiary",
            icon=":material/draw:",
            on_click=_begin,
        )
    else:
        _beside(is_drawing=is_drawing)


def _beside(*, is_drawing: bool) -> None:
    """Draw the switch that shows the canvas and, while it is shown, the way to draw without a pointer."""
    state.setdefault(inside_slots.INSIDE_CANVAS, _PHONE not in (st.context.headers.get("User-Agent") or ""))
    st.toggle(Live.CANVAS, key=inside_slots.INSIDE_CANVAS.key, persist_state="session", width="content")
    icon = ":material/keyboard:"
    if is_open(is_drawing=is_drawing) and st.button(
        Live.KEYBOARD, key="inside-keyboard", help=Live.KEYBOARD_HELP, type="tertiary", icon=icon
    ):
        _draw_by_keyboard()


def is_open(*, is_drawing: bool) -> bool:
    """Return whether there is a canvas: beside a drawing, and before the first stroke of one."""
    return _is_begun(is_drawing=is_drawing) and bool(state.get(inside_slots.INSIDE_CANVAS))


def _is_begun(*, is_drawing: bool) -> bool:
    return is_drawing or state.get(inside_slots.INSIDE_BEGUN)


def _begin() -> None:
    """Open an empty canvas on the tab that is open; Undo brings back what was on it."""
    if not canvas.is_empty():
        canvas.clear()
    state.put(inside_slots.INSIDE_BEGUN, True)
    state.put(inside_slots.INSIDE_CANVAS, True)


def _draw_by_keyboard() -> None:
    """Go to Draw's pad for the keyboard, from which *Look inside* leads back to the tab that is open."""
    state.put(slots.DRAW_MODE, "keyboard")
    state.put(slots.INSIDE_BACK, state.get(slots.INSIDE_TAB) or "")
    st.switch_page(page_texts.DRAW.file, query_params=selected.link_query())


def follow() -> None:
    """Follow what is on the canvas, if that is one digit; a callback."""
    try:
        digits, _ = canvas.read()
    except DrawingError:
        return
    if len(digits) == 1:
        state.put(slots.DRAWING, digits[0])
        state.put(slots.INSIDE_SOURCE, "drawing")


def sentence(followed: np.ndarray) -> str:
    """Return what is said below the canvas.

    Args:
        followed: (28, 28) uint8, the picture that the layers follow.
    """
    try:
        digits, _ = canvas.read()
    except EmptyDrawingError as error:
        return f"{CANVAS.empty if canvas.is_empty() else error} {Live.STAYS}"
    except DrawingError as error:
        return f"{error} {Live.STAYS}"
    if len(digits) > 1:
        return Live.several(len(digits))
    return Live.FOLLOWED if np.array_equal(digits[0], followed) else Live.ANOTHER
