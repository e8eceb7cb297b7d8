"""The picture shifted by pixels: how much of what goes into a pooling changes, and how much of what comes out."""

from __future__ import annotations

import dataclasses

import numpy as np
import streamlit as st

from core.inference.by_hand.shift import MOST_PIXELS, count_changed, shifted
from core.inference.forward_trace import ForwardTrace, is_signed, max_abs
from core.inference.loaded_networks import StoredNetwork
from pages.parts.inside.follow import selection
from pages.state import cached, state
from pages.state.inside import inside_slots
from pages.text.inside_pooling import Shift
from pages.text.inside_units import Between
from pages.ui import array_html, widgets

SIDE = 132  # of a picture on screen, in pixels
_ARROWS = (
    (Shift.LEFT, "arrow_back", (0, -1)),
    (Shift.UP, "arrow_upward", (-1, 0)),
    (Shift.DOWN, "arrow_downward", (1, 0)),
    (Shift.RIGHT, "arrow_forward", (0, 1)),
)


@st.fragment(key="inside-shift")
@widgets.show_errors()
def show(followed: ForwardTrace, index: int, network: StoredNetwork) -> None:
    """Draw the four arrows, what they change, and the chosen map before and after.

    Raises:
        LabError: the engine does not answer.
    """
    down, right = state.get(inside_slots.INSIDE_SHIFT)
    image = shifted(followed.image, down, right)
    other = cached.activations(network, image)
    moved = dataclasses.replace(followed, image=image, activations=other)
    outputs = followed.output_of(index), moved.output_of(index)
    inputs = followed.input_of(index), moved.input_of(index)
    st.markdown(f"**{Shift.TITLE}**")
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        for name, icon, step in _ARROWS:
            farthest = max(abs(down + step[0]), abs(right + step[1])) > MOST_PIXELS
            st.button(
                name,
                key=f"shift-{name.lower()}",
                icon=f":material/{icon}:",
                disabled=farthest,
                on_click=_shift,
                args=step,
            )
        st.button(Shift.BACK, key="shift-back", type="tertiary", disabled=not (down or right), on_click=_put_back)
    counts = ((count_changed(*both), both[0].size) for both in (outputs, inputs))
    answers, probability = moved.answers, float(other.probabilities[other.predicted_digit])
    st.markdown(f"{Shift.changed(down, right, *counts)} " + Shift.answer(followed.answers, answers, probability))
    if np.count_nonzero(image) < np.count_nonzero(followed.image):
        st.caption(widgets.worded(Shift.CUT))
    chosen = selection.chosen_map(followed, index)
    limit, signed = max_abs(inputs[0]), is_signed(inputs[0]) or is_signed(inputs[1])
    parts = [
        array_html.titled(
            Shift.picture(down, right), array_html.picture(image, Shift.picture_alt(down, right), width=SIDE)
        )
    ]
    for when, both in ((Between.BEFORE, inputs), (Between.AFTER, outputs)):
        for moment, values in zip((Shift.BEFORE_SHIFT, Shift.AFTER_SHIFT), both, strict=True):
            alt = Shift.map_alt(chosen, when, moment)
            picture = array_html.picture(values[..., chosen], alt, width=SIDE, signed=signed, limit=limit)
            parts.append(array_html.titled(Shift.map_title(when, moment), picture))
    st.html(array_html.row(parts, gap="0.75rem", name=Shift.ALL))


def _shift(down: int, right: int) -> None:
    """Shift by so much more."""
    farther = (sum(both) for both in zip(state.get(inside_slots.INSIDE_SHIFT), (down, right), strict=True))
    state.put(inside_slots.INSIDE_SHIFT, tuple(min(max(pixels, -MOST_PIXELS), MOST_PIXELS) for pixels in farther))


def _put_back() -> None:
    state.put(inside_slots.INSIDE_SHIFT, (0, 0))
