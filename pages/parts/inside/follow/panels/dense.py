"""Inside a dense layer: one unit by hand, all outputs and, where it sees the picture itself, weights as pictures."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st

from core.inference.forward_trace import ForwardTrace, max_abs, snap_to_network
from core.inference.unit_arithmetic import DenseUnit, dense_unit
from models.layers import Dense
from pages.parts.inside.follow import feature_maps, function_panel, many_digits, selection, shown_values, units
from pages.state.inside import inside_slots
from pages.text.inside import Inside, number
from pages.text.inside_maps import Activated
from pages.text.inside_units import DenseText
from pages.ui import array_html, tables, widgets

MOST_PRODUCTS = 8
SIDE = 28
PICTURE_WIDTH = 168  # on screen, in pixels


def show(followed: ForwardTrace, index: int) -> None:
    """Draw the panel of a dense layer."""
    layer, values = followed.layer_as(index, Dense), followed.output_of(index)
    zero = int(np.count_nonzero(values == 0))
    zeros = widgets.worded(f" {DenseText.zeros(zero, layer.units)}") if layer.activation == "relu" else ""
    no_maps = f" {DenseText.NO_MAPS}" if followed.spec.first_kernel == index and sees_picture(followed, index) else ""
    st.markdown(DenseText.text(followed.input_of(index).size, layer.units) + zeros + no_maps)
    if sees_picture(followed, index):
        work, images = st.columns([9.05, 2.5], gap="medium")
        with work:
            _show_unit(followed, index, layer)
        with images, st.container(gap="xsmall"):
            _show_images(followed, index)
    else:
        _show_unit(followed, index, layer)
    st.expander(Inside.WHY).markdown(DenseText.because(followed.layer_row(index)))
    units.table(followed, index)


@st.fragment(key=feature_maps.CELL)
@widgets.show_errors()
def _show_unit(followed: ForwardTrace, index: int, layer: Dense) -> None:
    chosen = selection.chosen_map(followed, index)
    given, shown = float(followed.output_of(index)[chosen]), shown_values.of(followed, index)
    what, moment = units.word(followed, index), shown_values.moment(followed, index)
    redraws = (feature_maps.PANEL,) if sees_picture(followed, index) else ()  # the weights' pictures frame the unit too
    by_hand, outputs = st.columns([6.55, 2.5], gap="medium")
    with by_hand, st.container(gap="xsmall"):
        st.markdown(f"**{DenseText.unit_title(what.capitalize(), chosen, float(shown[chosen]), moment)}**")
        unit = show_sum(followed, index, chosen)
        ending = Activated.function(layer.activation, unit.total, snap_to_network(unit.output, given), over="units")
        st.markdown(f"{DenseText.total(unit.products_sum, unit.bias, snap_to_network(unit.total, given))}; {ending}.")
        units.unit_inputs(followed, index, redraws=redraws)
    with outputs, st.container(gap="xsmall"):
        st.markdown(f"**{', '.join(filter(None, (DenseText.OUTPUTS, moment)))}**")
        units.grid(followed, index, shown, redraws=redraws)
        shown_values.switch(followed, index)
    function_panel.show(followed, index, (chosen,))
    many_digits.show(followed, index)


def show_sum(followed: ForwardTrace, index: int, chosen: int) -> DenseUnit:
    """Draw the products that a unit adds up, as pictures where its inputs are the picture, and return the unit."""
    layer = followed.layer_as(index, Dense)
    kernel, bias = followed.weight(index, "kernel"), followed.weight(index, "bias")
    unit = dense_unit(followed.input_of(index), kernel, bias, layer, chosen)
    if sees_picture(followed, index):
        _as_pictures(unit)
    else:
        _as_table(followed, index, unit)
    return unit


def sees_picture(followed: ForwardTrace, index: int) -> bool:
    """Return whether a layer's inputs are the picture's own 784 pixels, in their order."""
    return all(layer.rests for layer in followed.spec.layers[:index])


def _as_pictures(unit: DenseUnit) -> None:
    pixels, weights, products = (array.reshape(SIDE, SIDE) for array in (unit.inputs, unit.weights, unit.products))
    titled, picture = array_html.titled, array_html.picture
    parts = array_html.product(
        titled(DenseText.PIXELS, picture(pixels, DenseText.PIXELS, width=PICTURE_WIDTH)),
        titled(DenseText.WEIGHTS, picture(weights, DenseText.WEIGHTS, width=PICTURE_WIDTH, signed=True)),
        titled(DenseText.PRODUCTS, picture(products, DenseText.PRODUCTS, width=PICTURE_WIDTH, signed=True)),
    )
    st.html(array_html.row(parts))
    st.markdown(DenseText.sides(float(products[products > 0].sum()), float(products[products < 0].sum())))


def _as_table(followed: ForwardTrace, index: int, unit: DenseUnit) -> None:
    strongest = unit.strongest(MOST_PRODUCTS)
    total = len(unit.products)
    longest = max_abs(unit.products)
    rows = [
        (
            DenseText.origin(input_index, followed.origin(index, input_index)),
            number(unit.inputs[input_index]),
            number(unit.weights[input_index]),
            number(unit.products[input_index], 3),
            tables.signed_bar(unit.products[input_index] / longest),
        )
        for input_index in strongest.tolist()
    ]
    if total > len(strongest):
        rest = unit.products_sum - float(unit.products[strongest].sum())
        rows.append((DenseText.others(total - len(strongest)), "", "", number(rest, 3), ""))
    caption = DenseText.strongest(len(strongest), total, all_zero=not unit.products.any())
    st.html(tables.table_html(caption, DenseText.HEADER, rows, is_captioned=True))


def _show_images(followed: ForwardTrace, index: int) -> None:
    """Draw the units' weights as pictures: all of a small layer, else the strongest for this digit."""
    from pages.parts.inside.subject import figures

    kernel, values = followed.weight(index, "kernel"), followed.output_of(index)
    order = np.argsort(-np.abs(values), kind="stable")[: feature_maps.MAPS_PAGE].tolist()
    shown = sorted(order) if len(values) <= feature_maps.MAPS_PAGE else order
    images = kernel[:, shown].T.reshape(len(shown), SIDE, SIDE)
    choose = partial(selection.choose_map, followed, index)
    st.markdown(widgets.worded(f"**{DenseText.images(shown, len(values), all_zero=not values.any())}**"))
    feature_maps.draw(
        figures.map_mosaic(
            images,
            shown,
            limit=max_abs(images),
            marked=selection.chosen_map(followed, index),
            what=units.word(followed, index),
        ),
        alt=DenseText.images_alt(len(shown)),
        limit=max_abs(images),
        signed=True,
        **feature_maps.on_click(inside_slots.INSIDE_KERNELS.of(index), choose, redraws=(feature_maps.PANEL,)),
    )
