"""The selected digit: its control at the head of a page, and the ways to another one."""

from __future__ import annotations

import secrets

import streamlit as st

from core.data.gallery import Collection, ImageName, LabeledImage
from pages.state import cached, selected, slots, state
from pages.state.browse import query
from pages.text import pages as page_texts
from pages.text.frame import Digit
from pages.ui import widgets

FRAGMENT = "selected-digit"  # for st.rerun in a callback: the control at the top of a page


def open_digit(name: ImageName) -> None:
    """Select a digit, turn Browse to it and draw the whole page; a callback."""
    if state.get(slots.DRAWING) is not None:  # else nothing is followed in its place
        state.put(slots.INSIDE_SOURCE, "digit")
    query.select(name, path=page_texts.BROWSE.path)
    st.rerun()


def missing_digit() -> None:
    """Say that the digit in the URL does not exist, with a way back."""
    st.error(widgets.worded(Digit.MISSING))
    way_back = selected.DEFAULT_DIGIT
    label = Digit.show(Digit.name(way_back.collection, way_back.index))
    st.button(label, on_click=open_digit, args=(way_back,), key="show-default-digit")


@st.fragment(key=FRAGMENT)
@widgets.show_errors()
def show_control(*, may_be_drawn: bool = False) -> None:
    """Draw the control; where the page may follow the last drawing in the digit's place, it says so."""
    picture, drawing = cached.picture(selected.digit()), state.get(slots.DRAWING)
    is_drawn = may_be_drawn and drawing is not None and state.get(slots.INSIDE_SOURCE) == "drawing"
    name = Digit.name(picture.split, picture.name.index) if picture else Digit.NONE
    with st.popover(widgets.worded(Digit.button(Digit.DRAWING if is_drawn else name)), key="digit-popover"):
        if is_drawn and drawing is not None:
            st.markdown(widgets.worded(Digit.DRAWING_SHOWN))
            widgets.ink_picture(drawing, Digit.DRAWING.capitalize())
        elif picture is not None:
            st.markdown(Digit.named(picture.split, picture.name.index, picture.label))
            widgets.ink_picture(picture.pixels, Digit.named(picture.split, picture.name.index, picture.label))
        _choose_digit(picture)


def _choose_digit(picture: LabeledImage | None) -> None:
    name = picture.name if picture else selected.DEFAULT_DIGIT
    state.put(slots.DIGIT_COLLECTION, name.collection)
    state.put(slots.DIGIT_INDEX, name.index)
    widgets.switch(Digit.COLLECTION, Digit.COLLECTIONS, slots.DIGIT_COLLECTION.key, on_change=_open_chosen)
    last = _last_index(name.collection)
    st.number_input(
        Digit.index(last),
        value=None,
        min_value=0,
        max_value=last,
        step=1,
        key=slots.DIGIT_INDEX.key,
        help=Digit.INDEX_HELP,
        on_change=_open_chosen,
    )
    st.button(widgets.worded(Digit.RANDOM), key="digit-random", on_click=_open_random)


def _last_index(collection: Collection) -> int:
    _, labels = cached.dataset().arrays_of(collection)
    return len(labels) - 1


def _open_chosen() -> None:
    collection, index = state.get(slots.DIGIT_COLLECTION), state.get(slots.DIGIT_INDEX)
    if index is not None:
        open_digit(ImageName(collection, min(max(index, 0), _last_index(collection))))


def _open_random() -> None:
    collection = state.get(slots.DIGIT_COLLECTION)
    open_digit(ImageName(collection, secrets.randbelow(_last_index(collection) + 1)))
