"""The two inputs and the two buttons that choose a cell of a map."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.inference.forward_trace import next_cell
from pages.parts.inside.subject.numbered import numbered
from pages.state import state
from pages.state.slot import Slot
from pages.text.inside import Inside

Cell = tuple[int, int]  # row and column from 0


def show(
    cell: Cell,
    shape: tuple[int, ...],
    choose: Callable[[Cell | None], None],
    *,
    slots: tuple[Slot[int | None], Slot[int | None]],
    key: str,
    first: str = Inside.STRONGEST,
) -> None:
    """Draw them.

    Args:
        cell: that is looked at.
        shape: (rows, columns, ...) of the map.
        choose: is called with another cell, or with None for the one that `first` names.
        slots: of row and column.
        key: the beginning of the buttons' keys.
        first: the button that leads back to the cell that is looked at unasked.
    """
    rows, columns = shape[:2]

    def open_cell(_: int) -> None:
        row, column = (state.get(slot) for slot in slots)
        if row is not None and column is not None:
            choose((row, column))

    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        numbered(Inside.ROW, slots[0], cell[0], rows - 1, open_cell)
        numbered(Inside.COLUMN, slots[1], cell[1], columns - 1, open_cell)
        st.button(first, key=f"{key}-strongest", on_click=choose, args=(None,))
        st.button(Inside.NEXT, key=f"{key}-next", on_click=choose, args=(next_cell(*cell, rows, columns),))
