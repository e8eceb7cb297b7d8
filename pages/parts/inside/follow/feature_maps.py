"""All maps of a layer as one mosaic: which one is looked at, before or after the function, on which scale."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from core.inference.forward_trace import NOTHING, ForwardTrace, furthest, is_signed, max_abs, strongest_map
from core.inference.standout import Standout, furthest_cell, furthest_map
from pages.parts.inside.follow import selection, shown_values
from pages.parts.inside.subject import cell_choice
from pages.parts.inside.subject.numbered import numbered
from pages.state import state
from pages.state.inside import inside_slots
from pages.state.slot import Slot
from pages.text.inside import Inside
from pages.text.ties import tie_sentence
from pages.ui import array_html, widgets

PANEL = "inside-panel"  # for st.rerun in a callback: everything about the layer
CELL = "inside-cell"  # what belongs to the chosen map and cell
OF_MAP = "inside-of-map"  # what belongs to the chosen map, whichever cell is looked at
MAPS_PAGE = 64  # maps in one mosaic


@contextmanager
def beside_maps(followed: ForwardTrace, index: int, below: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Draw what the body draws, beside it all maps of a layer, and below what is of the chosen map."""
    work, maps = st.columns([9.05, 2.5], gap="medium")
    with work:
        yield
    with maps, st.container(gap="xsmall"):
        show_maps(followed, index)
    _of_map(below)


@st.fragment(key=OF_MAP)
@widgets.show_errors()
def _of_map(draw_it: Callable[[], None]) -> None:
    draw_it()


def show_maps(followed: ForwardTrace, index: int) -> None:
    """Draw the mosaic of a layer's output, (rows, columns, maps)."""
    from pages.parts.inside.subject import figures

    values = shown_values.of(followed, index)
    chosen = selection.chosen_map(followed, index)
    shown, moment = page_of(chosen, values.shape[-1]), shown_values.moment(followed, index)
    st.markdown(f"**{', '.join(filter(None, (Inside.maps(shown, values.shape[-1]), moment)))}**")
    own = state.get(inside_slots.INSIDE_OWN_SCALE)
    strongest = furthest_map(values)
    empty = int(np.count_nonzero(~values.any(axis=(0, 1))))
    figure = figures.map_mosaic(
        np.moveaxis(values[..., shown[0] : shown[-1] + 1], -1, 0),
        shown,
        limit=None if own else max_abs(values),
        marked=chosen,
    )
    choose = partial(selection.choose_map, followed, index)
    draw(
        figure,
        alt=Inside.maps_alt(values.shape[-1], empty, strongest, furthest(values[..., strongest.place])),
        limit=None if own else max_abs(values),
        signed=is_signed(values),
        **on_click(inside_slots.INSIDE_MAPS.of(index), choose, redraws=(CELL, OF_MAP)),
    )
    if own:
        st.caption(Inside.NOT_COMPARABLE)
    if strongest.value:  # of a layer that is 0 everywhere, that is said above
        say_tie(strongest, "map")
    shown_values.switch(followed, index)
    turn_pages(followed, index, shown, values)
    st.toggle(
        Inside.OWN_SCALE, key=inside_slots.INSIDE_OWN_SCALE.key, help=Inside.OWN_SCALE_HELP, persist_state="session"
    )


def draw(figure: object, *, key: str, alt: str, limit: float | None, signed: bool, **options: object) -> None:
    """Draw a figure of cells with the bar under it that tells which number a colour stands for."""
    with st.container(gap="xxsmall"):
        widgets.chart(figure, key=key, alt=alt, **options)
        if limit is not None and limit > NOTHING:
            st.html(array_html.scale_bar(limit, signed=signed))


def draw_map(
    values: np.ndarray,
    *,
    limit: float,
    signed: bool,
    marked: tuple[int, int] | None = None,
    side: int = 1,
    **options: Any,
) -> None:
    """Draw one map large; arguments as in `figures.map_picture` and `draw`."""
    from pages.parts.inside.subject import figures

    figure = figures.map_picture(values, limit=limit, signed=signed, marked=marked, side=side)
    draw(figure, limit=limit, signed=signed, **options)


def on_click(slot: Slot[object], choose: Callable[[int], None], *, redraws: Sequence[str] = ()) -> dict[str, Any]:
    """Return the options of `draw` with which a click calls `choose` with the number of what was clicked.

    Args:
        slot: of the chart.
        choose: called in the callback.
        redraws: fragments that are drawn again in place of the one that the chart stands in.
    """

    def open_clicked() -> None:
        clicked = state.clicked_index(slot)
        if clicked is not None:
            choose(clicked)
        if redraws:
            widgets.draw_only(*redraws)

    return {"key": slot.key, "selection_mode": "points", "on_select": open_clicked}


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
                args=(followed, index, target),
            )


def map_number(followed: ForwardTrace, index: int) -> None:
    """Draw the input that chooses a map by its number."""
    last = followed.output_of(index).shape[-1] - 1

    def choose(number: int) -> None:
        selection.choose_map(followed, index, number)
        widgets.draw_only(PANEL)

    if last:
        numbered(Inside.MAP, inside_slots.INSIDE_MAP, selection.chosen_map(followed, index), last, choose)


def say_tie(found: Standout, what: str, first: str = "") -> None:
    """Draw that none of several is the strongest, where that is so; arguments as in `pages.text.ties.tie`."""
    if said := tie_sentence(found, what, first):
        st.caption(said)


def cell_inputs(followed: ForwardTrace, index: int, cell: tuple[int, int], values: np.ndarray) -> None:
    """Draw the two buttons and the inputs that choose a cell of the map, (rows, columns)."""
    choose = partial(selection.choose_cell, followed, index)
    slots = inside_slots.INSIDE_ROW, inside_slots.INSIDE_COLUMN
    cell_choice.show(cell, values.shape, choose, slots=slots, key="inside")
    found = furthest_cell(values)
    say_tie(found, "cell", Inside.place(*divmod(found.place, values.shape[1])))


def output_map(
    followed: ForwardTrace, index: int, position: tuple[int, int], *, moment: str = "", **scale: Any
) -> None:
    """Draw the map of a layer's output that is looked at, under its title; `scale` is the limit and whether signed."""
    chosen = selection.chosen_map(followed, index)
    values = shown_values.of(followed, index)[..., chosen]
    moment = moment or shown_values.moment(followed, index)
    st.markdown(widgets.worded(f"**{Inside.map_title(chosen, moment, is_empty=not values.any())}**"))
    alt = Inside.map_alt(chosen, *values.shape, *position, float(values[position]))
    cell_chart(followed, index, values, position, alt=alt, **scale)


def cell_chart(
    followed: ForwardTrace, index: int, values: np.ndarray, position: tuple[int, int], **options: Any
) -> None:
    """Draw a map, (rows, columns), with a frame round a cell; a click chooses another one."""

    def choose(clicked: int) -> None:
        selection.choose_cell(followed, index, divmod(clicked, values.shape[1]))

    draw_map(values, marked=position, **on_click(inside_slots.INSIDE_CELLS.of(index), choose), **options)
