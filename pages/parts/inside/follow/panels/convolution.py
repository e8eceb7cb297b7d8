"""Inside a convolution: one cell by hand, the map it belongs to, all maps, all kernels."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st

from core.inference.cell_arithmetic import ConvolutionCell, convolution_cell
from core.inference.forward_trace import ForwardTrace, is_signed, max_abs, snap_to_network
from core.inference.unit_arithmetic import dense_parameters
from models.layers import Conv2D, Layer
from models.layers.conv2d import ConvolutionLayer
from pages.parts.inside.follow import (
    feature_maps,
    function_panel,
    kernels,
    many_digits,
    map_tables,
    selection,
    shown_values,
)
from pages.parts.inside.kernel import view as own_kernel
from pages.parts.inside.subject.numbered import numbered
from pages.state.inside import inside_slots
from pages.text.inside import Inside
from pages.text.inside_kernel import KernelText
from pages.text.inside_maps import Activated, Convolution
from pages.ui import array_html, widgets

MOST_SUMS = 3  # of other input maps that are named
SOURCE_WIDTH = 92  # of the layer's input on screen, in pixels
KernelName = Callable[[int, int], str]  # of an input map, and of how many


def show(followed: ForwardTrace, index: int) -> None:
    """Draw the panel of a convolution."""
    layer = followed.layer_as(index, Conv2D)
    text = Convolution.text(layer, followed.layer_row(index).input_shape[-1], is_first=index == 0)
    if not own_kernel.is_offered(followed, index):
        st.markdown(text)
    elif own_kernel.switch(text, KernelText.LEARNED, followed.input_scaling):
        own_kernel.show(followed, own_kernel.Learned.of(followed, selection.chosen_map(followed, index)))
        return
    with feature_maps.beside_maps(followed, index, lambda: _show_map(followed, index)):
        show_cell(followed, index)


def _show_map(followed: ForwardTrace, index: int) -> None:
    """Draw what belongs to the chosen map."""
    many_digits.show(followed, index)
    row = followed.layer_row(index)
    st.markdown(Convolution.saved(row, dense_parameters(row.input_shape, row.output_shape)))
    kernels.show(followed, index)
    st.expander(Inside.WHY).markdown(Convolution.because(followed.layer_row(index)))
    map_tables.maps_table(followed, index)


@st.fragment(key=feature_maps.CELL)
@widgets.show_errors()
def show_cell(followed: ForwardTrace, index: int, kernel: KernelName = Convolution.kernel) -> None:
    """Draw the cell that is looked at, worked out by hand, beside its map.

    Args:
        followed: the network and the picture.
        index: of the convolution.
        kernel: the name of the part of a kernel that an input map has.
    """
    by_hand, large = st.columns([6.55, 2.5], gap="medium")
    chosen = selection.chosen_map(followed, index)
    before, values, shown = followed.input_of(index), followed.output_of(index), shown_values.of(followed, index)
    position, channels = selection.chosen_cell(index, values[..., chosen]), before.shape[-1]
    given, moment = float(values[(*position, chosen)]), shown_values.moment(followed, index)
    layer, bias = followed.layer_as(index, ConvolutionLayer), followed.weight(index, "bias")
    arrays = [followed.weight(index, name) for name in layer.kernels]
    cell = convolution_cell(before, arrays, bias, layer, *position, chosen)
    channel = selection.chosen_channel(index, cell.strongest_channel, channels)
    with by_hand, st.container(gap="xsmall"):
        title = Convolution.cell_title(chosen, *position, cell.total if moment else given, moment)
        st.markdown(f"**{title}**")
        source = Convolution.source(channel, is_first=index == 0)
        st.html(_pictured(before, cell, channel, source, kernel(channel, channels), title))
        st.markdown(_sentence(layer, cell, channel, channels, given))
        if not cell.is_inside.all():
            st.caption(Convolution.outside(source))
        feature_maps.cell_inputs(followed, index, position, values[..., chosen])
        if channels > 1:
            choose = partial(selection.choose_channel, followed, index)
            numbered(Inside.CHANNEL, inside_slots.INSIDE_CHANNEL, channel, channels - 1, choose)
    with large, st.container(gap="xsmall"):
        feature_maps.output_map(followed, index, position, limit=max_abs(shown), signed=is_signed(shown))
        feature_maps.map_number(followed, index)
    function_panel.show(followed, index, (*position, chosen))


def _pictured(before: np.ndarray, cell: ConvolutionCell, channel: int, source: str, kernel: str, name: str) -> str:
    """Return the input with its patch framed, then patch x kernel = products, as HTML: one figure of that name."""
    channels, signed, limit = before.shape[-1], is_signed(before), max_abs(before)
    patch = Convolution.patch(channel, channels)
    framed = (cell.region.row, cell.region.column, cell.region.size)
    alt = Convolution.source_alt(source, *framed)
    picture = array_html.picture(
        before[..., channel], alt, width=SOURCE_WIDTH, signed=signed, limit=limit, frame=framed
    )
    shown = array_html.titled_numbers
    parts = array_html.product(
        shown(patch, cell.patch[..., channel], signed=signed, limit=limit, outside=~cell.is_inside),
        shown(kernel, cell.kernel[..., channel], signed=True, limit=max_abs(cell.kernel)),
        shown(Convolution.PRODUCTS, cell.products[..., channel], signed=True, limit=max_abs(cell.products)),
    )
    return array_html.row([array_html.titled(source, picture), *parts], name=name)


def _sentence(layer: Layer, cell: ConvolutionCell, channel: int, channels: int, given: float) -> str:
    shown = float(cell.channel_sums[channel])
    rest = None if channels == 1 else float(cell.channel_sums.sum() - shown)
    products, weight = float(cell.products[..., channel].sum()), float(cell.channel_weights[channel])
    text = Convolution.total(products, weight, rest, cell.bias, snap_to_network(cell.total, given))
    result = snap_to_network(cell.output, given)
    text = f"{text}; {Activated.function(layer.output_function, cell.total, result, over='maps')}."
    if channels > 1:
        order = [int(number) for number in np.argsort(-np.abs(cell.channel_sums), kind="stable") if number != channel]
        named = [(number, float(cell.channel_sums[number])) for number in order[:MOST_SUMS]]
        others = order[MOST_SUMS:]
        text += " " + Convolution.sums(named, len(others), float(cell.channel_sums[others].sum()))
    return text
