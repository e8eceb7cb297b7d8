"""Inside normalisation and activation layers: every value changed by itself, before beside after."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.inference.forward_trace import ForwardTrace, is_signed, max_abs, snap_to_network
from core.inference.unit_arithmetic import activate, normalised_cell
from models.layers import Activation, BatchNormalization
from pages.parts.inside import feature_maps, selection, units
from pages.text.inside import Inside
from pages.text.inside_maps import Activated, Convolution
from pages.text.inside_units import Between, DenseText
from pages.ui import tables, widgets

_STORED = {"mean": "moving_mean", "variance": "moving_variance", "gamma": "gamma", "beta": "beta"}


def show(followed: ForwardTrace, index: int) -> None:
    """Draw the panel of a normalisation or an activation, of maps or of units."""
    layer, values = followed.layer(index), followed.output_of(index)
    if isinstance(layer, BatchNormalization):
        st.markdown(Between.norm_text(values.shape[-1], units.word(followed, index)))
    else:
        assert isinstance(layer, Activation)
        st.markdown(Activated.FORMULAS[layer.function])
    if values.ndim == 3:
        work, maps = st.columns([9.05, 2.5], gap="medium")
        with work:
            _show_cell(followed, index)
        with maps, st.container(gap="xsmall"):
            feature_maps.show_maps(followed, index)
        feature_maps.before_and_after(followed, index, Between.ALL)
    else:
        _show_unit(followed, index)
    if isinstance(layer, BatchNormalization):
        with st.expander(Inside.WHY):
            st.markdown(Between.BECAUSE_NORM)
    if values.ndim == 3:
        feature_maps.maps_table(followed, index)
    else:
        units.table(followed, index)


@st.fragment(key=feature_maps.CELL)
@widgets.show_errors()
def _show_cell(followed: ForwardTrace, index: int) -> None:
    from pages.parts.inside import figures

    before, after = followed.input_of(index), followed.output_of(index)
    chosen = selection.chosen_map(followed, index)
    values = after[..., chosen]
    position = selection.chosen_cell(index, values)
    by_hand, left, right = st.columns([3, 2.5, 2.5], gap="medium")
    with by_hand, st.container(gap="xsmall"):
        st.markdown(f"**{Convolution.cell_title(chosen, *position, float(values[position]))}**")
        _worked_out(followed, index, chosen, (before[position], after[position]), over="maps")
        feature_maps.cell_inputs(followed, index, position, after.shape)
    with left, st.container(gap="xsmall"):
        st.markdown(f"**{Inside.map_title(chosen, Between.BEFORE)}**")
        feature_maps.draw(
            figures.map_picture(before[..., chosen], limit=max_abs(before), signed=is_signed(before), marked=position),
            key="inside-before",
            alt=Inside.map_alt(chosen, *values.shape, *position, float(before[(*position, chosen)])),
            limit=max_abs(before),
            signed=is_signed(before),
        )
        feature_maps.map_number(followed, index, Inside.MAP)
    with right, st.container(gap="xsmall"):
        st.markdown(f"**{Inside.map_title(chosen, Between.AFTER, is_empty=not values.any())}**")
        feature_maps.cell_chart(
            figures.map_picture(values, limit=max_abs(after), signed=is_signed(after), marked=position),
            followed,
            index,
            columns=values.shape[1],
            alt=Inside.map_alt(chosen, *values.shape, *position, float(values[position])),
            limit=max_abs(after),
            signed=is_signed(after),
        )


@st.fragment(key=feature_maps.CELL)
@widgets.show_errors()
def _show_unit(followed: ForwardTrace, index: int) -> None:
    chosen = selection.chosen_map(followed, index)
    before, after = followed.input_of(index), followed.output_of(index)
    by_hand, left, right = st.columns([3, 2.5, 2.5], gap="medium")
    with by_hand, st.container(gap="xsmall"):
        what = units.word(followed, index)
        st.markdown(f"**{DenseText.unit_title(what.capitalize(), chosen, float(after[chosen]))}**")
        _worked_out(followed, index, chosen, (before, after), over="units")
        units.unit_inputs(followed, index)
    with left, st.container(gap="xsmall"):
        st.markdown(f"**{Between.BEFORE.capitalize()}**")
        units.grid(followed, index, before, key="inside-before")
    with right, st.container(gap="xsmall"):
        st.markdown(f"**{Between.AFTER.capitalize()}**")
        units.grid(followed, index, after)


def _worked_out(
    followed: ForwardTrace, index: int, chosen: int, values: tuple[np.ndarray, np.ndarray], *, over: str
) -> None:
    """Say how a value changed; `values` are those of all maps (or units) there, before and after."""
    layer, before, after = followed.layer(index), float(values[0][chosen]), float(values[1][chosen])
    if isinstance(layer, Activation):
        result = snap_to_network(float(activate(values[0], layer.function)[chosen]), after)
        change = Activated.function(layer.function, before, result, over=over)
        st.markdown(f"{Between.changed(before)} {change}.")
        return
    assert isinstance(layer, BatchNormalization)
    numbers = {name: float(followed.weight(index, stored)[chosen]) for name, stored in _STORED.items()}
    cell = normalised_cell(before, epsilon=layer.epsilon, **numbers)
    st.markdown(Between.norm_formula(before, epsilon=layer.epsilon, **numbers))
    st.markdown(Between.norm_result(cell.standardised, snap_to_network(cell.output, after)))
    tables.show(Between.NORM_TABLE, Between.NORM_HEADER, Between.norm_rows(**numbers))
