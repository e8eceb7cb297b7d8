"""Which digit is explained, against which one, and how: in the session and in the URL.

The two digits belong to one picture: another picture is explained by its own answer first.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

import numpy as np
import streamlit as st

from core.data.named_label import said
from core.inference.attribution.attribution import CLASS_MAPS, METHODS, Method, convolutions
from core.inference.attribution.target import Target
from core.inference.standout import furthest_cell
from pages.parts.inside.subject.subject import Subject
from pages.state import state, url
from pages.state.inside import inside_slots
from pages.text.inside_why import Why
from pages.text.labels import of_pictures

NONE = -1  # in the list of digits to set against: no digit


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is asked."""

    target: Target
    method: Method
    square: int  # of occlusion: side in pixels


def methods_of(subject: Subject) -> tuple[Method, ...]:
    """Return the methods that say something of a network: class maps only where their places are the picture's."""
    has_maps = bool(convolutions(subject.spec)) and not subject.network.pixels.shuffled
    return tuple(method for method in METHODS if has_maps or method not in CLASS_MAPS)


def current(subject: Subject) -> Choice:
    """Return what the session and the URL ask for; what is no such thing counts as the answer and as occlusion."""
    _belong_to(subject.image)
    for slot in (inside_slots.WHY_CLASS, inside_slots.WHY_NOT, inside_slots.WHY_METHOD):
        url.mirror(slot)
    digit = _digit(state.get(inside_slots.WHY_CLASS))
    digit = subject.answer if digit is None else digit
    against = _digit(state.get(inside_slots.WHY_NOT))
    method = next((one for one in methods_of(subject) if one == state.get(inside_slots.WHY_METHOD)), METHODS[0])
    names = subject.trace.class_names
    other = None if against is None or against == digit else said(against, names)
    target = Target(digit=said(digit, names), against=other)
    return Choice(target=target, method=method, square=state.get(inside_slots.WHY_SQUARE))


def show(subject: Subject, choice: Choice) -> None:
    """Draw what chooses the digits and the method."""
    target = choice.target
    other = _runner_up(subject, target.digit)
    against = NONE if target.against is None else int(target.against)
    labels = subject.trace.labels
    state.put(inside_slots.WHY_DIGIT, int(target.digit))
    state.put(inside_slots.WHY_AGAINST, against)
    state.put(inside_slots.WHY_HOW, choice.method)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="why-choice"):
        st.pills(
            of_pictures(Why.DIGIT, subject.trace.class_names),
            range(10),
            format_func=lambda digit: str(labels[digit]),
            required=True,
            key=inside_slots.WHY_DIGIT.key,
            wrap=True,
            width="content",
            on_change=_choose_digit,
        )
        st.selectbox(
            Why.AGAINST,
            [NONE, *(digit for digit in range(10) if digit != target.digit)],
            format_func=lambda digit: Why.NOTHING if digit == NONE else str(labels[digit]),
            key=inside_slots.WHY_AGAINST.key,
            width=84 if subject.trace.class_names is None else 150,
            on_change=_choose_against,
        )
        st.selectbox(
            Why.METHOD,
            methods_of(subject),
            format_func=Why.METHODS.__getitem__,
            key=inside_slots.WHY_HOW.key,
            width=210,
            on_change=_choose_method,
        )
        st.button(
            Why.runner_up(target.digit, labels[other]),
            key="why-runner-up",
            disabled=against == other,
            on_click=url.put,
            args=(inside_slots.WHY_NOT, str(other)),
        )


def place(square: int, stride: int, falls: np.ndarray) -> tuple[int, int]:
    """Return row and column, in the map of falls, of the square that is looked at: the chosen one, or the strongest."""
    chosen = state.get(inside_slots.WHY_PLACE)
    if chosen is None or len(chosen) != 2:
        return divmod(furthest_cell(falls).place, falls.shape[1])
    last = len(falls) - 1
    row, column = (min(max(round(start / stride), 0), last) for start in chosen)
    return row, column


def choose_place(top: int, left: int) -> None:
    """Look at another square, by its top row and left column."""
    state.put(inside_slots.WHY_PLACE, (top, left))


def _belong_to(image: np.ndarray) -> None:
    checksum, held = zlib.crc32(image.tobytes()), state.get(inside_slots.WHY_PICTURE)
    state.put(inside_slots.WHY_PICTURE, checksum)
    if held is None or held == checksum:
        return
    state.pop(inside_slots.WHY_PLACE)
    if not url.is_step_in_history():
        url.put(inside_slots.WHY_CLASS, None)
        url.put(inside_slots.WHY_NOT, None)


def _digit(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch("[0-9]", text, re.ASCII) else None


def _runner_up(subject: Subject, digit: int) -> int:
    """Return the digit with the highest logit but for one."""
    order = np.argsort(-subject.trace.activations.logits, kind="stable").tolist()
    return next(other for other in order if other != digit)


def _choose_digit() -> None:
    digit = state.get(inside_slots.WHY_DIGIT)
    if digit is not None:
        url.put(inside_slots.WHY_CLASS, str(digit))


def _choose_against() -> None:
    against = state.get(inside_slots.WHY_AGAINST)
    url.put(inside_slots.WHY_NOT, None if against == NONE else str(against))


def _choose_method() -> None:
    url.put(inside_slots.WHY_METHOD, state.get(inside_slots.WHY_HOW))
