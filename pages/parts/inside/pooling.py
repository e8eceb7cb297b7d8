"""Inside a pooling: the block that a cell stands for and what is left of it, before beside after."""

from __future__ import annotations

import math

import streamlit as st

from core.inference.cell_arithmetic import pooling_cell
from core.inference.forward_trace import ForwardTrace, is_signed, max_abs, snap_to_network
from models.layers import AveragePooling2D
from models.layers.pooling import Pooling as PoolingLayer
from pages.parts.inside import feature_maps, selection, units
from pages.text.inside import Inside
from pages.text.inside_maps import Convolution, Pooling
from pages.text.inside_units import Between, DenseText
from pages.ui import array_html, widgets


def show(followed: ForwardTrace, index: int) -> None:
    """Draw the panel of a pooling."""
    layer = followed.layer_as(index, PoolingLayer)
    before, after = followed.input_of(index), followed.output_of(index)
    cells = Pooling.cells(math.prod(before.shape[:2]), math.prod(after.shape[:2]))
    st.markdown(f"{Pooling.text(layer)} {cells}")
    work, maps = st.columns([9.05, 2.5], gap="medium")
    with work:
        _show_cell(followed, index, layer)
    with maps, st.container(gap="xsmall"):
        feature_maps.show_maps(followed, index)
    feature_maps.before_and_after(followed, index, Between.ALL)
    with st.expander(Inside.WHY):
        st.markdown(Pooling.BECAUSE)
    feature_maps.maps_table(followed, index)


@st.fragment(key=feature_maps.CELL)
@widgets.show_errors()
def _show_cell(followed: ForwardTrace, index: int, layer: PoolingLayer) -> None:
    from pages.parts.inside import figures

    before, after = followed.input_of(index), followed.output_of(index)
    chosen = selection.chosen_map(followed, index)
    values = after[..., chosen]
    position = selection.chosen_cell(index, values)
    cell = pooling_cell(before, layer, *position, chosen)
    signed, limit = is_signed(before), max_abs(before)
    by_hand, left, right = st.columns([3, 2.5, 2.5], gap="medium")
    with by_hand, st.container(gap="xsmall"):
        st.markdown(f"**{Convolution.cell_title(chosen, *position, float(values[position]))}**")
        st.html(
            array_html.titled(
                Pooling.BLOCK,
                array_html.numbers(
                    cell.block, Pooling.BLOCK, signed=signed, limit=limit, outside=~cell.is_inside, marked=cell.winner
                ),
            )
        )
        numbers = cell.block[cell.is_inside].tolist()
        st.markdown(
            Pooling.result(
                numbers, snap_to_network(cell.output, float(values[position])), is_max=cell.winner is not None
            )
        )
        feature_maps.cell_inputs(followed, index, position, after.shape)
    with left, st.container(gap="xsmall"):
        st.markdown(f"**{Inside.map_title(chosen, Between.BEFORE)}**")
        framed = (cell.region.row, cell.region.column)
        feature_maps.draw(
            figures.map_picture(before[..., chosen], limit=limit, signed=signed, marked=framed, side=cell.region.size),
            key="inside-before",
            alt=Convolution.source_alt(Convolution.source(chosen, 2), *framed, cell.region.size),
            limit=limit,
            signed=signed,
        )
        feature_maps.map_number(followed, index, Inside.MAP)
    with right, st.container(gap="xsmall"):
        st.markdown(f"**{Inside.map_title(chosen, Between.AFTER, is_empty=not values.any())}**")
        feature_maps.cell_chart(
            figures.map_picture(values, limit=limit, signed=signed, marked=position),
            followed,
            index,
            columns=values.shape[1],
            alt=Inside.map_alt(chosen, *values.shape, *position, float(values[position])),
            limit=limit,
            signed=signed,
        )


def show_global(followed: ForwardTrace, index: int) -> None:
    """Draw the panel of a global average pooling: the maps, and the mean that is left of each."""
    before, after = followed.input_of(index), followed.output_of(index)
    st.markdown(Pooling.global_text(after.size, math.prod(before.shape[:2])))
    show_mean(followed, index)
    with st.expander(Inside.WHY):
        st.markdown(Pooling.BECAUSE_GLOBAL)
    units.table(followed, index)


@st.fragment(key=feature_maps.CELL)
@widgets.show_errors()
def show_mean(followed: ForwardTrace, index: int) -> None:
    """Draw the map that is looked at, its cells added up by hand, and the means of all."""
    from pages.parts.inside import figures

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
        st.markdown(f"**{Inside.map_title(chosen, Between.BEFORE, is_empty=not values.any())}**")
        feature_maps.draw(
            figures.map_picture(values, limit=limit, signed=signed),
            key="inside-before",
            alt=Pooling.global_result(float(cell.block.sum()), cells, given).replace("**", ""),
            limit=limit,
            signed=signed,
        )
    with right, st.container(gap="xsmall"):
        st.markdown(f"**{Pooling.MEANS}**")
        units.grid(followed, index, after)
