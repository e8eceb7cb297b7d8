"""Undo, Redo and Clear: the same three below everything that is drawn on."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.text.draw import Draw


def show_undo_buttons(
    *,
    undo: Callable[[], None] | None,
    redo: Callable[[], None] | None,
    clear: Callable[[], None] | None,
    is_small: bool,
) -> None:
    """Draw the buttons, in a row that is open.

    One that would do nothing is there, disabled: were it gone, those beside it would move from under a pointer that is
    about to press them.

    Args:
        undo: is called by Undo; None where there is nothing to take back. So for the others.
        redo: is called by Redo.
        clear: is called by Clear.
        is_small: there is little room, and Redo has no shortcut, which would stand on it.
    """
    for label, key, keys, act in (
        (Draw.UNDO, "draw-undo", Draw.UNDO_KEYS, undo),
        (Draw.REDO, "draw-redo", None if is_small else Draw.REDO_KEYS, redo),
        (Draw.CLEAR, "draw-clear", None, clear),
    ):
        st.button(label, key=key, shortcut=keys, disabled=act is None, on_click=act)
