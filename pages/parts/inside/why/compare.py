"""All methods side by side, each with what it can and cannot tell."""

from __future__ import annotations

import html

import streamlit as st

from pages.parts.inside.subject import take_away
from pages.parts.inside.subject.subject import Subject
from pages.parts.inside.why import arrays, gradient_map, pictures
from pages.parts.inside.why import choice as choosing
from pages.parts.inside.why.choice import Choice
from pages.state.inside import attributions
from pages.text.inside_take_away import Arrays
from pages.text.inside_why import Compare, Why, named
from pages.ui import array_html, widgets

WIDTH = 140  # of a picture on screen


def show(subject: Subject, choice: Choice, layer: int | None) -> None:
    """Draw the maps of all methods once that is opened."""
    with st.expander(Compare.TITLE, key="why-compare", on_change="rerun") as box:
        if not box.open:
            return
        st.markdown(Compare.text(choice.target))
        parts, maps = [], {}
        with st.spinner(Why.WORKING):
            for method in choosing.methods_of(subject):
                found = attributions.attribution(
                    subject.network,
                    subject.image,
                    method,
                    choice.target.digit,
                    choice.target.against,
                    layer=layer,
                    square=choice.square,
                )
                drawn, told = "", Why.NO_MAP
                if found.is_finite:
                    drawn = pictures.over_outline(found, subject.image, gradient_map.alt(found, choice), width=WIDTH)
                    told = widgets.worded(Why.TELLS[method])
                    maps[method] = found
                parts.append(_card(Why.METHODS[method], drawn, told))
        st.html(array_html.row(parts, gap="1.25rem", name=Compare.NAME))
        layers = arrays.layers_of(subject.spec, layer)
        take_away.npz_button(
            Arrays.MAPS,
            lambda: arrays.compared_arrays(maps, subject.image, choice.target, square=choice.square, layers=layers),
            f"methods-{named(choice.target)}".replace(" ", "-"),
            help_=Arrays.MAPS_HELP,
        )
        if len(parts) < len(Why.METHODS):
            st.caption(Why.SHUFFLED if subject.network.pixels.shuffled else Why.NO_MAPS)


def _card(title: str, drawn: str, text: str) -> str:
    return (
        f'<div style="flex: 1 1 19rem; max-width: 25rem; display: flex; gap: 0.75rem">'
        f'<div style="flex: 0 0 {WIDTH}px">{drawn}</div><div style="font-size: 0.875rem; line-height: 1.35">'
        f"<strong>{html.escape(title)}</strong><br>{html.escape(text)}</div></div>"
    )
