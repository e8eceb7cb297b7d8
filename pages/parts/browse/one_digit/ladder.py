"""From the picture to what a network gets, in five steps, one at a time: picture, numbers, divided, a row, one-hot.

A fragment, so that a step or a pixel draws nothing else anew.
"""

from __future__ import annotations

import html
from typing import Any

import streamlit as st

from core.data.gallery import ImageName, LabeledImage
from core.data.selection.image_query import ImageQuery
from pages.parts.browse.one_digit import in_a_row, one_hot
from pages.parts.browse.pictures import shown
from pages.parts.frame import selected_digit
from pages.state import cached, selected, state, url
from pages.state.browse import one_digit_slots, pictures
from pages.state.browse.one_digit_slots import Step
from pages.state.slot import Slot
from pages.text.browse import Address
from pages.text.browse_digit import Ladder
from pages.text.labels import of_classes, of_pictures
from pages.ui import widgets
from pages.ui.component_files import style_html
from pages.ui.pixels import pixel_picker, pixel_strip

_LOOKS: dict[Step, pixel_picker.Look] = {
    "picture": "picture",
    "numbers": "shading",
    "divided": "divided",
    "row": "picture",
}


@st.fragment(key="one-digit")
@widgets.show_errors()
def show(picture: LabeledImage) -> None:
    """Draw the digit's name, the ways to its neighbours in the data, and the step of the ladder that is open."""
    st.html(style_html(__file__))
    with st.container(horizontal=True, vertical_alignment="center", key="one-head"):
        names = cached.dataset().identity.class_names
        heading = Ladder.heading(picture.split, picture.name.index, picture.label, names)
        st.subheader(heading, anchor=False, width="content")
        _step_through(picture)
    step = _chosen_step()
    with st.container(key="one-ladder"):
        if step == "row":
            _strip(picture)
        else:  # of its title and of itself
            widgets.keep_place()
            widgets.keep_place()
        left, right = st.columns([11, 12], gap="medium")
        with left:
            if step == "one-hot":
                one_hot.show(picture)
            else:
                _cells(picture, step)
        with right:
            _says(picture, step)


def _step_through(picture: LabeledImage) -> None:
    """Draw the buttons to the digits before and after it."""
    for label, step, shortcut in (
        (Ladder.PREVIOUS_DIGIT, -1, Ladder.SHIFT_LEFT),
        (Ladder.NEXT_DIGIT, 1, Ladder.SHIFT_RIGHT),
    ):
        st.button(
            widgets.worded(label),
            key=f"one-digit{step:+d}",
            disabled=_neighbour(picture, step) is None,
            shortcut=shortcut,
            on_click=_step,
            args=(step,),
        )


def _neighbour(picture: LabeledImage, step: int) -> ImageName | None:
    """Return the digit so many steps after a digit: among those that Pictures shows, or else among all of its split."""
    gallery = shown.now().gallery
    if gallery.position(picture.name) is None:
        gallery = pictures.of(ImageQuery(split=picture.split), asks=False).gallery
    return gallery.neighbour(picture.name, step)


def _step(step: int) -> None:
    """Open the neighbour of what is selected by now: quick presses come before it is drawn. A callback."""
    picture = cached.picture(selected.digit())
    target = None if picture is None else _neighbour(picture, step)
    if target is not None:
        selected_digit.open_digit(target)


def _chosen_step() -> Step:
    """Draw the choice of a step, as the address has it, and return the one that is shown."""
    url.mirror(one_digit_slots.STEP)
    named = state.get(one_digit_slots.STEP)
    step = next((one for one in one_digit_slots.STEPS if one == named), one_digit_slots.STEPS[0])
    state.put(one_digit_slots.STEP_SHOWN, step)
    widgets.switch(
        Ladder.STEP,
        Ladder.STEPS,
        one_digit_slots.STEP_SHOWN.key,
        label_visibility="collapsed",
        on_change=_choose_step,
    )
    if named not in (None, *one_digit_slots.STEPS):
        widgets.way_back(
            Ladder.UNKNOWN, Address.PUT_RIGHT, key="one-put-right", on_click=url.put, args=(one_digit_slots.STEP, None)
        )
    else:
        widgets.keep_place()
    return step


