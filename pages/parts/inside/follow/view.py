"""Follow the pixels: one picture followed through one network, layer by layer."""

from __future__ import annotations

import streamlit as st

from core.export.activation_tables import trace_arrays, values_csv
from core.inference.forward_trace import ForwardTrace
from models.layers import (
    Activation,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    SeparableConv2D,
)
from models.layers.pooling import Pooling
from pages.parts.inside.follow import feature_maps, layer_strip, selection, units
from pages.parts.inside.follow.panels import (
    convolution,
    dense,
    elementwise,
    flatten,
    input_flatten_dropout,
    output,
    pooling,
    separable,
)
from pages.parts.inside.kernel import chosen_kernel
from pages.parts.inside.kernel import view as own_kernel
from pages.parts.inside.subject import live_canvas, live_drawing, take_away
from pages.parts.inside.subject.subject import Subject
from pages.text.inside import Inside, Picture, Tabs
from pages.text.inside_take_away import TakeAway
from pages.ui import widgets

_PANELS = {
    Conv2D: convolution.show,
    SeparableConv2D: separable.show,
    GlobalAveragePooling2D: pooling.show_global,
    BatchNormalization: elementwise.show_normalisation,
    Activation: elementwise.show_activation,
    Dense: dense.show,
    Dropout: input_flatten_dropout.show_dropout,
    Flatten: flatten.show,
}


def show(subject: Subject) -> None:
    """Draw the strip of layers, beside a drawing's canvas, and the panel of the chosen one."""
    if live_drawing.is_open(is_drawing=subject.is_drawing):
        live_canvas.show_beside(Tabs.FOLLOW, subject.image, above=lambda: layer_strip.show(subject.trace))
    else:
        with st.container(gap="xsmall"):
            layer_strip.show(subject.trace)
    _panel(subject)


@st.fragment(key=feature_maps.PANEL)
@widgets.show_errors()
def _panel(subject: Subject) -> None:
    position = layer_strip.selected_position(subject.trace)
    selection.sync_with_url(subject.trace, position - 1)
    if not own_kernel.is_offered(subject.trace, position - 1):
        chosen_kernel.leave_address()
    with st.container(gap="xsmall", key="inside-panel"):
        with st.container(gap="xsmall"):  # one, whatever the layer has to show: what stands below keeps its place
            _layer(subject, position)
        _take_away(subject.trace, position)


def _layer(subject: Subject, position: int) -> None:
    followed = subject.trace
    if position == 0:
        st.subheader(Picture.TITLE, anchor=False)
        input_flatten_dropout.show_picture(followed)
        return
    index = position - 1
    st.subheader(Inside.heading(followed.layer_row(index), position, followed.count), anchor=False)
    values = followed.output_of(index)
    if not values.any():
        st.markdown(widgets.worded(Inside.silent(units.word(followed, index), values.shape[-1])))
    if position == followed.count:
        output.show(followed, subject.label)
    elif isinstance(followed.layer(index), Pooling):
        pooling.show(followed, index, subject.network)
    else:
        _PANELS[type(followed.layer(index))](followed, index)


def _take_away(followed: ForwardTrace, position: int) -> None:
    """Draw the files of all numbers of this picture, and of those of the chosen layer."""
    index = position - 1
    name = "picture" if position == 0 else followed.layer_row(index).name
    values = followed.input_of(0).reshape(followed.image.shape) if position == 0 else followed.output_of(index)
    take_away.show(
        lambda: trace_arrays(followed),
        "activations",
        csv=lambda: values_csv(values),
        csv_label=TakeAway.layer_csv(name),
        csv_name=name,
        lead=TakeAway.TRACE,
    )
