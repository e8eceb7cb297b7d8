"""Occlusion: a map of squares, and one of them erased by hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.export.tables import csv_text
from core.inference.attribution.occlusion import SQUARES, Occlusion, erased, starts
from core.inference.attribution.target import Target
from core.inference.standout import furthest_cell, largest, largest_digits
from pages.parts.inside.subject.numbered import numbered
from pages.parts.inside.subject.subject import Subject
from pages.parts.inside.why import arrays, downloads
from pages.parts.inside.why import choice as choosing
from pages.parts.inside.why.choice import Choice
from pages.state import state
from pages.state.inside import attributions, inside_slots
from pages.text.inside import Inside, number
from pages.text.inside_take_away import Arrays
from pages.text.inside_why import Why, named
from pages.text.inside_why_erased import Erased
from pages.text.numbers import share
from pages.text.ties import tie_sentence
from pages.ui import array_html, tables, widgets

QUIET_SECONDS = 0.5  # before it is said how far the map is


def show(subject: Subject, choice: Choice) -> None:
    """Draw the map, the picture without one square, and what the network says of it."""
    left, middle, right = st.columns([3, 3, 5], gap="medium")
    with left, st.container(gap="xsmall"):
        title = st.empty()
        found = attributions.occlusion(subject.network, subject.image, choice.square, _telling(title))
        title.markdown(f"**{Why.title('occlusion', choice.target)}**")
        if not found.is_finite:
            st.markdown(Why.NO_MAP)
            return
        falls = found.falls(choice.target)
        at = choosing.place(found.square, found.stride, falls)
        _map(subject.image, found, falls, at, choice)
    top, column = (place * found.stride for place in at)
    with middle, st.container(gap="xsmall"):
        st.markdown(f"**{Erased.title(found.square, top, column)}**")
        picture = erased(subject.image, top, column, found.square)
        label = Erased.picture_alt(found.square, top, column)
        frame = (top, column, found.square)
        st.html(array_html.picture(picture, label, width=_picture_width(), limit=255, frame=frame))
    with right, st.container(gap="xsmall"):
        _by_hand(found, choice, at)
        _inputs(found, falls, (top, column))
        st.expander(Inside.WHY).markdown(widgets.worded(Erased.BECAUSE))


def _picture_width() -> int:
    from pages.parts.inside.why import pictures

    return pictures.WIDTH


def _telling(title: DeltaGenerator) -> Callable[[int, int], None]:
    """Return what tells in the title's place how far the map is, once it has taken a while."""
    began = time.monotonic()

    def tell(done: int, total: int) -> None:
        if time.monotonic() - began > QUIET_SECONDS:
            title.markdown(f"**{Erased.progress(done, total)}**")

    return tell


def _map(image: np.ndarray, found: Occlusion, falls: np.ndarray, at: tuple[int, int], choice: Choice) -> None:
    from pages.parts.inside.why import pictures

    def choose() -> None:
        clicked = state.clicked_index(inside_slots.WHY_MAP)
        if clicked is not None:
            row, column = divmod(clicked, found.count)
            choosing.choose_place(row * found.stride, column * found.stride)

    figure = pictures.falls_figure(falls, image, square=found.square, stride=found.stride, at=at)
    with st.container(gap="xsmall"):
        widgets.chart(
            figure,
            key=inside_slots.WHY_MAP.key,
            alt=Erased.alt(choice.target, found.square, _extreme(falls, found, 1), _extreme(falls, found, -1)),
            selection_mode="points",
            on_select=choose,
        )
        if falls.any():
            st.html(array_html.scale_bar(float(np.abs(falls).max()), signed=True))


def _extreme(falls: np.ndarray, found: Occlusion, sign: int) -> tuple[int, int, float, int]:
    top = largest(sign * falls)
    row, column = divmod(top.place, falls.shape[1])
    return row * found.stride, column * found.stride, float(falls[row, column]), top.equal


