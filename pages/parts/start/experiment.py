"""The experiment on Start: a digit as numbers, as shading, as a picture, and what a network says of it.

Nothing here tells the label before the last step, not even to those who hear the page instead of seeing it.
"""

from __future__ import annotations

import secrets

import streamlit as st

from core.data.gallery import Picture, PictureName
from pages.parts.frame import selected_digit
from pages.parts.start import answer, pixel_grid
from pages.state import cached, session
from pages.state.session import Key
from pages.text.start import Start

STEPS = ("numbers", "shading", "picture", "answer")


def show(picture: Picture) -> None:
    """Draw the four steps, the one that is open, and the ways on."""
    _begin(picture.name)
    st.segmented_control(
        Start.STEP,
        STEPS,
        format_func=Start.STEPS.__getitem__,
        required=True,
        key=Key.START_STEP,
        persist_state="session",
        label_visibility="collapsed",
    )
    step = _step()
    left, right = st.columns(2, gap="medium")
    with left, st.container(key="start-digit"):
        _digit(picture, step)
    with right:
        if step == "answer":
            answer.show(picture, _seen())
            st.button(Start.ANOTHER, key="primary-another", type="primary", on_click=_take_another, args=(picture,))
        else:
            _guess(picture, step)
        with st.expander(Start.WHY):
            st.markdown(Start.BECAUSE)


def _digit(picture: Picture, step: str) -> None:
    look: pixel_grid.Look = "numbers" if step == "numbers" else "shading" if step == "shading" else "picture"
    label = Start.picture_alt(picture.ink_count, *picture.ink_rows) if look == "picture" else Start.TABLE_ALT
    st.html(pixel_grid.grid_html(picture.pixels, label, look=look))


def _guess(picture: Picture, step: str) -> None:
    st.markdown(Start.ABOUT[step])
    st.pills(Start.GUESS, range(10), key=Key.START_GUESS, persist_state="session", wrap=True)
    with st.container(horizontal=True):
        st.button(Start.SHOW_ME, key="primary-show-me", type="primary", on_click=_go_on)
        st.button(Start.ANOTHER, key="start-another", on_click=_take_another, args=(picture,))


def _take_another(picture: Picture) -> None:
    """Take a random test digit in hand, never the same one; a callback."""
    place = secrets.randbelow(max(1, cached.dataset().test_count - 1))
    is_behind = picture.name.collection == "test" and place >= picture.name.index
    selected_digit.open_digit(PictureName("test", place + is_behind))


def _begin(name: PictureName) -> None:
    """Begin Start's experiment anew where the digit in hand is another one than before."""
    shown = f"{name} of {cached.dataset().digest}"  # other digits may have arrived under the same name
    before = session.value(Key.START_DIGIT)
    if session.value(Key.START_STEP) not in STEPS or before != shown:
        session.preset(Key.START_STEP, STEPS[0])
        session.preset(Key.START_GUESS, None)
    session.preset(Key.START_DIGIT, shown)


def _step() -> str:
    """Return the step of Start's experiment that is open."""
    step = session.value(Key.START_STEP)
    return step if isinstance(step, str) and step in STEPS else STEPS[0]


def _go_on() -> None:
    """Open the next step of Start's experiment; a callback."""
    place = STEPS.index(_step()) + 1
    session.preset(Key.START_STEP, STEPS[min(place, len(STEPS) - 1)])


def _seen() -> int | None:
    """Return the digit that the person sees in the numbers, or None."""
    guess = session.value(Key.START_GUESS)
    return guess if isinstance(guess, int) and guess in range(10) else None
