"""The images of label A nearest to its mean, and those furthest from it; a click takes one in hand."""

from __future__ import annotations

import streamlit as st

from core.data.gallery import Collection, ImageName
from core.inference.classes.extremes import Ranked
from core.serving.browse.class_pictures import ClassPictures
from pages.parts.browse import redraw
from pages.parts.browse.classes import class_tiles
from pages.parts.browse.classes.class_tiles import Tile
from pages.parts.browse.classes.fragment import FRAGMENT
from pages.parts.frame import selected_digit
from pages.state import cached, selected, url
from pages.state.browse import browse_slots, classes_slots
from pages.state.browse.classes_choice import PictureChoice
from pages.state.slot import Slot
from pages.text.browse import Tabs
from pages.text.browse_class_pictures import Averages, Typical
from pages.ui import tables, widgets

EXPANDER = "classes-typical"


def show(known: ClassPictures, choice: PictureChoice, names: list[str]) -> None:
    """Draw the expander, and what is in it once it is open; its label stays, or it would close with another A."""
    name = names[choice.a]
    with st.expander(Typical.TITLE, key=EXPANDER, on_change="rerun") as box:
        if not box.open:
            return
        if known.extremes is None:
            st.progress(known.done / known.pieces, Averages.WAITING_EXTREMES)
            return
        _in_hand(names)
        collection: Collection = "test" if choice.split == "test" else "train"
        rows = []
        for title, ranked, slot in (
            (Typical.NEAR, known.extremes.near, classes_slots.NEAR_TILES),
            (Typical.FAR, known.extremes.far, classes_slots.FAR_TILES),
        ):
            rows += _ten(title, ranked, slot, choice, collection, name)
        st.caption(Typical.measure(name, Averages.SPLITS[choice.split], cached.class_names()))
        tables.show_once_open(Typical.TABLE, "classes-typical-table", Typical.HEADER, lambda: rows)


def _ten(
    title: str, ranked: Ranked, slot: Slot[object], choice: PictureChoice, collection: Collection, name: str
) -> list[tuple[str, str]]:
    """Draw ten images of a label; the rows of their table come back."""
    indices, distances = ranked.of(choice.a)
    images, _ = cached.images_at(collection, indices)
    digit = selected.digit()
    each = list(zip(indices.tolist(), distances.tolist(), images, strict=True))
    st.markdown(f"**{title}**")
    class_tiles.show(
        [
            Tile(
                number=index,
                pixels=pixels,
                name=Typical.tile(choice.split, index, distance),
                lines=Typical.lines(index, distance),
                is_pressed=digit == ImageName(collection, index),
            )
            for index, distance, pixels in each
        ],
        name=Typical.figure(title, name, len(each)),
        slot=slot,
        on_click=lambda index: _take(ImageName(collection, index)),
    )
    return [Typical.row(choice.split, index, distance) for index, distance, _ in each]


def _take(name: ImageName) -> None:
    """Take an image in hand; a callback."""
    selected.set_digit(name)
    redraw.only(selected_digit.FRAGMENT, FRAGMENT)


def _in_hand(names: list[str]) -> None:
    """Say which digit is in hand, with the ways to look closer."""
    picture = cached.picture(selected.digit())
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="classes-in-hand"):
        st.caption(Typical.TAKE, width="content")
        if picture is not None:
            st.caption(Typical.chosen(picture.split, picture.name.index, names[picture.label]), width="content")
            for label, tab, icon in (
                (Typical.OPEN, Tabs.ONE_DIGIT, "search"),
                (Typical.FIND, Tabs.PICTURES, "grid_view"),
            ):
                st.button(
                    label,
                    key=f"classes-open-{tab}",
                    type="tertiary",
                    icon=f":material/{icon}:",
                    on_click=_open,
                    args=(tab, picture.name),
                )
        else:
            widgets.keep_place()


def _open(tab: str, name: ImageName) -> None:
    """Open another tab with the digit in hand; a callback."""
    url.put(browse_slots.BROWSE_TAB, tab)
    selected_digit.open_digit(name)
