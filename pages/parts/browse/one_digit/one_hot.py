"""The label as a network compares it with its answer: ten numbers, one of them 1."""

from __future__ import annotations

import html

import streamlit as st

from core.data.gallery import LabeledImage
from pages.state import cached
from pages.text.browse_digit import Ladder
from pages.ui import colours, widgets


def show(picture: LabeledImage) -> None:
    """Draw the picture small, its label, and the label as ten cells with their places below."""
    names = cached.dataset().identity.class_names
    label = Ladder.label_is(picture.label, names)
    with st.container(horizontal=True, vertical_alignment="center"):
        widgets.ink_picture(picture.pixels, label, size=112)
        st.markdown(label)
    cells = []
    for place in range(10):
        ground, ink = colours.cell_colours(float(place == picture.label), signed=False)
        is_one = int(place == picture.label)
        cells.append(
            f'<div><span style="background: {ground}; color: {ink}">{is_one}</span><small>{place}</small></div>'
        )
    alt = html.escape(Ladder.vector_alt(picture.label), quote=True)
    st.html(
        f'<div class="one-small">{html.escape(Ladder.VECTOR)}</div>'
        f'<div class="one-vector" role="img" aria-label="{alt}">{"".join(cells)}</div>'
    )
