"""Undo, Redo and Clear: the same three below everything that is drawn on."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.text.draw import Draw
from pages.ui import widgets


def show_undo_buttons(
    *,
    undo: Callable[[], None] | None,
    redo: Callable[[], None] | None,
    clear: Callable[[], None] | None,
    keep_places: bool,
) -> None:
    """Draw the buttons, in a row that is open.

    Args:
        undo: is called by Undo; None where there is nothing to take back. So for the others.
        redo: is called by Redo.
        clear: is called by Clear.
        keep_places: a button that would do nothing is there, disabled; else it is not on the page. There is little room
            then, and Redo has no shortcut, which would stand on it.
    """
    for label, key, keys, act in (
        (Draw.UNDO, "draw-undo", Draw.UNDO_KEYS, undo),
        (Draw.REDO, "draw-redo", None if keep_places else Draw.REDO_KEYS, redo),
        (Draw.CLEAR, "draw-clear", None, clear),
    ):
        if act is not None or keep_places:
            st.button(label, key=key, shortcut=keys, disabled=act is None, on_click=act)
        else:
            widgets.keep_place()
