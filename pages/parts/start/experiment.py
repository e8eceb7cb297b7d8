"""The experiment on Start: a digit as numbers, as shading, as a picture, and what a network says of it.

Nothing here tells the label before the last step, not even to those who hear the page instead of seeing it.
"""

from __future__ import annotations

import html
import secrets

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.data.gallery import ImageName, LabeledImage
from pages.parts.frame import selected_digit
from pages.parts.start import answer
from pages.state import cached, selected, slots, state
from pages.state.slots import START_STEPS, StartStep
from pages.text import pages as page_texts
from pages.text.labels import LABELS, label_short, of_pictures
from pages.text.start import Start
from pages.ui import widgets
from pages.ui.pixels import pixel_grid


def show(picture: LabeledImage) -> DeltaGenerator:
    """Draw the four steps, the one that is open, and the ways on; return the column that has room below them."""
    _begin(picture.name)
    widgets.switch(Start.STEP, Start.STEPS, slots.START_STEP.key, persist_state="session", label_visibility="collapsed")
    step = _step()
    left, right = st.columns(2, gap="medium")
    with left, st.container(key="start-digit"):
        _digit(picture, step)
    with right, st.container():  # one, whatever the step says: what stands below keeps its place
        if step == "answer":
            _answer(picture)
        else:
            _guess(picture, step)
    return right


def show_why() -> None:
    """Draw why the numbers are what they are, for who asks."""
    st.expander(Start.WHY).markdown(of_pictures(Start.BECAUSE, cached.class_names()))


def _digit(picture: LabeledImage, step: str) -> None:
    look: pixel_grid.Look = "numbers" if step == "numbers" else "shading" if step == "shading" else "picture"
    label = Start.picture_alt(picture.ink_count, *picture.ink_rows) if look == "picture" else Start.TABLE_ALT
    label = of_pictures(label, cached.class_names())
    st.html(pixel_grid.grid_html(picture.pixels, label, look=look))


def _guess(picture: LabeledImage, step: str) -> None:
    names = cached.class_names()
    st.markdown(of_pictures(Start.ABOUT[step], names))
    with st.container(gap="xsmall"):
        guess = st.pills(
            Start.GUESS,
            LABELS,
            format_func=lambda label: widgets.plain(label_short(label, names)),
            key=slots.START_GUESS.key,
            persist_state="session",
            wrap=True,
        )
        reaction = Start.reaction(None if guess is None else label_short(guess, names), step)
        st.html(f'<p class="start-reaction" role="status">{html.escape(reaction)}</p>')
    with st.container(horizontal=True):
        st.button(Start.SHOW_ME[step], key="primary-show-me", type="primary", on_click=_go_on)
        st.button(of_pictures(Start.ANOTHER, names), key="start-another", on_click=_take_another, args=(picture,))


def _answer(picture: LabeledImage) -> None:
    model = answer.answering()
    is_answered = answer.show(model, picture, state.get(slots.START_GUESS))
    if is_answered:
        state.put(slots.START_ANSWERED, True)
        if state.get(slots.INSIDE_SOURCE) is not None:
            state.put(slots.INSIDE_SOURCE, "digit")  # not the drawing that was followed there
    with st.container(horizontal=True, vertical_alignment="center"):
        another = of_pictures(Start.ANOTHER, cached.class_names())
        st.button(another, key="primary-another", type="primary", on_click=_take_another, args=(picture,))
        if is_answered:
            query = selected.link_query(model=model.name)
            widgets.page_link(page_texts.INSIDE, Start.HOW, "search", query=query, width="content")


def _take_another(picture: LabeledImage) -> None:
    """Select a random test digit, never the same one; a callback."""
    index = secrets.randbelow(max(1, cached.dataset().test_count - 1))
    is_behind = picture.name.collection == "test" and index >= picture.name.index
    selected_digit.open_digit(ImageName("test", index + is_behind))


def _begin(name: ImageName) -> None:
    """Begin Start's experiment anew where the selected digit is another one than before."""
    shown = f"{name} of {cached.dataset().digest}"  # other digits may have arrived under the same name
    before = state.get(slots.START_DIGIT)
    if state.get(slots.START_STEP) is None or before != shown:
        state.put(slots.START_STEP, START_STEPS[0])
        state.put(slots.START_GUESS, None)
    state.put(slots.START_DIGIT, shown)


def _step() -> StartStep:
    """Return the step of Start's experiment that is open."""
    return state.get(slots.START_STEP) or START_STEPS[0]


def _go_on() -> None:
    """Open the next step of Start's experiment; a callback."""
    following = START_STEPS.index(_step()) + 1
    state.put(slots.START_STEP, START_STEPS[min(following, len(START_STEPS) - 1)])
