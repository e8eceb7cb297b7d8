"""Inside a pooling: the block that a cell stands for and what is left of it, before beside after."""

from __future__ import annotations

import math

import streamlit as st

from core.inference.cell_arithmetic import pooling_cell
from core.inference.forward_trace import ForwardTrace, is_signed, max_abs, snap_to_network
from core.inference.loaded_networks import StoredNetwork
from models.layers import AveragePooling2D
from models.layers.pooling import Pooling as PoolingLayer
from pages.parts.inside.follow import feature_maps, map_tables, selection, units
from pages.parts.inside.follow.panels import pooling_pictures, pooling_shift
from pages.text.inside import Inside
from pages.text.inside_maps import Convolution, Pooling
from pages.text.inside_units import Between, DenseText
from pages.ui import array_html, widgets


def show(followed: ForwardTrace, index: int, network: StoredNetwork) -> None:
    """Draw the panel of a pooling; the network is asked about the picture shifted by pixels."""
    layer = followed.layer_as(index, PoolingLayer)
    before, after = followed.input_of(index), followed.output_of(index)
    cells = Pooling.cells(math.prod(before.shape[:2]), math.prod(after.shape[:2]))
    st.markdown(f"{Pooling.text(layer)} {cells}")
    with feature_maps.beside_maps(followed, index, lambda: _show_map(followed, index)):
        _show_cell(followed, index, layer, network)


def _show_map(followed: ForwardTrace, index: int) -> None:
    """Draw what belongs to the chosen map."""
    map_tables.before_and_after(followed, index)
    st.expander(Inside.WHY).markdown(widgets.worded(Pooling.BECAUSE))
    map_tables.maps_table(followed, index)


@st.fragment(key=feature_maps.CELL)
@widgets.show_errors()
def _show_cell(followed: ForwardTrace, index: int, layer: PoolingLayer, network: StoredNetwork) -> None:
    before, values = followed.input_of(index), followed.output_of(index)
    chosen = selection.chosen_map(followed, index)
    position = selection.chosen_cell(index, values[..., chosen])
    cell = pooling_cell(before, layer, *position, chosen)
    by_hand, left, right = st.columns([3, 2.5, 2.5], gap="medium")
    with by_hand, st.container(gap="xsmall"):
        st.markdown(f"**{Convolution.cell_title(chosen, *position, float(values[(*position, chosen)]))}**")
        title, scale = Pooling.BLOCK, {"limit": max_abs(before), "signed": is_signed(before)}
        block = array_html.numbers(cell.block, title, outside=~cell.is_inside, marked=cell.winner, **scale)
        st.html(array_html.titled(title, block))
        output = snap_to_network(cell.output, float(values[(*position, chosen)]))
        st.markdown(Pooling.result(cell.block[cell.is_inside].tolist(), output, is_max=cell.winner is not None))
        feature_maps.cell_inputs(followed, index, position, values[..., chosen])
    with left, st.container(gap="xsmall"):
        st.markdown(f"**{Inside.map_title(chosen, Between.BEFORE)}**")
        pooling_pictures.show_blocks(before, chosen, layer, cell.region)
        feature_maps.map_number(followed, index)
    with right, st.container(gap="xsmall"):
        scale = {"limit": max_abs(before), "signed": is_signed(before)}
        feature_maps.output_map(followed, index, position, moment=Between.AFTER, **scale)
    pooling_pictures.show_both_kinds(before, chosen, layer, position)
    pooling_shift.show(followed, index, network)


def show_global(followed: ForwardTrace, index: int) -> None:
    """Draw the panel of a global average pooling: the maps, and the mean that is left of each."""
    before, after = followed.input_of(index), followed.output_of(index)
    st.markdown(Pooling.global_text(after.size, math.prod(before.shape[:2])))
    show_mean(followed, index)
    st.expander(Inside.WHY).markdown(Pooling.BECAUSE_GLOBAL)
    units.table(followed, index)


@st.fragment(key=feature_maps.CELL)
@widgets.show_errors()
def show_mean(followed: ForwardTrace, index: int) -> None:
    """Draw the map that is looked at, its cells added up by hand, and the means of all."""
    before, after = followed.input_of(index), followed.output_of(index)
    chosen, cells = selection.chosen_map(followed, index), math.prod(before.shape[:2])
    cell = pooling_cell(before, AveragePooling2D(pool_size=before.shape[0]), 0, 0, chosen)
    given = float(after[chosen])
    by_hand, left, right = st.columns([3, 2.5, 2.5], gap="medium")
    with by_hand, st.container(gap="xsmall"):
        what = units.word(followed, index)
        st.markdown(f"**{DenseText.unit_title(what.capitalize(), chosen, given)}**")
        st.markdown(Pooling.global_result(float(cell.block.sum()), cells, snap_to_network(cell.output, given)))
        units.unit_inputs(followed, index)
    with left, st.container(gap="xsmall"):
        values, limit, signed = before[..., chosen], max_abs(before), is_signed(before)
        st.markdown(widgets.worded(f"**{Inside.map_title(chosen, Between.BEFORE, is_empty=not values.any())}**"))
        alt = Pooling.global_result(float(cell.block.sum()), cells, given).replace("**", "")
        feature_maps.draw_map(values, key="inside-before", alt=alt, limit=limit, signed=signed)
    with right, st.container(gap="xsmall"):
        st.markdown(f"**{Pooling.MEANS}**")
        units.grid(followed, index, after)
