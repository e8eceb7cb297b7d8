"""All maps of a layer as one mosaic: which one is looked at, on which scale, and their numbers as a table."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.inference.forward_trace import ForwardTrace, is_signed, max_abs, next_cell, strongest_map
from pages.parts.inside import selection
from pages.state import slots, state
from pages.state.slot import Slot
from pages.text.frame import Frame
from pages.text.inside import Inside, number
from pages.text.inside_units import Between
from pages.ui import array_html, tables, widgets

PANEL = "inside-panel"  # for st.rerun in a callback: everything about the layer
CELL = "inside-cell"  # what belongs to the chosen map and cell
MAPS_PAGE = 64  # maps in one mosaic
NUMBER_WIDTH = 124  # of an input on screen, in pixels: below 120 it loses its two buttons


def show_maps(followed: ForwardTrace, index: int) -> None:
    """Draw the mosaic of a layer's output, (rows, columns, maps)."""
    from pages.parts.inside import figures

    values = followed.output_of(index)
    chosen = selection.chosen_map(followed, index)
    shown = page_of(chosen, values.shape[-1])
    st.markdown(f"**{Inside.maps(shown, values.shape[-1])}**")
    own = state.get(slots.INSIDE_OWN_SCALE)
    strongest = strongest_map(values)
    empty = int(np.count_nonzero(~values.any(axis=(0, 1))))
    figure = figures.map_mosaic(
        np.moveaxis(values[..., shown[0] : shown[-1] + 1], -1, 0),
        shown,
        limit=None if own else max_abs(values),
        marked=chosen,
    )
    slot = slots.INSIDE_MAPS.of(index)
    draw(
        figure,
        key=slot.key,
        alt=Inside.maps_alt(values.shape[-1], empty, strongest, float(np.abs(values[..., strongest]).max())),
        limit=None if own else max_abs(values),
        signed=is_signed(values),
        selection_mode="points",
        on_select=lambda: _open_clicked(followed, index, slot),
    )
    if own:
        st.caption(Inside.NOT_COMPARABLE)
    turn_pages(followed, index, shown, values)
    st.toggle(Inside.OWN_SCALE, key=slots.INSIDE_OWN_SCALE.key, help=Inside.OWN_SCALE_HELP, persist_state="session")


def draw(figure: object, *, key: str, alt: str, limit: float | None, signed: bool, **options: object) -> None:
    """Draw a figure of cells with the bar under it that tells which number a colour stands for."""
    with st.container(gap="xxsmall"):
        widgets.chart(figure, key=key, alt=alt, **options)
        if limit is not None:
            st.html(array_html.scale_bar(limit, signed=signed))


def page_of(chosen: int, count: int) -> list[int]:
    """Return the numbers of the maps on the page where the chosen one stands."""
    first = chosen // MAPS_PAGE * MAPS_PAGE
    return list(range(first, min(first + MAPS_PAGE, count)))


def turn_pages(followed: ForwardTrace, index: int, shown: list[int], values: np.ndarray) -> None:
    """Draw the buttons to earlier and later maps, where one page does not hold all."""
    count = values.shape[-1]
    if len(shown) == count:
        return
    with st.container(horizontal=True):
        for label, first in ((Inside.EARLIER, shown[0] - MAPS_PAGE), (Inside.LATER, shown[0] + MAPS_PAGE)):
            is_there = 0 <= first < count
            target = first + strongest_map(values[..., first : first + MAPS_PAGE]) if is_there else 0
            st.button(
                label,
                key=f"inside-maps-{label.lower()}",
                disabled=not is_there,
                on_click=selection.choose_map,
                args=(followed.group(index), target),
            )


def map_number(followed: ForwardTrace, index: int, what: str) -> int:
    """Draw the input that chooses a map (or unit) by its number; return the chosen one."""
    chosen = selection.chosen_map(followed, index)
    last = followed.output_of(index).shape[-1] - 1
    if last:
        numbered(Inside.bounded(what, last), slots.INSIDE_MAP, chosen, last, _open_number, followed.group(index))
    return chosen


def numbered(label: str, slot: Slot[int | None], value: int, last: int, on_change: object, *args: object) -> None:
    """Draw an input for a whole number from 0 to `last`, set to what is looked at."""
    state.put(slot, value)
    st.number_input(
        label, min_value=0, max_value=last, step=1, key=slot.key, width=NUMBER_WIDTH, on_change=on_change, args=args
    )


