"""Inside a pooling: the block that a cell stands for and what is left of it, before beside after."""

from __future__ import annotations

import math

import streamlit as st

from core.inference.arithmetic import pooling_cell
from core.inference.following import Followed, agreed, extent, is_signed
from models.layers import AveragePooling2D, MaxPooling2D
from pages.shared import controls, inside_choice, inside_grids, inside_maps
from pages.shared.words.inside import Inside
from pages.shared.words.inside_maps import Convolution, Pooling


def show(followed: Followed, index: int) -> None:
    """Draw the panel of a pooling."""
    layer = followed.layer(index)
    assert isinstance(layer, MaxPooling2D | AveragePooling2D)
    before, after = followed.gets(index), followed.gives(index)
    cells = Pooling.cells(math.prod(before.shape[:2]), math.prod(after.shape[:2]))
    st.markdown(f"{Pooling.text(layer)} {cells}")
    work, maps = st.columns([9.05, 2.5], gap="medium")
    with work:
        _show_cell(followed, index, layer)
    with maps, st.container(gap="xsmall"):
        inside_maps.show_maps(followed, index)
    inside_maps.before_and_after(followed, index, Pooling.ALL)
    with st.expander(Inside.WHY):
        st.markdown(Pooling.BECAUSE)
    inside_maps.maps_table(followed, index)


@st.fragment(key=inside_maps.CELL)
@controls.show_errors()
def _show_cell(followed: Followed, index: int, layer: MaxPooling2D | AveragePooling2D) -> None:
    from pages.shared import inside_figures

    before, after = followed.gets(index), followed.gives(index)
    chosen = inside_choice.chosen_map(followed, index)
    values = after[..., chosen]
    place = inside_choice.chosen_cell(index, values)
    cell = pooling_cell(before, layer, *place, chosen)
    signed, limit = is_signed(before), extent(before)
    by_hand, left, right = st.columns([3, 2.5, 2.5], gap="medium")
    with by_hand, st.container(gap="xsmall"):
        st.markdown(f"**{Convolution.cell_title(chosen, *place, float(values[place]))}**")
        st.html(
            inside_grids.titled(
                Pooling.BLOCK,
                inside_grids.numbers(
                    cell.block, Pooling.BLOCK, signed=signed, limit=limit, outside=~cell.is_inside, marked=cell.winner
                ),
            )
        )
        numbers = cell.block[cell.is_inside].tolist()
        st.markdown(Pooling.result(numbers, agreed(cell.output, float(values[place])), is_max=cell.winner is not None))
        inside_maps.cell_inputs(followed, index, place, after.shape)
    with left, st.container(gap="xsmall"):
        st.markdown(f"**{Inside.map_title(chosen, Pooling.BEFORE)}**")
        framed = (cell.place.row, cell.place.column)
        inside_maps.draw(
            inside_figures.map_picture(
                before[..., chosen], limit=limit, signed=signed, marked=framed, side=cell.place.size
            ),
            key="inside-before",
            alt=Convolution.source_alt(Convolution.source(chosen, 2), *framed, cell.place.size),
            limit=limit,
            signed=signed,
        )
        inside_maps.map_number(followed, index, Inside.MAP)
    with right, st.container(gap="xsmall"):
        st.markdown(f"**{Inside.map_title(chosen, Pooling.AFTER, is_empty=not values.any())}**")
        inside_maps.cell_chart(
            inside_figures.map_picture(values, limit=limit, signed=signed, marked=place),
            followed,
            index,
            columns=values.shape[1],
            alt=Inside.map_alt(chosen, *values.shape, *place, float(values[place])),
            limit=limit,
            signed=signed,
        )
