"""How sure it must be: one threshold for drawings and photos, and beside it what that costs on the test digits."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.inference.cost import image_cost
from core.inference.loaded_networks import StoredNetwork
from core.runs.log.models import Model
from pages.state import cached, slots, state
from pages.state.classes import known
from pages.text.draw_number import Doubt
from pages.ui import polling, widgets
from pages.ui import threshold as threshold_percent

COUNTING_SECONDS = 0.5  # between two looks whether it is counted
MOST_COST = 100_000_000_000  # of what is counted without being asked for: some ten seconds; see `image_cost`


def threshold() -> float:
    """Return the sureness, 0 to 1, below which nothing is answered."""
    return threshold_percent.percent() / 100


def show(model: Model) -> None:
    """Draw the slider, and what it costs for this model."""
    threshold_percent.show_slider()
    if known.fits(model):
        _show_cost(model.network)
    else:
        widgets.keep_place()


@st.fragment(key="draw-doubt")
@widgets.show_errors()
def _show_cost(network: StoredNetwork) -> None:
    """Draw the sentence; while it is counted, look again by itself: what is drawn beside it goes on."""
    if not lab.current().inference.is_awake:  # the page is drawn anew then
        polling.draw_again(None)
        return
    is_large = _is_large(network)
    if is_large and network.identity not in state.get(slots.DRAW_COUNTED):
        st.button(Doubt.COUNT, key="draw-count", help=Doubt.COUNT_HELP, on_click=_count, args=(network.identity,))
        return
    polling.draw_again(None)  # also where what follows raises
    found = cached.surenesses(network, is_large=is_large)
    if found is None:
        st.caption(widgets.worded(Doubt.COUNTING))
        polling.draw_again(COUNTING_SECONDS)
    else:
        st.caption(widgets.worded(Doubt.cost(threshold_percent.percent(), found.rejection(threshold()))))


def _is_large(network: StoredNetwork) -> bool:
    """Return whether it takes long to read the test images, and nobody has waited for that yet."""
    dataset = cached.dataset()
    is_known = lab.current().inference.known_evaluation(network, dataset) is not None
    return not is_known and image_cost(network.spec) * dataset.test_count > MOST_COST


def _count(identity: str) -> None:
    state.put(slots.DRAW_COUNTED, state.get(slots.DRAW_COUNTED) | {identity})
