"""The label as a network compares it with its answer: ten numbers, one of them 1, and the answer's ten below them."""

from __future__ import annotations

import html
from collections.abc import Sequence

import numpy as np
import streamlit as st

from core import lab
from core.data.gallery import LabeledImage
from core.errors import LabError
from pages.state import cached, selected
from pages.state.classes import known
from pages.text.browse_digit import Ladder
from pages.text.numbers import share
from pages.ui import colours, widgets


def show(picture: LabeledImage) -> None:
    """Draw the picture small, its label as ten cells, and below them what the selected network says, once it can."""
    names = cached.dataset().identity.class_names
    label = Ladder.label_is(int(picture.label), names)
    with st.container(horizontal=True, vertical_alignment="center"):
        widgets.ink_picture(picture.pixels, label, size=112)
        st.markdown(label, width="content")
    one_hot = [float(place == picture.label) for place in range(10)]
    st.html(
        _cells_html(Ladder.VECTOR, Ladder.vector_alt(int(picture.label)), one_hot, [f"{one:.0f}" for one in one_hot])
    )
    if (said := _answer(picture)) is not None:
        texts = [share(probability).removesuffix(" %") for probability in said]
        st.html(_cells_html(Ladder.ANSWER, Ladder.answer_alt(said), said, texts))
        st.markdown(widgets.worded(Ladder.loss(int(picture.label), said[picture.label])))
    else:
        widgets.keep_place()


def _answer(picture: LabeledImage) -> list[float] | None:
    """Return the selected network's ten probabilities; None while it wakes up, or where they cannot be compared so.

    A network that judges each digit by itself has ten losses and not one; that of one that learned other classes than
    the label's would mean nothing, which the editor below says.
    """
    name = selected.model()
    if name is None or not lab.current().inference.is_awake:
        return None
    try:
        model = lab.current().models.find(name)
        network = model.network
        if network.output_function != "softmax" or not known.fits(model):
            return None
        return cached.predictions(network, picture.pixels[np.newaxis]).probabilities[0].tolist()
    except LabError:
        return None  # the editor below asks the same and says why


def _cells_html(title: str, alt: str, shares: Sequence[float], texts: Sequence[str]) -> str:
    """Return ten cells, shaded by their shares, 0 to 1, with their places below."""
    cells = []
    for place, (part, text) in enumerate(zip(shares, texts, strict=True)):
        ground, ink = colours.cell_colours(part, signed=False)
        kind = ' class="shares"' if len(text) > 1 else ""
        cells.append(
            f'<div><span{kind} style="background: {ground}; color: {ink}">{html.escape(text)}</span>'
            f"<small>{place}</small></div>"
        )
    return (
        f'<div class="one-small">{html.escape(title)}</div>'
        f'<div class="one-vector" role="img" aria-label="{html.escape(alt, quote=True)}">{"".join(cells)}</div>'
    )
