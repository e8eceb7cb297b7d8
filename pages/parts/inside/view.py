"""The Inside page's first tab: one picture followed through one network, layer by layer."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.inference.forward_trace import ForwardTrace
from models.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    MaxPooling2D,
    SeparableConv2D,
)
from pages.parts.frame import selected_digit, selected_model
from pages.parts.inside import (
    convolution,
    dense,
    elementwise,
    feature_maps,
    input_flatten_dropout,
    layer_strip,
    output,
    pooling,
    separable,
    units,
)
from pages.state import cached, selected, slots, state
from pages.text.inside import Inside, Picture
from pages.ui import widgets

_PANELS = {
    Conv2D: convolution.show,
    SeparableConv2D: separable.show,
    GlobalAveragePooling2D: pooling.show_global,
    MaxPooling2D: pooling.show,
    AveragePooling2D: pooling.show,
    BatchNormalization: elementwise.show_normalisation,
    Activation: elementwise.show_activation,
    Dense: dense.show,
    Dropout: input_flatten_dropout.show_dropout,
    Flatten: input_flatten_dropout.show_flatten,
}


def show() -> None:
    """Draw the answer, the strip of layers and the panel of the chosen one."""
    model = selected_model.current()
    picture = _picture()
    if picture is None:
        selected_digit.missing_digit()
        return
    pixels, label = picture
    followed = ForwardTrace(
        spec=model.network.spec,
        image=pixels,
        activations=cached.activations(model.network, pixels),
        weights=cached.weights(model.network),
        input_scaling=model.network.pixels,
        judges_each=model.network.judges_each,
    )
    with st.container(gap="xsmall"):
        digit, probabilities = followed.activations.predicted_digit, followed.activations.probabilities
        st.markdown(Inside.answer(digit, float(probabilities[digit]), label))
        layer_strip.show(followed)
    _panel(followed, label)


def _picture() -> tuple[np.ndarray, int | None] | None:
    """Return the picture to follow and its label where it has one; None where the digit does not exist."""
    drawing = state.get(slots.DRAWING)
    if drawing is not None:
        source = state.setdefault(slots.INSIDE_SOURCE, "digit")
        widgets.switch(
            Inside.SOURCE,
            Inside.SOURCES,
            slots.INSIDE_SOURCE.key,
            label_visibility="collapsed",
            persist_state="session",
        )
        if source == "drawing":
            return drawing, None
    picture = cached.picture(selected.digit())
    return None if picture is None else (picture.pixels, picture.label)


@st.fragment(key=feature_maps.PANEL)
@widgets.show_errors()
def _panel(followed: ForwardTrace, label: int | None) -> None:
    position = layer_strip.selected_position(followed)
    with st.container(gap="xsmall", key="inside-panel"):
        if position == 0:
            st.subheader(Picture.TITLE, anchor=False)
            input_flatten_dropout.show_picture(followed)
            return
        index = position - 1
        st.subheader(Inside.heading(followed.layer_row(index), position, followed.count), anchor=False)
        values = followed.output_of(index)
        if not values.any():
            st.markdown(Inside.silent(units.word(followed, index), values.shape[-1]))
        if position == followed.count:
            output.show(followed, label)
        else:
            _PANELS[type(followed.layer(index))](followed, index)
