"""The canvas, or the keyboard's pad, beside what a tab shows.

A digit is drawn on, and all that looks at the digit in hand follows the pen.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st

from pages.parts.inside.subject import live_drawing
from pages.state import state
from pages.state.inside import inside_slots
from pages.text.inside_live import Live
from pages.ui.canvas import surfaces

_COLUMNS = (186, 918)  # shares of the width: canvas, strip


def _nothing() -> None:
    """Draw nothing."""


def show_beside(
    tab: str, followed: np.ndarray, *, above: Callable[[], None] = _nothing, below: Callable[[], None] = _nothing
) -> None:
    """Draw the canvas with its two buttons, and beside it what is said of the drawing.

    Args:
        tab: in which it stands; in another one than before, the canvas is a new one.
        followed: (28, 28) uint8, the picture that the network gets.
        above: draws what stands beside the canvas over the sentence.
        below: draws what stands under that.
    """
    surface = live_drawing.surface()
    if state.get(inside_slots.INSIDE_CANVAS_TAB) != tab:
        surface.give_again()
        state.put(inside_slots.INSIDE_CANVAS_TAB, tab)
    left, right = st.columns(_COLUMNS, gap="small")
    with left, st.container(gap="xsmall"):
        name = Live.NAME if surface is surfaces.CANVAS else surface.words.name
        surface.show(on_drawn=partial(live_drawing.follow, surface), name=name, is_small=True, sets_kept_aside=True)
    with right, st.container(gap="xsmall"):
        above()
        said = live_drawing.sentence_html(followed)
        st.html(f'<p role="status" style="margin: 0; font-size: 0.875rem; min-height: 1.5rem">{said}</p>')
        below()
