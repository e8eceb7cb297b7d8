"""Units of a layer, values in one row: as a grid of cells, by number, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import streamlit as st

from core.inference.forward_trace import ForwardTrace, is_signed, max_abs, strongest_map
from core.inference.standout import furthest_map
from models.layers import Flatten
from pages.parts.inside.follow import feature_maps, selection
from pages.parts.inside.subject.numbered import numbered
from pages.state.inside import inside_slots
from pages.text.inside import number
from pages.text.inside_units import DenseText
from pages.text.numbers import count
from pages.ui import tables, widgets

UNITS_PAGE = 1024  # units in one grid
MOST_ROWS = 1024  # of a table


def word(followed: ForwardTrace, index: int) -> str:
    """Return what one value of a layer's output is called: map, digit, unit or number."""
    if followed.output_of(index).ndim == 3:
        return "map"
    if followed.group(index) == followed.group(followed.count - 1):
        return "digit"
    if followed.output_of(followed.group(index)).ndim == 3:  # what is left of a map
        return "map"
    return "number" if isinstance(followed.layer(followed.group(index)), Flatten) else "unit"


def grid(
    followed: ForwardTrace, index: int, values: np.ndarray, *, key: str | None = None, redraws: Sequence[str] = ()
) -> None:
    """Draw units as cells; without a key of its own a click on one chooses it; `redraws` as in `unit_inputs`."""
    from pages.parts.inside.subject import figures

    chosen, what = selection.chosen_map(followed, index), word(followed, index)
    first = chosen // UNITS_PAGE * UNITS_PAGE
    strongest = furthest_map(values)
    scale = {"limit": max_abs(values), "signed": is_signed(values)}
    figure = figures.unit_grid(values[first : first + UNITS_PAGE], first, marked=chosen, what=what, **scale)
    zero = int(np.count_nonzero(values == 0))
    alt = DenseText.outputs_alt(what, len(values), zero, strongest, float(values[strongest.place]))
    choose, slot = partial(selection.choose_map, followed, index), inside_slots.INSIDE_MAPS.of(index)
    options = {"key": key} if key is not None else feature_maps.on_click(slot, choose, redraws=redraws)
    feature_maps.draw(figure, alt=alt, **scale, **options)
    if key is None and len(values) > UNITS_PAGE:
        st.caption(DenseText.shown(first, min(first + UNITS_PAGE, len(values)) - 1, len(values)))


def unit_inputs(followed: ForwardTrace, index: int, *, redraws: Sequence[str] = ()) -> None:
    """Draw the input for a unit's number, and the buttons to the strongest and the next one.

    Args:
        followed: the network and the picture.
        index: of the layer.
        redraws: fragments that are drawn again in place of the one that these stand in.
    """

    def choose(number: int) -> None:
        selection.choose_map(followed, index, number)
        if redraws:
            widgets.draw_only(*redraws)

    values = followed.output_of(index)
    last, chosen = len(values) - 1, selection.chosen_map(followed, index)
    what = word(followed, index)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        numbered(what.capitalize(), inside_slots.INSIDE_MAP, chosen, last, choose)
        for title, target in (
            (DenseText.strongest_one(what), strongest_map(values)),
            (DenseText.next_one(what), (chosen + 1) % (last + 1)),
        ):
            st.button(title, key=f"inside-{title.split()[0].lower()}", on_click=choose, args=(target,))
    found = furthest_map(values)
    if found.value:  # of a layer that is 0 everywhere, that is said above
        feature_maps.say_tie(found, what)


def table(followed: ForwardTrace, index: int) -> None:
    """Draw the outputs as a table."""
    values, what = followed.output_of(index), word(followed, index)
    tables.show_once_open(
        DenseText.table(what, len(values), MOST_ROWS),
        "inside-units-table",
        (what.capitalize(), DenseText.OUTPUT),
        lambda: [(count(unit), number(value, 3)) for unit, value in enumerate(values[:MOST_ROWS].tolist())],
    )
