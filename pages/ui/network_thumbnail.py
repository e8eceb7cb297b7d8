"""A network in a line's height: a box for every picture that a layer gives, a bar for every row of values."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from functools import lru_cache

import streamlit as st

from models.layers import LAYER_KINDS
from models.spec import NetworkSpec
from pages.text.run_title import layers_text
from pages.ui.colours import TEXT

_SMALLEST, _PER_ROW, _PER_DOUBLING = 3, 0.6, 1.4  # pixels on screen
_BAR_PER_DOUBLING = 1.6


@lru_cache(maxsize=512)
def boxes(spec: NetworkSpec) -> tuple[tuple[int, int], ...]:
    """Return the width and height, in pixels on screen, of each box from the input to the ten outputs.

    As in the large drawing: as high as there are rows, and wider by the same step for each doubling of the maps.
    """
    shapes = [row.output_shape for row in spec.rows() if not LAYER_KINDS[row.kind].is_elementwise]
    return tuple(_box(shape) for shape in (spec.input_shape, *shapes))


def show(spec: NetworkSpec) -> None:
    """Draw a network, with its layers in words beneath."""
    drawn = "".join(
        f'<span style="width: {width}px; height: {height}px; box-sizing: border-box; border: 1px solid {TEXT}; '
        f'background: color-mix(in srgb, {TEXT} 16%, transparent)"></span>'
        for width, height in boxes(spec)
    )
    st.html(
        f'<div style="display: flex; align-items: center; gap: 3px; color: {TEXT}" aria-hidden="true">{drawn}</div>'
        f'<div style="font-size: 0.8125rem; color: {TEXT}">{html.escape(layers_text(spec))}</div>'
    )


def _box(shape: Sequence[int]) -> tuple[int, int]:
    if len(shape) == 1:
        return _SMALLEST, round(_SMALLEST + _BAR_PER_DOUBLING * math.log2(shape[0]))
    rows, _, maps = shape
    return round(_SMALLEST + _PER_DOUBLING * math.log2(maps)), round(_SMALLEST + _PER_ROW * rows)
