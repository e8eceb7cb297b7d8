"""How sure a network must be to answer: one threshold, the same on every page."""

from __future__ import annotations

import streamlit as st

from core.inference.reader.doubt import DEFAULT_THRESHOLD
from pages.state import slots, state
from pages.text.draw_number import Doubt

DEFAULT_PERCENT = round(100 * DEFAULT_THRESHOLD)


def percent() -> int:
    """Return the sureness, 0 to 99 %, below which nothing is answered."""
    chosen = state.get(slots.DRAW_THRESHOLD)
    return DEFAULT_PERCENT if chosen is None else chosen


def show_slider() -> None:
    """Draw the slider that sets it."""
    state.setdefault(slots.DRAW_THRESHOLD, DEFAULT_PERCENT)
    st.slider(
        Doubt.THRESHOLD,
        slots.PERCENTS.start,
        slots.PERCENTS.stop - 1,
        key=slots.DRAW_THRESHOLD.key,
        format="%d %%",
        persist_state="session",
        help=Doubt.THRESHOLD_HELP,
    )
