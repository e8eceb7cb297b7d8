"""Inside the picture itself and Dropout: nothing is computed there, but something is to be seen."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.data.input_scaling import UNIT
from core.inference.forward_trace import ForwardTrace, is_signed, max_abs
from core.inference.unit_arithmetic import drop_out
from models.layers import Dropout
from pages.parts.inside.follow import feature_maps, selection
from pages.parts.inside.kernel import view as own_kernel
from pages.state import state
from pages.state.inside import inside_slots
from pages.text.inside import Inside, Picture
from pages.text.inside_kernel import KernelText
from pages.text.inside_units import Between
from pages.ui import array_html, widgets

WIDTH = 280  # of a picture on screen, in pixels


def show_picture(followed: ForwardTrace) -> None:
    """Draw what goes in: the picture in the numbers that the network gets."""
    ink = int(np.count_nonzero(followed.image))
    text = Picture.text(followed.spec.input_shape, ink, followed.input_scaling)
    if own_kernel.switch(text, KernelText.PICTURE, followed.input_scaling):
        own_kernel.show(followed, own_kernel.Learned.of(followed, selection.chosen_map(followed, 0)))
        return
    _pixel(followed)


@st.fragment(key=feature_maps.CELL)
@widgets.show_errors()
def _pixel(followed: ForwardTrace) -> None:
    values = followed.input_of(0).reshape(followed.image.shape)
    signed, limit = is_signed(values), max_abs(values) if followed.input_scaling != UNIT else 1.0
    position = selection.chosen_cell(-1, values)
    figure, words = st.columns([3.4, 8], gap="medium")
    with figure:
        alt = Picture.alt(*position, float(values[position]))
        feature_maps.cell_chart(followed, -1, values, position, alt=alt, limit=limit, signed=signed)
    with words:
        raw = int(followed.input_scaling.permute_pixels(followed.image[np.newaxis])[0][position])
        st.markdown(Picture.pixel(*position, raw, followed.input_scaling))
        feature_maps.cell_inputs(followed, -1, position, values)


def show_dropout(followed: ForwardTrace, index: int) -> None:
    """Draw that nothing changes, and what one training step might have switched off."""
    layer, values = followed.layer_as(index, Dropout), followed.output_of(index)
    st.markdown(Between.dropout_text(layer.rate, values.size))
    if layer.rate > 0:
        _dropped(values, layer.rate)
    st.expander(Inside.WHY).markdown(Between.BECAUSE_DROPOUT)


@st.fragment(key=feature_maps.CELL)
@widgets.show_errors()
def _dropped(values: np.ndarray, rate: float) -> None:
    drawn = state.get(inside_slots.INSIDE_DROPPED)
    changed = drop_out(values, rate=rate, seed=drawn)
    is_off = (changed == 0) & (values != 0)
    limit = max_abs(changed)
    pictures = [
        array_html.titled(
            title,
            array_html.picture(
                as_square(part), title, width=WIDTH, signed=is_signed(values), limit=limit, off=as_square(off)
            ),
        )
        for title, part, off in (
            (Between.PREDICTING, values, np.zeros_like(is_off)),
            (Between.TRAINING, changed, is_off),
        )
    ]
    st.html(array_html.row(pictures, gap="1.5rem"))
    st.markdown(Between.dropped(int(np.count_nonzero(is_off)), int(np.count_nonzero(values)), 1 / (1 - rate)))
    st.button(
        Between.DRAW_AGAIN, key="inside-draw-again", on_click=state.put, args=(inside_slots.INSIDE_DROPPED, drawn + 1)
    )


def as_square(values: np.ndarray) -> np.ndarray:
    """Return values as about a square, row after row, the end filled with 0: for a picture that shows how many."""
    if values.ndim == 3:
        from core.data.statistics import mosaic

        maps = np.moveaxis(values, -1, 0)
        return mosaic(maps, int(np.ceil(np.sqrt(len(maps)))), gap=max(1, values.shape[0] // 9))
    columns = int(np.ceil(np.sqrt(values.size)))
    return np.pad(values, (0, -values.size % columns)).reshape(-1, columns)
