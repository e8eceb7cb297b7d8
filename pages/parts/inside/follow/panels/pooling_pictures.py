"""A map before a pooling with its blocks and the cells that win, and what is left of it by either kind of pooling."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.inference.by_hand.pooling_blocks import pooled_map
from core.inference.cell_arithmetic import InputRegion
from core.inference.forward_trace import is_signed, max_abs
from models.layers.pooling import Pooling
from pages.text.inside_pooling import Blocks
from pages.ui import array_html

SIDE, KIND_SIDE = 226, 150  # of pictures on screen, in pixels


def show_blocks(before: np.ndarray, chosen: int, layer: Pooling, framed: InputRegion) -> None:
    """Draw a map before a pooling.

    Args:
        before: (rows, columns, maps), the pooling's input.
        chosen: the map's number.
        layer: the pooling.
        framed: the block that gets a frame.
    """
    values, window = before[..., chosen], layer.window
    winners = pooled_map(values, layer).winners
    alt = Blocks.alt(chosen, layer, int(np.count_nonzero(winners)), framed.row, framed.column)
    limit, signed = max_abs(before), is_signed(before)
    blocks = (window.size, window.start(0, len(values))) if window.size == window.strides else None
    picture = array_html.picture(
        values,
        alt,
        width=SIDE,
        signed=signed,
        limit=limit,
        frame=(framed.row, framed.column, framed.size),
        marks=winners if layer.operation == "max" else None,
        blocks=blocks,
    )
    st.html(picture + array_html.scale_bar(limit, signed=signed))
    if layer.operation == "max":
        st.caption(Blocks.WINNERS)


def show_both_kinds(before: np.ndarray, chosen: int, layer: Pooling, position: tuple[int, int]) -> None:
    """Draw what maximum and average leave of a map, on one scale; arguments as above, and the cell that is framed."""
    pooled = pooled_map(before[..., chosen], layer)
    signed, limit = is_signed(before), max_abs(before)
    kinds = (("max", pooled.largest), ("average", pooled.mean))
    pictures = [
        array_html.titled(
            Blocks.kind(operation, is_own=operation == layer.operation),
            array_html.picture(
                values,
                Blocks.kind_alt(operation, chosen, float(values.max())),
                width=KIND_SIDE,
                signed=signed,
                limit=limit,
                frame=(*position, 1),
            ),
        )
        for operation, values in sorted(kinds, key=lambda kind: kind[0] != layer.operation)
    ]
    st.html(array_html.row(pictures, gap="1.5rem", name=Blocks.both(chosen)))