def _by_hand(found: Occlusion, choice: Choice, at: tuple[int, int]) -> None:
    target = choice.target
    whole, without = found.whole_logits, found.logits[at]
    rows: list[tuple[object, ...]] = []
    for digit in (target.digit, target.against):
        if digit is not None:
            rows.append((f"{Erased.LOGIT} {digit}", number(float(whole[digit])), number(float(without[digit]))))
    for digit in (target.digit, target.against):
        if digit is not None:
            before, after = (float(one[digit]) for one in (found.whole_probabilities, found.probabilities[at]))
            rows.append((f"{Erased.PROBABILITY} {digit}", share(before, 2), share(after, 2)))
    rows.append((Erased.READS, *(Erased.reads(largest_digits(logits)) for logits in (whole, without))))
    both = _before_and_after(found, target, at)
    st.markdown(f"{Erased.arithmetic(target, *both)} {Erased.verdict(target, *both)}")
    st.html(tables.table_html(Erased.TABLE, Erased.HEADER, rows))
    st.caption(widgets.worded(Why.colours(target, is_signed=True)))


def _before_and_after(found: Occlusion, target: Target, at: tuple[int, int]) -> tuple[float, float]:
    return float(target.of(found.whole_logits)), float(target.of(found.logits[at]))


def _inputs(found: Occlusion, falls: np.ndarray, corner: tuple[int, int]) -> None:
    last = starts(found.square, found.stride)[-1]
    state.put(inside_slots.WHY_SQUARE, found.square)

    def changed(_: int) -> None:
        row, column = state.get(inside_slots.WHY_ROW), state.get(inside_slots.WHY_COLUMN)
        if row is not None and column is not None:
            choosing.choose_place(row, column)

    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        places = zip((Erased.ROW, Erased.COLUMN), (inside_slots.WHY_ROW, inside_slots.WHY_COLUMN), corner, strict=True)
        for name, slot, at in places:
            numbered(name, slot, at, last, changed, step=found.stride)
        st.selectbox(
            Erased.SQUARE,
            list(SQUARES),
            format_func=Erased.side,
            key=inside_slots.WHY_SQUARE.key,
            width=96,
            help=Erased.SQUARE_HELP,
            persist_state="session",
        )
        st.button(Erased.STRONGEST, key="why-strongest", on_click=partial(state.pop, inside_slots.WHY_PLACE))
    first = furthest_cell(falls)
    place = Inside.place(*(at * found.stride for at in divmod(first.place, falls.shape[1])))
    if said := tie_sentence(first, "square", place) if first.value else Erased.NONE_COUNTS:
        st.caption(said)


def show_numbers(subject: Subject, choice: Choice) -> None:
    """Draw the table and the file of what was asked."""
    found = attributions.occlusion(subject.network, subject.image, choice.square)
    if not found.is_finite:
        return
    falls = found.falls(choice.target)
    along = list(starts(found.square, found.stride))
    tables.show_once_open(
        Erased.TABLE_OF_ALL,
        "why-table",
        (Erased.ROW, *along),
        lambda: [(top, *map(number, row)) for top, row in zip(along, falls.tolist(), strict=True)],
    )

    def written() -> str:
        target, digit = choice.target, choice.target.digit
        before, sure = float(target.of(found.whole_logits)), float(found.whole_probabilities[digit])
        rows = [
            (
                along[row],
                along[column],
                before,
                float(target.of(found.logits[row, column])),
                float(falls[row, column]),
                sure,
                float(found.probabilities[row, column, digit]),
            )
            for row, column in np.ndindex(*falls.shape)
        ]
        return csv_text(Erased.CSV_HEADER, rows)

    downloads.buttons(
        (Why.DOWNLOAD, Arrays.MAP),
        written,
        lambda: arrays.occlusion_arrays(found, subject.image, choice.target),
        f"occlusion-{named(choice.target)}",
        help_=Arrays.OCCLUSION_HELP,
    )
