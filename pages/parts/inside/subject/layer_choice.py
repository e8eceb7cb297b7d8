"""A list of a network's layers, of which one is looked at: the same on every tab, and in the URL."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from models.spec import NetworkSpec
from pages.state import selected, slots, state
from pages.text.inside import Inside


def choose(spec: NetworkSpec, allowed: Sequence[int], *, default: int, label: str = Inside.STRIP) -> int:
    """Draw the list and return the index, from 0, of the layer that is looked at.

    Args:
        spec: the network.
        allowed: indices of the layers that can be looked at here, at least one.
        default: the one of them that counts while another layer is selected.
        label: of the list.
    """
    layer = selected.layer()
    index = layer - 1 if layer is not None and layer - 1 in allowed else default
    state.put(slots.INSIDE_LAYER, index)
    rows = spec.rows()
    st.selectbox(
        label,
        list(allowed),
        format_func=lambda index: Inside.layer_option(rows[index], index + 1),
        key=slots.INSIDE_LAYER.key,
        on_change=_choose,
    )
    return index


def _choose() -> None:
    index = state.get(slots.INSIDE_LAYER)
    if index is not None:
        selected.set_layer(index + 1)
