"""Units of a layer, values in one row: as a grid of cells, by number, as a table."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.inference.forward_trace import ForwardTrace, extent, is_signed, strongest_map
from models.layers import Flatten
from pages.parts.inside import feature_maps, selection
from pages.state import session
from pages.state.session import Key
from pages.text.general import count
from pages.text.inside import Inside, number
from pages.text.inside_units import DenseWords

UNITS_PAGE = 1024  # units in one grid
MOST_ROWS = 1024  # of a table


def word(followed: ForwardTrace, index: int) -> str:
    """Return what one value of a layer's output is called: map, digit, unit or number."""
    if followed.gives(index).ndim == 3:
        return "map"
    if followed.group(index) == followed.group(followed.count - 1):
        return "digit"
    return "number" if isinstance(followed.layer(followed.group(index)), Flatten) else "unit"


def grid(followed: ForwardTrace, index: int, values: np.ndarray, *, key: str | None = None) -> None:
    """Draw units as cells; without a key of its own a click on one chooses it."""
    from pages.parts.inside import figures

    chosen, what = selection.chosen_map(followed, index), word(followed, index)
    first = chosen // UNITS_PAGE * UNITS_PAGE
    strongest = strongest_map(values)
    figure = figures.unit_grid(
        values[first : first + UNITS_PAGE],
        first,
        limit=extent(values),
        signed=is_signed(values),
        marked=chosen,
        what=what,
    )
    zero = int(np.count_nonzero(values == 0))
    alt = DenseWords.outputs_alt(what, len(values), zero, strongest, float(values[strongest]))
    bar = {"limit": extent(values), "signed": is_signed(values)}
    if key is not None:
        feature_maps.draw(figure, key=key, alt=alt, **bar)
        return
    clicked = f"{Key.INSIDE_MAPS}-{index}"

    def open_clicked() -> None:
        found = session.clicked_index(clicked)
        if found is not None:
            selection.choose_map(followed.group(index), found)

    feature_maps.draw(figure, key=clicked, alt=alt, selection_mode="points", on_select=open_clicked, **bar)
    if len(values) > UNITS_PAGE:
        st.caption(DenseWords.shown(first, min(first + UNITS_PAGE, len(values)) - 1, len(values)))


def unit_inputs(followed: ForwardTrace, index: int) -> None:
    """Draw the input for a unit's number, and the buttons to the strongest and the next one."""
    values, group = followed.gives(index), followed.group(index)
    last, chosen = len(values) - 1, selection.chosen_map(followed, index)
    what = word(followed, index)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        label = Inside.bounded(what.capitalize(), last)
        feature_maps.numbered(label, Key.INSIDE_MAP, chosen, last, _open_number, group)
        for title, target in (
            (DenseWords.strongest_one(what), strongest_map(values)),
            (DenseWords.next_one(what), (chosen + 1) % (last + 1)),
        ):
            st.button(
                title, key=f"inside-{title.split()[0].lower()}", on_click=selection.choose_map, args=(group, target)
            )


def table(followed: ForwardTrace, index: int) -> None:
    """Draw the outputs as a table."""
    values, what = followed.gives(index), word(followed, index)
    feature_maps.lazy_table(
        DenseWords.table(what, len(values), MOST_ROWS),
        "inside-units-table",
        (what.capitalize(), DenseWords.OUTPUT),
        lambda: [(count(place), number(value, 3)) for place, value in enumerate(values[:MOST_ROWS].tolist())],
    )


def _open_number(group: int) -> None:
    asked = session.value(Key.INSIDE_MAP)
    if isinstance(asked, int):
        selection.choose_map(group, asked)
