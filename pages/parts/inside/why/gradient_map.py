"""One method that uses gradients: its map, what it can and cannot tell, and what is left of it without learning."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st

from core.export.tables import csv_text
from core.inference.attribution.attribution import CLASS_MAPS, Attribution, convolutions, explained_layer
from core.inference.standout import furthest_cell
from pages.parts.inside.subject import layer_choice
from pages.parts.inside.subject.subject import Subject
from pages.parts.inside.why import arrays, downloads, pictures
from pages.parts.inside.why.choice import Choice
from pages.state import state
from pages.state.inside import attributions, inside_slots
from pages.text.inside import number
from pages.text.inside_take_away import Arrays
from pages.text.inside_why import Scrambled, Sums, Why, named
from pages.ui import array_html, tables, widgets


def show(subject: Subject, choice: Choice, layer: int | None) -> None:
    """Draw the map, beside it the picture or the map of the scrambled network, and what is to be known of it."""
    is_scrambled = state.get(inside_slots.WHY_SCRAMBLED)
    left, middle, right = st.columns([3, 3, 5], gap="medium")
    with left, st.container(gap="xsmall"):
        found = _titled(Why.title(choice.method, choice.target), partial(_asked, subject, choice, layer))
        _draw(found, subject.image, choice)
    with middle, st.container(gap="xsmall"):
        if is_scrambled:
            scrambled = _titled(Scrambled.TITLE, partial(_asked, subject, choice, layer, is_scrambled=True))
            _draw(scrambled, subject.image, choice)
        else:
            st.markdown(f"**{Why.PICTURE}**")
            st.html(array_html.picture(subject.image, Why.PICTURE, width=pictures.WIDTH, limit=255))
    with right, st.container(gap="xsmall"):
        if layer is not None and choice.method in CLASS_MAPS:
            layer_choice.choose(subject.spec, convolutions(subject.spec), default=layer, label=Why.LAYER)
        st.markdown(widgets.worded(Why.TELLS[choice.method]))
        if found.completeness is not None and found.is_finite:
            st.markdown(Sums.text(found.completeness))
        if found.is_finite:
            st.caption(_how_to_read(found, subject, choice, layer))
        st.toggle(Scrambled.SWITCH, key=inside_slots.WHY_SCRAMBLED.key, persist_state="session")
        if is_scrambled:
            st.caption(Scrambled.TEXT)


def show_numbers(subject: Subject, choice: Choice, layer: int | None) -> None:
    """Draw the table and the file of the map."""
    found = _asked(subject, choice, layer)
    if found.is_finite:
        is_scrambled = state.get(inside_slots.WHY_SCRAMBLED)
        scrambled = _asked(subject, choice, layer, is_scrambled=True) if is_scrambled else None
        _numbers(found, scrambled, subject, choice, layer)


def _titled(title: str, ask: Callable[[], Attribution]) -> Attribution:
    """Draw a title, and in its place, while the network is asked, that it is."""
    place = st.empty()
    with place, st.spinner(Why.WORKING):
        found = ask()
    place.markdown(f"**{title}**")
    return found


def _asked(subject: Subject, choice: Choice, layer: int | None, *, is_scrambled: bool = False) -> Attribution:
    return attributions.attribution(
        dataclasses.replace(subject.network, is_scrambled=is_scrambled),
        subject.image,
        choice.method,
        choice.target.digit,
        choice.target.against,
        layer=layer,
        square=choice.square,
    )


def _draw(found: Attribution, image: np.ndarray, choice: Choice) -> None:
    if not found.is_finite:
        st.markdown(Why.NO_MAP)
        return
    st.html(pictures.over_outline(found, image, alt(found, choice), width=pictures.WIDTH) + pictures.scale_html(found))


def alt(found: Attribution, choice: Choice) -> str:
    """Return what a map shows, as a sentence."""
    top = furthest_cell(found.values)
    row, column = divmod(top.place, found.values.shape[1])
    return Why.alt(found.method, choice.target, row, column, float(found.values[row, column]), equal=top.equal)


def _how_to_read(found: Attribution, subject: Subject, choice: Choice, layer: int | None) -> str:
    is_slope = found.method in ("gradient", "smoothgrad")
    read = widgets.worded(Why.colours(choice.target, is_signed=found.is_signed, is_slope=is_slope))
    if layer is None or found.method not in CLASS_MAPS:
        return read
    made_of = explained_layer(subject.spec, layer)
    behind = None if made_of == layer else subject.spec.layers[made_of].output_function
    return f"{Why.size(*found.values.shape, behind=behind)} {read}"


def _numbers(
    found: Attribution, scrambled: Attribution | None, subject: Subject, choice: Choice, layer: int | None
) -> None:
    name = f"{Why.METHODS[choice.method]}, {named(choice.target)}"
    columns = range(found.values.shape[1])
    tables.show_once_open(
        name,
        "why-table",
        (Why.ROW, *columns),
        lambda: [(row, *(number(value, 3) for value in values)) for row, values in enumerate(found.values.tolist())],
    )
    downloads.buttons(
        (Why.DOWNLOAD, Arrays.MAP),
        lambda: csv_text(
            ("row", "column", "value"),
            [(row, column, float(found.values[row, column])) for row, column in np.ndindex(*found.values.shape)],
        ),
        lambda: arrays.map_arrays(
            found, subject.image, choice.target, layers=arrays.layers_of(subject.spec, layer), scrambled=scrambled
        ),
        f"{choice.method.replace('-', '_')}-{named(choice.target)}",
        help_=Arrays.MAP_HELP,
    )
