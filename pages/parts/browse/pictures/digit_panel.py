"""The selected digit on Browse: its 28 x 28 numbers as shades, its neighbours, and the value of any pixel.

A fragment, so that a click in the mosaic redraws this and not the mosaic.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import streamlit as st

from core.data.gallery import Gallery, LabeledImage
from pages.parts.browse.pictures import shown
from pages.parts.browse.pictures.places import DIGIT, MOSAIC
from pages.parts.browse.pictures.shown import Shown
from pages.parts.frame import selected_digit
from pages.state import cached, selected, state
from pages.state.browse import browse_slots, filters
from pages.text.browse import Tabs
from pages.text.browse_pictures import Browse
from pages.text.frame import Digit, Frame
from pages.text.labels import label_text
from pages.ui import tables, widgets


@st.fragment(key=DIGIT)
@widgets.show_errors()
def show() -> None:
    """Draw the selected digit, pixel by pixel."""
    picture = cached.picture(selected.digit())
    if picture is None:
        return  # the page has said so
    names = cached.dataset().identity.class_names
    st.subheader(Digit.named(picture.split, picture.name.index, label_text(picture.label, names)), anchor=False)
    now = shown.now()
    if now.gallery.count and now.gallery.position(picture.name) is None:
        st.caption(widgets.worded(Browse.NOT_AMONG_THEM))
    else:
        widgets.keep_place()
    said = _said(now, picture, names)
    if said:
        st.markdown(said)
    else:
        widgets.keep_place()
    _step_through(picture, now.gallery)
    _show_pixels(picture)


def _said(now: Shown, picture: LabeledImage, names: Sequence[str] | None) -> str:
    """Return what is said of the digit beside its label, as Markdown; "" for nothing."""
    read = now.read(picture.name)
    if read is not None:
        answer = widgets.plain(label_text(read[0], names))
        return Browse.network_reads(answer, read[1], is_right=read[0] == picture.label)
    details = now.images.details if now.images is not None else {}
    said = widgets.plain(details.get(picture.name, ""))
    return f"{said[0].upper()}{said[1:]}." if said else ""


def _step_through(picture: LabeledImage, gallery: Gallery) -> None:
    """Draw the buttons to the neighbours among the digits that the mosaic shows, and the one that opens this digit."""
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, step, shortcut in (
            (Browse.PREVIOUS_DIGIT, -1, Browse.SHIFT_LEFT),
            (Browse.NEXT_DIGIT, 1, Browse.SHIFT_RIGHT),
        ):
            st.button(
                widgets.worded(label),
                key=f"browse-digit{step:+d}",
                disabled=gallery.neighbour(picture.name, step) is None,
                shortcut=shortcut,
                on_click=_step,
                args=(step,),
            )
        st.button(widgets.worded(Browse.OPEN), key="browse-open", help=Browse.OPEN_HELP, on_click=_open)
        st.toggle(Browse.NUMBERS, key=browse_slots.BROWSE_NUMBERS.key)


def _step(step: int) -> None:
    """Select the neighbour of what is selected by now: quick presses come before it is drawn. A callback."""
    name = selected.digit()
    target = None if name is None else shown.now().gallery.neighbour(name, step)
    if target is not None:
        shown.go_to(target)
    widgets.draw_only(selected_digit.FRAGMENT, DIGIT, MOSAIC)


def _open() -> None:
    """Open the tab with the digit's steps; a callback."""
    state.put(browse_slots.BROWSE_TAB, Tabs.ONE_DIGIT)
    st.rerun()


def _show_pixels(picture: LabeledImage) -> None:
    """Draw the 28 x 28 numbers as shades, and the value of the pixel that is asked for."""
    from pages.ui import plotly_figures

    row, column = filters.pixel()
    with st.container(horizontal=True, vertical_alignment="bottom"):  # above the picture, which grows with its numbers
        limits = {"min_value": 0, "max_value": filters.LAST_PIXEL, "step": 1, "width": 140}
        st.number_input(Browse.ROW, key=browse_slots.BROWSE_ROW.key, **limits)
        st.number_input(Browse.COLUMN, key=browse_slots.BROWSE_COLUMN.key, **limits)
        st.markdown(Browse.pixel(row, column, int(picture.pixels[row, column])), width="content")
    numbers = state.get(browse_slots.BROWSE_NUMBERS)
    with st.container(key=f"{widgets.SQUARE}picture"):
        widgets.chart(
            plotly_figures.digit_picture(picture.pixels, marked=(row, column), numbers=numbers),
            key=browse_slots.BROWSE_PICTURE.key,
            alt=Browse.picture_alt(
                picture.split, picture.name.index, picture.label, picture.ink_count, *picture.ink_rows
            ),
            selection_mode="points",
            on_select=_choose_clicked,
        )
    with st.expander(Frame.show_as_table(Browse.PIXEL_TABLE)):
        st.caption(Browse.WIDE_TABLE)
        st.html(_pixel_table(picture.pixels.tobytes()))


@functools.lru_cache(maxsize=32)  # 60 KB each
def _pixel_table(pixels: bytes) -> str:
    side = filters.LAST_PIXEL + 1
    rows = ((row, *pixels[row * side : (row + 1) * side]) for row in range(side))
    return tables.table_html(Browse.PIXEL_TABLE, (Browse.ROWS, *range(side)), rows)


def _choose_clicked() -> None:
    """Name the clicked pixel."""
    place = state.clicked_index(browse_slots.BROWSE_PICTURE)
    if place is not None:
        filters.choose_pixel(place)
