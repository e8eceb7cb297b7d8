"""The input for one of the numbers from 0 on: a map's, a row's, a column's."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.state import state
from pages.state.slot import Slot
from pages.text.inside import Inside

_WIDTH = 124  # on screen, in pixels: below 120 it loses its two buttons


def numbered(
    what: str, slot: Slot[int | None], value: int, last: int, choose: Callable[[int], None], *, step: int = 1
) -> None:
    """Draw an input for a whole number from 0 to `last`, set to what is looked at; `choose` is called with another."""
    state.put(slot, value)

    def changed() -> None:
        number = state.get(slot)
        if number is not None:
            choose(number)

    st.number_input(
        Inside.bounded(what, last),
        min_value=0,
        max_value=last,
        step=step,
        key=slot.key,
        width=_WIDTH,
        on_change=changed,
    )