def cell_inputs(followed: ForwardTrace, index: int, cell: tuple[int, int], shape: tuple[int, ...]) -> None:
    """Draw the two buttons and the inputs that choose a cell of the map."""
    rows, columns = shape[:2]
    choose = selection.choose_cell
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        numbered(Inside.bounded(Inside.ROW, rows - 1), slots.INSIDE_ROW, cell[0], rows - 1, _open_cell, followed, index)
        numbered(
            Inside.bounded(Inside.COLUMN, columns - 1),
            slots.INSIDE_COLUMN,
            cell[1],
            columns - 1,
            _open_cell,
            followed,
            index,
        )
        st.button(Inside.STRONGEST, key="inside-strongest", on_click=choose, args=(followed, index, None))
        following = next_cell(*cell, rows, columns)
        st.button(Inside.NEXT, key="inside-next", on_click=choose, args=(followed, index, following))


def cell_chart(
    figure: object, followed: ForwardTrace, index: int, *, columns: int, alt: str, limit: float, signed: bool
) -> None:
    """Draw a map on which a click chooses a cell."""
    slot = slots.INSIDE_CELLS.of(index)

    def open_clicked() -> None:
        clicked = state.clicked_index(slot)
        if clicked is not None:
            selection.choose_cell(followed, index, divmod(clicked, columns))

    draw(figure, key=slot.key, alt=alt, limit=limit, signed=signed, selection_mode="points", on_select=open_clicked)


def lazy_table(caption: str, key: str, header: tuple[object, ...], rows: object) -> None:
    """Draw "Show as table" whose numbers are sent only once it is open; `rows` is a function that gives them."""
    with st.expander(Frame.show_as_table(caption), key=key, on_change="rerun") as box:
        if box.open:
            tables.show(caption, header, rows())


def maps_table(followed: ForwardTrace, index: int) -> None:
    """Draw the numbers of all maps and those of the chosen one, as tables."""
    values = followed.output_of(index)
    chosen = selection.chosen_map(followed, index)
    lazy_table(Inside.maps_table(values.shape[-1]), "inside-maps-table", Inside.MAPS_HEADER, lambda: _summaries(values))
    lazy_table(
        Inside.map_table(chosen),
        "inside-map-table",
        (Inside.ROW, *range(values.shape[1])),
        lambda: [(row_index, *map(number, row)) for row_index, row in enumerate(values[..., chosen].tolist())],
    )


def _summaries(values: np.ndarray) -> list[tuple[object, ...]]:
    return [
        (
            channel,
            number(feature_map.max()),
            number(feature_map.min()),
            number(feature_map.mean()),
            int(np.count_nonzero(feature_map == 0)),
        )
        for channel, feature_map in enumerate(np.moveaxis(values, -1, 0))
    ]


def _open_clicked(followed: ForwardTrace, index: int, slot: Slot[object]) -> None:
    clicked = state.clicked_index(slot)
    if clicked is not None:
        selection.choose_map(followed.group(index), clicked)
    st.rerun([CELL])


def _open_number(group: int) -> None:
    number = state.get(slots.INSIDE_MAP)
    if number is not None:
        selection.choose_map(group, number)
    st.rerun([PANEL])


def _open_cell(followed: ForwardTrace, index: int) -> None:
    row, column = state.get(slots.INSIDE_ROW), state.get(slots.INSIDE_COLUMN)
    if row is not None and column is not None:
        selection.choose_cell(followed, index, (row, column))


def before_and_after(followed: ForwardTrace, index: int, title: str) -> None:
    """Draw, once it is opened, each map of a layer's input beside what the layer makes of it."""
    with st.expander(title, key="inside-before-after", on_change="rerun") as box:
        if not box.open:
            return
        before, after = followed.input_of(index), followed.output_of(index)
        shown = page_of(selection.chosen_map(followed, index), after.shape[-1])
        pairs = []
        for channel in shown:
            pictures = [
                array_html.picture(
                    part[..., channel],
                    f"{Inside.map_title(channel)}, {what}",
                    width=64,
                    signed=is_signed(part),
                    limit=max_abs(part),
                )
                for part, what in ((before, Between.BEFORE), (after, Between.AFTER))
            ]
            pairs.append(array_html.titled(Inside.map_title(channel), array_html.beside(pictures)))
        st.html(array_html.row(pairs, name=title))
