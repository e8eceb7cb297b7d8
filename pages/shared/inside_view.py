"""The Inside page's first tab: one picture followed through one network, layer by layer."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.inference.following import Followed
from models.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    MaxPooling2D,
)
from pages.shared import (
    cached,
    controls,
    digit_in_hand,
    inside_changes,
    inside_convolution,
    inside_dense,
    inside_maps,
    inside_output,
    inside_pooling,
    inside_simple,
    inside_strip,
    model_in_hand,
    session,
)
from pages.shared.session import Key
from pages.shared.words.inside import Inside, Picture

_PANELS = {
    Conv2D: inside_convolution.show,
    MaxPooling2D: inside_pooling.show,
    AveragePooling2D: inside_pooling.show,
    BatchNormalization: inside_changes.show,
    Activation: inside_changes.show,
    Dense: inside_dense.show,
    Dropout: inside_simple.show_dropout,
    Flatten: inside_simple.show_flatten,
}


def show() -> None:
    """Draw the answer, the strip of layers and the panel of the chosen one."""
    model = model_in_hand.current()
    picture = _picture()
    if picture is None:
        digit_in_hand.missing_digit()
        return
    pixels, label = picture
    followed = Followed(
        spec=model.network.spec,
        pixels=pixels,
        activations=cached.activations(model.network, pixels),
        weights=cached.weights(model.network),
        inputs=model.network.pixels,
        judges_each=model.network.judges_each,
    )
    with st.container(gap="xsmall"):
        _answer(followed, label)
        inside_strip.show(followed)
    _panel(followed, label)


def _picture() -> tuple[np.ndarray, int | None] | None:
    """Return the picture to follow and its label where it has one; None where the digit does not exist."""
    drawing = session.drawing()
    if drawing is not None:
        if session.value(Key.INSIDE_SOURCE) is None:
            session.preset(Key.INSIDE_SOURCE, "digit")
        controls.switch(
            Inside.SOURCE,
            Inside.SOURCES,
            Key.INSIDE_SOURCE,
            label_visibility="collapsed",
            persist_state="session",
        )
        if session.value(Key.INSIDE_SOURCE) == "drawing":
            return drawing, None
    found = cached.picture(session.digit())
    return None if found is None else (found.pixels, found.label)


def _answer(followed: Followed, label: int | None) -> None:
    activations = followed.activations
    st.markdown(Inside.answer(activations.answer, float(activations.probabilities[activations.answer]), label))


@st.fragment(key=inside_maps.PANEL)
@controls.show_errors()
def _panel(followed: Followed, label: int | None) -> None:
    with st.container(gap="xsmall", key="inside-panel"):
        _draw(followed, label)


def _draw(followed: Followed, label: int | None) -> None:
    place = inside_strip.station(followed)
    if place == 0:
        st.subheader(Picture.TITLE, anchor=False)
        inside_simple.show_picture(followed)
        return
    index = place - 1
    st.subheader(Inside.heading(followed.row(index), place, followed.count), anchor=False)
    if place == followed.count:
        inside_output.show(followed, label)
        return
    _PANELS[type(followed.layer(index))](followed, index)