def _choose_step() -> None:
    step = state.get(one_digit_slots.STEP_SHOWN)
    url.put(one_digit_slots.STEP, None if step == one_digit_slots.STEPS[0] else step)


def _pixel(picture: LabeledImage) -> tuple[int, int]:
    """Return row and column of the chosen pixel, 0 to 27 each; at first one with ink near the middle."""
    first_row, first_column = in_a_row.ink_near_the_middle(picture.pixels)
    row = state.setdefault(one_digit_slots.ROW, first_row)
    return row, state.setdefault(one_digit_slots.COLUMN, first_column)


def _choose_pixel(component: Slot[Any]) -> None:
    place = state.event(component, "place")
    if isinstance(place, int) and 0 <= place < 784:  # the browser may send anything
        row, column = divmod(place, 28)
        state.put(one_digit_slots.ROW, row)
        state.put(one_digit_slots.COLUMN, column)


def _cells(picture: LabeledImage, step: Step) -> None:
    row, column = _pixel(picture)
    pixel_picker.draw(
        picture.pixels,
        look=_LOOKS[step],
        place=28 * row + column,
        is_beside_row=step == "row",
        name=Ladder.alt(step, picture, cached.dataset().identity.class_names),
        where=Ladder.where(step),
        key=one_digit_slots.PICKER.key,
        on_place=lambda: _choose_pixel(one_digit_slots.PICKER),
    )


def _strip(picture: LabeledImage) -> None:
    row, column = _pixel(picture)
    st.html(f'<div class="one-small">{html.escape(Ladder.strip_title(row))}</div>')
    pixel_strip.draw(
        picture.pixels,
        place=28 * row + column,
        name=Ladder.strip_alt(row, 28 * row + column),
        key=one_digit_slots.STRIP.key,
        on_place=lambda: _choose_pixel(one_digit_slots.STRIP),
    )


def _says(picture: LabeledImage, step: Step) -> None:
    """Draw what a step is: shape and type, why, the line of code; and the chosen pixel."""
    row, column = _pixel(picture)
    value = int(picture.pixels[row, column])
    st.html(_shapes_html(Ladder.SHAPES[step]))
    names = cached.class_names()
    st.markdown(of_classes(Ladder.WHY[step], names) if step == "one-hot" else of_pictures(Ladder.WHY[step], names))
    st.code(Ladder.code(step, picture.name, row, column, value), language=None, wrap_lines=True)
    if step == "one-hot":
        st.markdown(Ladder.SPARSE)
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        limits = {"min_value": 0, "max_value": one_digit_slots.LAST, "step": 1, "width": 140}
        st.number_input(Ladder.ROW, key=one_digit_slots.ROW.key, persist_state="session", **limits)
        st.number_input(Ladder.COLUMN, key=one_digit_slots.COLUMN.key, persist_state="session", **limits)
    st.markdown(Ladder.pixel(step, row, column, value))
    if step == "row":
        st.html(in_a_row.near_html(picture.pixels, 28 * row + column))
        st.markdown(Ladder.CONVOLUTION)
        st.html(_shapes_html((Ladder.CONVOLUTION_SHAPE,)))
        st.code(Ladder.CONVOLUTION_CODE, language=None, wrap_lines=True)
    else:
        st.html(in_a_row.text_html(picture.pixels[row], row, column, is_divided=step == "divided"))


def _shapes_html(shapes: tuple[str, ...]) -> str:
    arrow = ' <span aria-hidden="true">\N{RIGHTWARDS ARROW}</span> '
    return f'<p class="one-shape">{arrow.join(f"<code>{html.escape(shape)}</code>" for shape in shapes)}</p>'
