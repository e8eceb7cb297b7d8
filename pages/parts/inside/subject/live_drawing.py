"""A drawing that goes on while it is followed: whether its canvas is open, and what a stroke changes.

The strokes, and the pixels of the keyboard's pad, are those of the Draw page. What is followed changes only when there
is one digit; until then the picture before it stays.
"""

from __future__ import annotations

import html

import numpy as np
import streamlit as st

from core.errors import EmptyDrawingError, LabError
from pages.state import slots, state
from pages.state.inside import inside_slots
from pages.text.inside_live import Live
from pages.ui.canvas import surfaces
from pages.ui.canvas.surfaces import Surface

_PHONE = "Mobi"  # in what a phone's browser says of itself: there the canvas is folded away at first


def offer(*, is_drawing: bool) -> None:
    """Draw the button that begins a drawing; beside one, the switch that shows its canvas."""
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
    """Draw the switch that shows the canvas and, while it is shown, the one between pen and keyboard."""
    state.setdefault(inside_slots.INSIDE_CANVAS, _PHONE not in (st.context.headers.get("User-Agent") or ""))
    st.toggle(Live.CANVAS, key=inside_slots.INSIDE_CANVAS.key, persist_state="session", width="content")
    if is_open(is_drawing=is_drawing):
        is_pad = surface() is surfaces.PAD
        st.button(
            Live.PEN if is_pad else Live.KEYBOARD,
            key="inside-keyboard",
            help=Live.PEN_HELP if is_pad else Live.KEYBOARD_HELP,  # with none, the button is another one
            type="tertiary",
            icon=":material/draw:" if is_pad else ":material/keyboard:",
            on_click=_change_surface,
        )


def _change_surface() -> None:
    """Take the pad in place of the canvas, or the other way round; for a drawing that is to begin, an empty one."""
    state.put(inside_slots.INSIDE_BY_KEYBOARD, surface() is surfaces.CANVAS)
    if state.get(inside_slots.INSIDE_BEGUN):
        _empty_surface()


def _empty_surface() -> None:
    """Take off what is on it; Undo brings that back."""
    if not surface().is_empty():
        surface().clear()


def surface() -> Surface:
    """Return what is drawn on: the canvas, or the pad for the keyboard."""
    return surfaces.PAD if state.get(inside_slots.INSIDE_BY_KEYBOARD) else surfaces.CANVAS


def is_open(*, is_drawing: bool) -> bool:
    """Return whether there is a canvas: beside a drawing, and before the first stroke of one."""
    return _is_begun(is_drawing=is_drawing) and bool(state.get(inside_slots.INSIDE_CANVAS))


def _is_begun(*, is_drawing: bool) -> bool:
    return is_drawing or state.get(inside_slots.INSIDE_BEGUN)


def _begin() -> None:
    """Open an empty canvas on the tab that is open; Undo brings back what was on it."""
    _empty_surface()
    state.put(inside_slots.INSIDE_BEGUN, True)
    state.put(inside_slots.INSIDE_CANVAS, True)


def follow(drawn_on: Surface) -> None:
    """Follow what is on the canvas or the pad, if that is one digit; a callback."""
    state.put(inside_slots.INSIDE_TO_FOLLOW, True)  # for `catch_up`, where an engine that wakes up ends this call
    try:
        digits = drawn_on.read().digits
    except LabError:  # also of an engine that does not answer: what was followed stays
        digits = ()
    state.pop(inside_slots.INSIDE_TO_FOLLOW)
    if len(digits) == 1:
        state.put(slots.DRAWING, digits[0])
        state.put(slots.INSIDE_SOURCE, "drawing")


def catch_up() -> None:
    """Follow the last stroke where the engine had to wake up for it; before the page asks what is followed."""
    if state.get(inside_slots.INSIDE_TO_FOLLOW):
        follow(surface())


def sentence_html(followed: np.ndarray) -> str:
    """Return what is said beside the canvas.

    Args:
        followed: (28, 28) uint8, the picture that the layers follow.
    """
    try:
        digits = surface().read().digits
    except EmptyDrawingError as error:
        return _invitation_html() if surface().is_empty() else html.escape(f"{error} {Live.STAYS}")
    except LabError as error:
        return html.escape(f"{error} {Live.STAYS}")
    if len(digits) > 1:
        return html.escape(Live.several(len(digits)))
    is_pad, is_followed = surface() is surfaces.PAD, np.array_equal(digits[0], followed)
    if is_pad:
        return Live.PIXELS_FOLLOWED if is_followed else Live.PIXELS_ANOTHER
    return Live.FOLLOWED if is_followed else Live.ANOTHER


def _invitation_html() -> str:
    words = surface().words
    if surface() is surfaces.CANVAS:
        return html.escape(f"{words.empty} {Live.STAYS}")
    by_key, by_finger = html.escape(words.next), html.escape(words.next_by_finger)
    return (
        f'{html.escape(words.empty)} <span class="by-key">{by_key}</span><span class="by-finger">{by_finger}</span> '
        f"{html.escape(Live.STAYS)}"
    )
