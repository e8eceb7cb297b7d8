"""Inside a separable convolution: one cell by hand, a kernel for each input map, the weights that mix the maps."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.inference.forward_trace import ForwardTrace, furthest, max_abs
from models.layers import Conv2D, SeparableConv2D
from pages.parts.inside.follow import feature_maps, kernels, many_digits, map_tables
from pages.parts.inside.follow.panels import convolution
from pages.text.inside import Inside
from pages.text.inside_maps import Separable


def show(followed: ForwardTrace, index: int) -> None:
    """Draw the panel of a separable convolution."""
    layer, row = followed.layer_as(index, SeparableConv2D), followed.layer_row(index)
    plain = Conv2D(filters=layer.filters, kernel_size=layer.kernel_size)
    saved = Separable.saved(row.parameters, sum(plain.parameters(row.input_shape)))
    st.markdown(f"{Separable.text(layer, row.input_shape[-1], is_first=index == 0)} {saved}")
    with feature_maps.beside_maps(followed, index, lambda: _show_map(followed, index)):
        convolution.show_cell(followed, index, Separable.kernel)


def _show_map(followed: ForwardTrace, index: int) -> None:
    """Draw what belongs to the chosen map."""
    many_digits.show(followed, index)
    kernels.in_expander(followed, index, lambda: _show_kernels(followed, index), lambda: _show_mixing(followed, index))
    st.expander(Inside.WHY).markdown(Separable.because(followed.layer_row(index)))
    map_tables.maps_table(followed, index)


def _show_kernels(followed: ForwardTrace, index: int) -> None:
    """Draw the kernel of each input map."""
    slices = np.moveaxis(followed.weight(index, "depthwise_kernel")[..., 0], -1, 0)
    st.markdown(Separable.kernels(len(slices)))
    kernels.show_slices(followed, index, slices, limit=max_abs(slices))


def _show_mixing(followed: ForwardTrace, index: int) -> None:
    """Draw how much of each input map is in each map: a row for each of the former, a column for each of the latter."""
    weights = followed.weight(index, "pointwise_kernel")[0, 0]
    alt = Separable.mixing_alt(weights.size, furthest(weights))
    st.markdown(Separable.mixing(*weights.shape))
    feature_maps.draw_map(weights, key="inside-kernel-table", alt=alt, limit=max_abs(weights), signed=True)
