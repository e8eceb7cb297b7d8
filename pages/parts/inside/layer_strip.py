"""The strip of all layers, each with a thumbnail of what it gives for this digit: one is chosen, in the URL too."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.inference.forward_trace import ForwardTrace, extent
from pages.parts.inside import feature_maps, input_flatten_dropout
from pages.state import session
from pages.state.session import Key
from pages.text.inside import Inside
from pages.ui import colours, plotly_figures

THUMB, PHONE_THUMB = 46, 32  # side on screen, in pixels
BAR_STEPS = 20  # of a certainty of 1, as a bar
MOST_TILES = 9  # maps in a thumbnail


def station(followed: ForwardTrace) -> int:
    """Return which station of the strip is looked at: 0 for the picture, then the layers from 1."""
    asked = session.inside_layer()
    if asked is None:
        return followed.first_computing + 1
    return min(asked, followed.count)


def show(followed: ForwardTrace) -> None:
    """Draw the strip."""
    st.html(_style(followed))
    session.preset(Key.INSIDE_STRIP, station(followed))
    st.pills(
        Inside.STRIP,
        range(followed.count + 1),
        format_func=lambda place: _label(followed, place),
        required=True,
        key=Key.INSIDE_STRIP,
        wrap=True,
        label_visibility="collapsed",
        on_change=_choose,
    )


def _choose() -> None:
    chosen = session.value(Key.INSIDE_STRIP)
    if isinstance(chosen, int):
        session.view_layer(chosen)
    st.rerun([feature_maps.PANEL])


def _label(followed: ForwardTrace, place: int) -> str:
    if place == 0:
        return Inside.station(place, Inside.PICTURE, followed.spec.input_shape)
    index = place - 1
    name = Inside.name(followed.layer(index), is_last=place == followed.count)
    return Inside.station(place, name, followed.row(index).output_shape)


def _style(followed: ForwardTrace) -> str:
    """Return the strip's looks: every pill a card with a picture on it."""
    strip = f".st-key-{Key.INSIDE_STRIP}"
    rules = [
        f"{strip} button {{height: auto; flex-direction: column; padding: 4px 1px; border-radius: 6px; "
        "min-width: 66px}",
        f'{strip} button::before {{content: ""; display: block; width: {THUMB}px; height: {THUMB}px; '
        f"margin: 0 auto 2px; background: {colours.INK}; image-rendering: pixelated}}",
        f"{strip} button p {{font-size: 0.75rem; line-height: 1.2; text-align: center}}",
        f"{strip} button p strong {{display: block}}",
    ]
    rules.append(
        f"@media (max-width: 640px) {{{strip} button {{width: 66px; padding: 3px 0}} "
        f"{strip} button::before {{width: {PHONE_THUMB}px; height: {PHONE_THUMB}px}} "
        f"{strip} button p {{font-size: 0.6875rem}}}}"
    )
    for place in range(followed.count + 1):
        mask = f"url({plotly_figures.ink_mask(_thumbnail(followed, place))}) center / contain no-repeat"
        rules.append(f"{strip} button:nth-of-type({place + 1})::before {{mask: {mask}}}")
    return f"<style>{' '.join(rules)}</style>"


def _thumbnail(followed: ForwardTrace, place: int) -> np.ndarray:
    """Return (rows, columns) uint8: the more ink, the further from 0; the ten probabilities as bars."""
    if place == 0:
        return followed.pixels
    if place == followed.count:
        heights = np.rint(followed.activations.probabilities * BAR_STEPS)
        bars = np.arange(BAR_STEPS, 0, -1)[:, np.newaxis] <= np.maximum(heights, 1)
        return np.repeat(bars.astype(np.uint8) * plotly_figures.FULL_INK, 2, axis=1) * np.tile([1, 0], 10).astype(
            np.uint8
        )
    values = np.abs(followed.gives(place - 1))
    if values.ndim == 3:
        strongest = np.argsort(-values.max(axis=(0, 1)), kind="stable")[:MOST_TILES]
        count = max(side * side for side in (1, 2, 3) if side * side <= len(strongest))
        values = values[..., np.sort(strongest[:count])]
    square = input_flatten_dropout.as_square(values)
    return np.rint(square / extent(square) * plotly_figures.FULL_INK).astype(np.uint8)
