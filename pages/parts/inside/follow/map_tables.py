"""A layer's maps as tables, and each map before the layer beside what the layer makes of it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.inference.forward_trace import ForwardTrace, is_signed, max_abs
from core.inference.layers.map_activity import MapActivity
from pages.parts.inside.follow import feature_maps, many_digits, selection, shown_values
from pages.text.inside import Inside, number
from pages.text.inside_many import ManyDigits
from pages.text.inside_units import Between
from pages.text.numbers import count
from pages.ui import array_html, tables, widgets


def maps_table(followed: ForwardTrace, index: int) -> None:
    """Draw the numbers of all maps and those of the chosen one, as tables."""
    values = shown_values.of(followed, index)
    chosen = selection.chosen_map(followed, index)
    moment = shown_values.moment(followed, index)
    caption = Inside.maps_table(values.shape[-1], moment)
    many = many_digits.known(followed, index)
    header = (
        Inside.MAPS_HEADER
        if many is None
        else (*Inside.MAPS_HEADER, widgets.worded(ManyDigits.silent_for(many.images)))
    )
    tables.show_once_open(caption, "inside-maps-table", header, lambda: _summaries(values, many))
    tables.show_once_open(
        Inside.map_table(chosen, moment),
        "inside-map-table",
        (Inside.ROW, *range(values.shape[1])),
        lambda: [(row_index, *map(number, row)) for row_index, row in enumerate(values[..., chosen].tolist())],
    )


def _summaries(values: np.ndarray, many: MapActivity | None) -> list[tuple[object, ...]]:
    return [
        (
            channel,
            *map(number, (one.max(), one.min(), one.mean())),
            int(np.count_nonzero(one == 0)),
            *(() if many is None else (count(int(many.silent[channel])),)),
        )
        for channel, one in enumerate(np.moveaxis(values, -1, 0))
    ]


def before_and_after(followed: ForwardTrace, index: int) -> None:
    """Draw, once it is opened, each map of a layer's input beside what the layer makes of it."""
    with st.expander(Between.ALL, key="inside-before-after", on_change="rerun") as box:
        if not box.open:
            return
        before, after = followed.input_of(index), followed.output_of(index)
        shown = feature_maps.page_of(selection.chosen_map(followed, index), after.shape[-1])
        pairs = []
        for channel in shown:
            pictures = [
                array_html.picture(
                    part[..., channel],
                    f"{Inside.map_title(channel)}, {what}",
                    width=64,
                    signed=is_signed(part),
                    limit=max_abs(part),
                )
                for part, what in ((before, Between.BEFORE), (after, Between.AFTER))
            ]
            pairs.append(array_html.titled(Inside.map_title(channel), array_html.beside(pictures)))
        st.html(array_html.row(pairs, name=Between.ALL))
