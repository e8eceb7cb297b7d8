"""The mosaic: one page of pictures, the buttons that turn its pages, and what to do where nothing is found.

A fragment, so that turning a page redraws this and not the digit beside it.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.data.gallery import ImageName, SplitName, split_bounds
from core.data.selection.image_query import FIRST_20_SIZE, ImageQuery
from pages.parts.browse import redraw
from pages.parts.browse.pictures import choices, mosaic_component, shown
from pages.parts.browse.pictures.mosaic_component import Tile
from pages.parts.browse.pictures.places import DIGIT, MOSAIC
from pages.parts.browse.pictures.shown import Shown
from pages.parts.frame import selected_digit
from pages.state import cached, selected, state
from pages.state.browse import browse_slots, pictures, query
from pages.text.browse_filters import Filters, Found
from pages.text.browse_pictures import Browse
from pages.text.labels import label_short, label_text
from pages.ui import widgets

INDEX_WIDTH = 200  # of the field on screen, in pixels
_END = 10**9  # more than there are pages
_STEPS = {Browse.FIRST: -_END, Browse.PREVIOUS: -1, Browse.NEXT: 1, Browse.LAST: _END}


@st.fragment(key=MOSAIC)
@widgets.show_errors()
def show() -> None:
    """Draw it."""
    now = shown.now()
    if not now.gallery.count:
        _nothing(now)
        return
    with st.container(gap="xsmall"):
        _tiles(now)
        _turn_pages(now)


def _tiles(now: Shown) -> None:
    """Draw one page of pictures; a click selects one and redraws only what shows it."""
    page = now.gallery.page(now.page)
    images, labels = cached.pictures_of(page)
    digit = selected.digit()
    tiles = [_tile(now, name, label) for name, label in zip(page.names, labels.tolist(), strict=True)]
    names = cached.class_names()
    first_row = (" " if names is None else ", ").join(tile.label for tile in tiles[: now.query.columns])
    split = None if now.source else Filters.SPLITS[now.query.split]
    mosaic_component.show(
        images,
        tiles,
        key=browse_slots.BROWSE_MOSAIC.key,
        alt=Browse.mosaic_alt(split, page.count, now.page, now.gallery.page_count, first_row, names),
        columns=now.query.columns,
        chosen=page.position(digit) if digit else None,
        is_framed=now.query.size == FIRST_20_SIZE,
        on_chosen_change=_open_chosen,
    )


def _tile(now: Shown, name: ImageName, label: int) -> Tile:
    names, dataset = cached.dataset().identity.class_names, cached.dataset()
    split: SplitName = name.collection
    if split == "train" and name.index >= split_bounds(dataset, "train")[1]:
        split = "validation"
    text, read = label_text(label, names), now.read(name)
    below, said = label_short(label, names), None
    if read is not None:
        below = Browse.tile(below, label_short(read[0], names))
        said = Browse.read_as(label_text(read[0], names), read[1])
    if now.images is not None:
        below, said = now.images.captions.get(name, below), now.images.details.get(name)
    return Tile(id=str(name), name=Browse.tile_name(split, name.index, text, said), label=below)


def _open_chosen() -> None:
    """Select the clicked digit."""
    sent = state.event(browse_slots.BROWSE_MOSAIC, "chosen")
    name = ImageName.parse(sent) if isinstance(sent, str) else None
    if name is not None and cached.picture(name) is not None:
        query.put(query.current(), name)
    redraw.only(selected_digit.FRAGMENT, DIGIT)


def _turn_pages(now: Shown) -> None:
    """Draw the four buttons that turn the pages, where they stand, and the field that leads to an index."""
    gallery, page = now.gallery, now.page
    shown_count = gallery.page(page).count
    if now.pictures is not None and now.pictures.query.is_filtered:
        said = Browse.matching(
            gallery.count, now.pictures.count, now.query.split, shown_count, page, gallery.page_count
        )
    else:
        said = Browse.shown(gallery.count, shown_count, page, gallery.page_count)
    with st.container(horizontal=True, vertical_alignment="center", key="browse-pages"):
        for label, step in _STEPS.items():
            is_end = gallery.clamp(page + step) == page
            st.button(label, key=f"browse-{label.lower()}", disabled=is_end, on_click=_turn, args=(step,))
        st.caption(said, width="content")
    if now.pictures is not None:
        first, end = split_bounds(cached.dataset(), now.query.split)
        state.put(browse_slots.BROWSE_INDEX, None)
        st.number_input(
            Filters.jump(first, end - 1),
            min_value=first,
            max_value=max(end - 1, first),
            value=None,
            step=1,
            width=INDEX_WIDTH,
            key=browse_slots.BROWSE_INDEX.key,
            on_change=_jump,
            args=(first, end - 1),
        )
    else:
        widgets.keep_place()


def _turn(step: int) -> None:
    """Turn so many pages from the one that is open by now: quick presses come before it is drawn. A callback."""
    now = shown.now()
    page = now.gallery.clamp(now.page + step)
    if page != now.page:
        query.put(replace(now.query, page=page))
    redraw.only()


def _jump(first: int, last: int) -> None:
    """Select the image at an index, and turn to the page that shows it; a callback."""
    index = state.get(browse_slots.BROWSE_INDEX)
    if index is None:
        return
    shown.go_to(ImageName("test" if query.current().split == "test" else "train", min(max(index, first), last)))
    redraw.only(selected_digit.FRAGMENT, DIGIT, MOSAIC)


def _nothing(now: Shown) -> None:
    """Say why nothing is found, and offer to leave out the filter that is in the way."""
    if now.pictures is None:
        return  # a preset's images are awaited
    names = cached.dataset().identity.class_names
    st.info(Found.nothing(now.pictures.query, names))
    with st.container(horizontal=True):
        for number, (other, count) in enumerate(pictures.without_one_filter(now.pictures)):
            label = Found.leave_out(now.pictures.query, other, count, names)
            st.button(label, key=f"browse-without-{number}", on_click=_ask, args=(other,))
        st.button(Filters.CLEAR, key="browse-clear-empty", on_click=_show_all)


def _ask(other: ImageQuery) -> None:
    query.put(replace(other, page=None))
    st.rerun()


def _show_all() -> None:
    choices.show_all()
    st.rerun()
