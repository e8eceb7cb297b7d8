"""Inside normalisation and activation layers: every value changed by itself, before beside after."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st

from core.inference.forward_trace import ForwardTrace, is_signed, max_abs, snap_to_network
from core.inference.unit_arithmetic import activate, normalised_cell
from models.layers import Activation, BatchNormalization
from pages.parts.inside.follow import (
    feature_maps,
    function_panel,
    many_digits,
    map_tables,
    selection,
    units,
    value_figures,
)
from pages.text.inside import Inside, number
from pages.text.inside_functions import Distribution
from pages.text.inside_maps import Activated, Convolution
from pages.text.inside_units import Between, DenseText
from pages.ui import array_html, tables, widgets

# Says how the chosen value changed; given those of all maps (or units) there, before and after
WorkedOut = Callable[[ForwardTrace, int, int, tuple[np.ndarray, np.ndarray]], None]
_STORED = {"mean": "moving_mean", "variance": "moving_variance", "gamma": "gamma", "beta": "beta"}


def show_normalisation(followed: ForwardTrace, index: int) -> None:
    """Draw the panel of a batch normalisation."""
    shape, what = followed.output_of(index).shape, units.word(followed, index)
    st.markdown(Between.norm_text(shape[-1], what, has_cells=len(shape) == 3))
    below = partial(_show_distribution, followed, index)
    _show_values(followed, index, _normalised, below=below, why=Between.because_norm(what))


def show_activation(followed: ForwardTrace, index: int) -> None:
    """Draw the panel of an activation."""
    st.markdown(Activated.FORMULAS[followed.layer_as(index, Activation).function])
    _show_values(followed, index, _activated, below=lambda: many_digits.show(followed, index))


def _show_values(
    followed: ForwardTrace, index: int, worked_out: WorkedOut, *, below: Callable[[], None], why: str = ""
) -> None:
    """Draw values before and after, of maps or of units, then `below`."""
    if followed.output_of(index).ndim == 3:
        with feature_maps.beside_maps(followed, index, lambda: _show_map(followed, index, below, why)):
            _show_cell(followed, index, worked_out)
        return
    _show_unit(followed, index, worked_out, below)
    _because(why)
    units.table(followed, index)


def _show_map(followed: ForwardTrace, index: int, below: Callable[[], None], why: str) -> None:
    """Draw what belongs to the chosen map."""
    below()
    map_tables.before_and_after(followed, index)
    _because(why)
    map_tables.maps_table(followed, index)


def _because(why: str) -> None:
    if why:
        st.expander(Inside.WHY).markdown(why)


@st.fragment(key=feature_maps.CELL)
@widgets.show_errors()
def _show_cell(followed: ForwardTrace, index: int, worked_out: WorkedOut) -> None:
    before, after = followed.input_of(index), followed.output_of(index)
    chosen = selection.chosen_map(followed, index)
    position = selection.chosen_cell(index, after[..., chosen])
    before_beside_after(
        followed,
        index,
        position,
        lambda: worked_out(followed, index, chosen, (before[position], after[position])),
        framed=(*position, 1),
        alt=Inside.map_alt(chosen, *after.shape[:2], *position, float(before[(*position, chosen)])),
        range_of=after,
    )
    function_panel.show(followed, index, (*position, chosen))


def before_beside_after(
    followed: ForwardTrace,
    index: int,
    position: tuple[int, int],
    work_out: Callable[[], None],
    *,
    framed: tuple[int, int, int],
    alt: str,
    range_of: np.ndarray,
) -> None:
    """Draw how a cell came about, beside the chosen map before a layer and after it.

    Args:
        followed: the network and the picture.
        index: of the layer.
        position: the cell's row and column.
        work_out: draws how its value came about.
        framed: row, column and side of the part of the map before that it is made of.
        alt: what the map before shows.
        range_of: the values whose range is the colours' in the map after.
    """
    before, after = followed.input_of(index), followed.output_of(index)
    chosen = selection.chosen_map(followed, index)
    by_hand, left, right = st.columns([3, 2.5, 2.5], gap="medium")
    with by_hand, st.container(gap="xsmall"):
        st.markdown(f"**{Convolution.cell_title(chosen, *position, float(after[(*position, chosen)]))}**")
        work_out()
        feature_maps.cell_inputs(followed, index, position, after[..., chosen])
    with left, st.container(gap="xsmall"):
        st.markdown(f"**{Inside.map_title(chosen, Between.BEFORE)}**")
        scale = {"limit": max_abs(before), "signed": is_signed(before)}
        feature_maps.draw_map(
            before[..., chosen], key="inside-before", alt=alt, marked=framed[:2], side=framed[2], **scale
        )
        feature_maps.map_number(followed, index)
    with right, st.container(gap="xsmall"):
        scale = {"limit": max_abs(range_of), "signed": is_signed(range_of)}
        feature_maps.output_map(followed, index, position, moment=Between.AFTER, **scale)


@st.fragment(key=feature_maps.CELL)
@widgets.show_errors()
def _show_unit(followed: ForwardTrace, index: int, worked_out: WorkedOut, below: Callable[[], None]) -> None:
    chosen = selection.chosen_map(followed, index)
    before, after = followed.input_of(index), followed.output_of(index)
    by_hand, left, right = st.columns([3, 2.5, 2.5], gap="medium")
    with by_hand, st.container(gap="xsmall"):
        what = units.word(followed, index)
        st.markdown(f"**{DenseText.unit_title(what.capitalize(), chosen, float(after[chosen]))}**")
        worked_out(followed, index, chosen, (before, after))
        units.unit_inputs(followed, index)
    with left, st.container(gap="xsmall"):
        st.markdown(f"**{Between.BEFORE.capitalize()}**")
        units.grid(followed, index, before, key="inside-before")
    with right, st.container(gap="xsmall"):
        st.markdown(f"**{Between.AFTER.capitalize()}**")
        units.grid(followed, index, after)
    function_panel.show(followed, index, (chosen,))
    below()


def _activated(followed: ForwardTrace, index: int, chosen: int, values: tuple[np.ndarray, np.ndarray]) -> None:
    function, before, after = followed.layer_as(index, Activation).function, values[0], float(values[1][chosen])
    result = snap_to_network(float(activate(before, function)[chosen]), after)
    over = "maps" if followed.output_of(index).ndim == 3 else "units"
    change = Activated.function(function, float(before[chosen]), result, over=over)
    st.markdown(f"{Between.changed(float(before[chosen]))} {change}.")


def _normalised(followed: ForwardTrace, index: int, chosen: int, values: tuple[np.ndarray, np.ndarray]) -> None:
    before, epsilon = float(values[0][chosen]), followed.layer_as(index, BatchNormalization).epsilon
    numbers = {name: float(followed.weight(index, stored)[chosen]) for name, stored in _STORED.items()}
    standardised, result = normalised_cell(before, epsilon=epsilon, **numbers)
    st.markdown(Between.norm_formula(before, epsilon=epsilon, **numbers))
    st.markdown(Between.norm_result(standardised, snap_to_network(result, float(values[1][chosen]))))
    caption = Between.norm_table(units.word(followed, index))
    tables.show(caption, Between.NORM_HEADER, Between.norm_rows(**numbers))


def _show_distribution(followed: ForwardTrace, index: int) -> None:
    """Draw, once it is opened, where this digit's values lie before and after, and the four numbers of every map."""
    before, after = followed.input_of(index), followed.output_of(index)
    what, maps = units.word(followed, index), after.shape[-1]
    with st.expander(widgets.worded(Distribution.EXPANDER), key="inside-distribution", on_change="rerun") as box:
        if box.open:
            ends = ((float(part.mean()), float(part.std())) for part in (before, after))
            finding = widgets.worded(Distribution.moved(after.size, *ends))
            st.markdown(finding)
            figure = value_figures.two_histograms(before, after, (Between.BEFORE, Between.AFTER), alt=finding)
            st.html(array_html.row([figure, value_figures.quantiles(before, after)], gap="2rem"))
            st.caption(Distribution.LINES)
    header = [widgets.worded(name) for name in Distribution.header(what, has_spread=before.ndim == 3)]
    tables.show_once_open(
        widgets.worded(Distribution.table(maps, what)), "inside-norm-table", header, lambda: _norm_rows(followed, index)
    )


def _norm_rows(followed: ForwardTrace, index: int) -> list[tuple[str, ...]]:
    stored = [followed.weight(index, name) for name in _STORED.values()]
    sides = [part.reshape(-1, part.shape[-1]) for part in (followed.input_of(index), followed.output_of(index))]
    has_spread = followed.output_of(index).ndim == 3
    measured = [one for side in sides for one in ((side.mean(0), side.std(0)) if has_spread else (side[0],))]
    return [
        (
            str(chosen),
            *(number(float(array[chosen]), 4) for array in stored),
            *(number(float(m[chosen])) for m in measured),
        )
        for chosen in range(min(sides[0].shape[-1], units.MOST_ROWS))
    ]
