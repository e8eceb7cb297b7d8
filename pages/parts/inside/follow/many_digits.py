"""Is a map dead, or only 0 for this digit? The maps of a layer over 2,000 test digits, read when it is asked for."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.inference.forward_trace import ForwardTrace
from core.inference.layers.map_activity import MapActivity
from core.serving.map_activity import image_count
from models.layers import Flatten
from pages.parts.inside.follow import selection, units
from pages.state import cached, state
from pages.state.inside import inside_slots
from pages.state.inside import values as inside_values
from pages.text.inside_many import ManyDigits
from pages.ui import tables, widgets

MOST_ROWS = 1024  # of a table


def show(followed: ForwardTrace, index: int) -> None:
    """Draw which maps are 0 for this digit and, once asked for, which are for all of 2,000: where any can be."""
    values = followed.output_of(index)
    empty = np.flatnonzero(~values.reshape(-1, values.shape[-1]).any(axis=0)).tolist()
    network = followed.network
    if network is None or not _may_be_silent(followed, index):
        return
    what, total = units.word(followed, index), values.shape[-1]
    with st.container(gap="xsmall", key="inside-many-box"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if text := widgets.worded(ManyDigits.today(what, empty, total)):
                st.markdown(text, width="content")
            if state.get(inside_slots.INSIDE_MANY) != network.identity:
                label, args = (
                    widgets.worded(ManyDigits.ask(image_count(network.spec, cached.dataset()))),
                    (inside_slots.INSIDE_MANY, network.identity),
                )
                st.button(label, key="inside-ask-many", on_click=state.put, args=args)
                return
        _answer(_read(followed)[index], what, selection.chosen_map(followed, index))


def known(followed: ForwardTrace, index: int) -> MapActivity | None:
    """Return the maps of a layer over many digits where a person asked for them and a ReLU made them, else None."""
    network = followed.network
    if (
        network is None
        or state.get(inside_slots.INSIDE_MANY) != network.identity
        or not _may_be_silent(followed, index)
    ):
        return None
    found = inside_values.known_activity(network)
    return None if found is None else found[index]


def _read(followed: ForwardTrace) -> tuple[MapActivity, ...]:
    """Return the maps of all layers over many digits; draws how far it is while they are read."""
    room = st.empty()
    network = followed.network
    assert network is not None
    found = inside_values.map_activity(
        network, lambda done, total: room.progress(done / total, widgets.worded(ManyDigits.reading(done, total)))
    )
    room.empty()
    return found


def _answer(found: MapActivity, what: str, chosen: int) -> None:
    total, images = len(found.silent), found.images
    one = ManyDigits.one(what, chosen, int(found.silent[chosen]), images)
    st.markdown(widgets.worded(f"{ManyDigits.dead(what, found.dead, total, images)} {one}"))
    tables.show_once_open(
        widgets.worded(ManyDigits.table(what, total, images)),
        "inside-many-table",
        [widgets.worded(name) for name in ManyDigits.header(what)],
        lambda: [
            ManyDigits.row(
                number, int(found.silent[number]), images, float(found.largest[number]), float(found.mean[number])
            )
            for number in range(min(total, MOST_ROWS))
        ],
    )


def _may_be_silent(followed: ForwardTrace, index: int) -> bool:
    """Return whether a ReLU made what the layer gives, which may be 0 everywhere; the single numbers of a row not."""
    if index == followed.count - 1 or isinstance(followed.layer(followed.group(index)), Flatten):
        return False
    for earlier in range(index, -1, -1):
        layer = followed.layer(earlier)
        if layer.output_function != "linear":
            return layer.output_function == "relu"
        if not layer.keeps_maps or layer.kernels or layer.weights(1):
            return False
    return False
