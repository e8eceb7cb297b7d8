"""The canvas beside the strip of layers: a digit is drawn on, and all that is followed follows the pen."""

from __future__ import annotations

import html
from collections.abc import Callable

import numpy as np
import streamlit as st

from pages.parts.inside.subject import live_drawing
from pages.text.inside_live import Live
from pages.ui.canvas import canvas

_COLUMNS = (186, 918)  # shares of the width: canvas, strip


def show_beside(strip: Callable[[], None], followed: np.ndarray) -> None:
    """Draw the canvas with its two buttons, beside it the strip and under that what is said of the drawing.

    Args:
        strip: draws it.
        followed: (28, 28) uint8, the picture that the layers follow.
    """
    left, right = st.columns(_COLUMNS, gap="small")
    with left, st.container(gap="xsmall"):
        canvas.show(on_drawn=live_drawing.follow, name=Live.NAME, is_small=True, sets_kept_aside=True)
    with right, st.container(gap="xsmall"):
        strip()
        said = html.escape(live_drawing.sentence(followed))
        st.html(f'<p role="status" style="margin: 0; font-size: 0.875rem; min-height: 1.5rem">{said}</p>')
