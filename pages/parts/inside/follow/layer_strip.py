"""The strip of all layers, each with a thumbnail of what it gives for this digit: one is chosen, in the URL too."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.inference.forward_trace import ForwardTrace, max_abs
from pages.parts.inside.follow import feature_maps
from pages.parts.inside.follow.panels import input_flatten_dropout
from pages.state import selected, state
from pages.state.inside import inside_slots
from pages.text.inside import Inside
from pages.ui import plotly_figures, widgets
from pages.ui.component_files import style_html

THUMB, PHONE_THUMB = 46, 32  # side on screen, in pixels
LARGE_THUMB, FEW_CARDS = 72, 9  # where so few of them have the whole width
ROW_CARDS = 16  # beside each other on a desktop; where there are more, two rows of small ones leave room for the maps
BAR_STEPS = 20  # of a certainty of 1, as a bar
MOST_TILES = 9  # maps in a thumbnail


def selected_position(followed: ForwardTrace) -> int:
    """Return which position of the strip is looked at: 0 for the picture, then the layers from 1."""
    layer = selected.layer()
    if layer is None:
        return followed.spec.first_kernel + 1
    return min(layer, followed.count)


def show(followed: ForwardTrace) -> None:
    """Draw the strip."""
    st.html(_style(followed))
    state.put(inside_slots.INSIDE_STRIP, selected_position(followed))
    st.pills(
        Inside.STRIP,
        range(followed.count + 1),
        format_func=lambda position: _label(followed, position),
        required=True,
        key=inside_slots.INSIDE_STRIP.key,
        wrap=True,
        label_visibility="collapsed",
        on_change=_choose,
    )


def _choose() -> None:
    chosen = state.get(inside_slots.INSIDE_STRIP)
    if chosen is not None:
        selected.set_layer(chosen)
    widgets.draw_only(feature_maps.PANEL)


def _label(followed: ForwardTrace, position: int) -> str:
    if position == 0:
        return Inside.strip_label(position, Inside.PICTURE, followed.spec.input_shape)
    index = position - 1
    return Inside.strip_label(position, followed.layer(index).short_text, followed.layer_row(index).output_shape)


def _style(followed: ForwardTrace) -> str:
    """Return the strip's looks: every pill a card with a picture on it."""
    strip = f".st-key-{inside_slots.INSIDE_STRIP.key}"
    masks = [
        f"{strip} button:nth-of-type({position + 1})::before "
        f"{{mask: url({plotly_figures.ink_mask(_thumbnail(followed, position))}) center / contain no-repeat}}"
        for position in range(followed.count + 1)
    ]
    cards = followed.count + 1
    thumb = LARGE_THUMB if cards <= FEW_CARDS else THUMB if cards <= ROW_CARDS else PHONE_THUMB
    return style_html(__file__, *masks, STRIP=strip, CARDS=cards, THUMB=thumb, PHONE_THUMB=PHONE_THUMB)


def _thumbnail(followed: ForwardTrace, position: int) -> np.ndarray:
    """Return (rows, columns) uint8: the more ink, the further from 0; the ten probabilities as bars."""
    if position == 0:
        return followed.image
    if position == followed.count:
        heights = np.rint(np.nan_to_num(followed.activations.probabilities) * BAR_STEPS)
        bars = np.arange(BAR_STEPS, 0, -1)[:, np.newaxis] <= np.maximum(heights, 1)
        return np.repeat(bars.astype(np.uint8) * plotly_figures.FULL_INK, 2, axis=1) * np.tile([1, 0], 10).astype(
            np.uint8
        )
    values = np.abs(followed.output_of(position - 1))
    if values.ndim == 3:
        strongest = np.argsort(-values.max(axis=(0, 1)), kind="stable")[:MOST_TILES]
        count = max(side * side for side in (1, 2, 3) if side * side <= len(strongest))
        values = values[..., np.sort(strongest[:count])]
    square = input_flatten_dropout.as_square(values)
    shares = np.clip(np.nan_to_num(square / max_abs(square)), 0, 1)
    return np.rint(shares * plotly_figures.FULL_INK).astype(np.uint8)
