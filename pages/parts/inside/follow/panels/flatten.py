"""Inside Flatten: which cell of the maps goes to which position in the row, and which position came from which cell."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.inference.forward_trace import ForwardTrace, is_signed, max_abs
from pages.parts.inside.follow import feature_maps, selection, units
from pages.parts.inside.subject.numbered import numbered
from pages.state.inside import inside_slots
from pages.text.inside import Inside
from pages.text.inside_flatten import FlattenText
from pages.text.inside_units import Between
from pages.ui import array_html, widgets

NEAR = 48  # positions in the part of the row that is drawn large


def show(followed: ForwardTrace, index: int) -> None:
    """Draw how maps become one row of numbers, and the way of one cell, there and back."""
    before, after = followed.input_of(index), followed.output_of(index)
    st.markdown(Between.flatten_text(followed.layer_row(index).input_shape, after.size))
    if before.ndim == 3:
        _show_cell(followed, index)
    else:
        title = FlattenText.strip(after.size)
        st.html(array_html.titled(title, _strip(after, title, None)))
    units.table(followed, index)


@st.fragment(key=feature_maps.CELL)
@widgets.show_errors()
def _show_cell(followed: ForwardTrace, index: int) -> None:
    from pages.parts.inside.subject import figures

    before, after = followed.input_of(index), followed.output_of(index)
    at, maps = selection.about(followed, index), before.shape[-1]
    chosen = selection.chosen_map(followed, at) if maps > 1 else 0
    values = before[..., chosen]
    row, column = selection.chosen_cell(at, values)
    position = int(np.ravel_multi_index((row, column, chosen), before.shape))
    value = float(after[position])
    scale = {"limit": max_abs(after), "signed": is_signed(after)}

    def choose(place: int) -> None:
        if not 0 <= place < before.size:  # a forged click
            return
        *cell, channel = (int(axis) for axis in np.unravel_index(place, before.shape))
        selection.choose(followed, at, channel, (cell[0], cell[1]))

    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        numbered(FlattenText.POSITION, inside_slots.INSIDE_POSITION, position, after.size - 1, choose)
        if maps > 1:
            numbered(
                Inside.MAP,
                inside_slots.INSIDE_MAP,
                chosen,
                maps - 1,
                lambda number: selection.choose(followed, at, number, (row, column)),
            )
        feature_maps.cell_inputs(followed, at, (row, column), values)
    there = FlattenText.there(before.shape, row, column, chosen, position, value)
    st.markdown(f"{there} {FlattenText.back(before.shape, row, column, chosen, position)}")
    grid, line = st.columns([2.5, 9.05], gap="medium")
    with grid, st.container(gap="xsmall"):
        st.markdown(f"**{Inside.map_title(chosen)}**")
        figure = figures.map_picture(values, marked=(row, column), **scale)
        cells = [(*divmod(cell, values.shape[1]), cell * maps + chosen) for cell in range(values.size)]
        figure.data[1].update(hovertemplate=[f"{FlattenText.cell_hover(*one)}<extra></extra>" for one in cells])
        feature_maps.draw(
            figure,
            alt=Inside.map_alt(chosen, *values.shape, row, column, value),
            **feature_maps.on_click(inside_slots.INSIDE_CELLS.of(at), lambda cell: choose(cell * maps + chosen)),
            **scale,
        )
    with line, st.container(gap="xsmall"):
        first = max(min(position - NEAR // 2, after.size - NEAR), 0)
        near = after[first : first + NEAR]
        last = first + len(near) - 1
        st.markdown(f"**{FlattenText.near(first, last)}**")
        places = [
            FlattenText.hover(place, *(int(axis) for axis in np.unravel_index(place, before.shape)))
            for place in range(first, last + 1)
        ]
        feature_maps.draw(
            figures.row_of_values(near, first, places, marked=position, **scale),
            alt=FlattenText.near_alt(first, last, position, value),
            **feature_maps.on_click(inside_slots.INSIDE_MAPS.of(index), choose),
            **scale,
        )
        title = FlattenText.strip(after.size)
        st.html(array_html.titled(title, _strip(after, title, position)))


def _strip(values: np.ndarray, title: str, position: int | None) -> str:
    frame = None if position is None else (0, position, 1)
    return array_html.picture(
        values[np.newaxis], title, width=860, height=72, signed=is_signed(values), limit=max_abs(values), frame=frame
    )
