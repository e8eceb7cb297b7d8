"""How many test images are read right while each is changed against the network: counted on a click."""

from __future__ import annotations

import streamlit as st

from core.errors import LabError
from core.runs.log.models import Model
from core.serving.robustness.attacked import METHODS
from core.serving.robustness.attacks import UnderAttack
from pages.state import state
from pages.state.evaluate import toughness
from pages.state.evaluate.toughness_slots import FOOL_COUNTED
from pages.text.evaluate_fool import Fool
from pages.text.evaluate_toughness import Tough
from pages.ui import polling, tables, widgets

LOOK_SECONDS = 0.7  # between two looks at how far it is


def show(model: Model) -> None:
    """Draw the button, and the table as far as it is counted."""
    key = str(model.name)
    st.markdown(f"**{Fool.COUNT}**")
    with st.container():
        try:
            found = toughness.under_attack(model.network, asks=key in state.get(FOOL_COUNTED))
        except LabError as error:
            st.error(widgets.plain(str(error)))
            st.button(Tough.TRY_AGAIN, key="fool-try-again")
            found = toughness.under_attack(model.network, asks=False)
        if not found.is_whole and key not in state.get(FOOL_COUNTED):
            st.button(Fool.begin_count(found.images), key="fool-count", on_click=_begin, args=(key,))
        elif not found.is_whole:
            st.progress(found.count / found.images, Fool.counting(found))
            polling.draw_again(LOOK_SECONDS)
        if found.count:
            _table(found)
        widgets.keep_place()


def _table(found: UnderAttack) -> None:
    st.caption(Fool.counted(found))
    tables.show(Fool.COUNT_TABLE, Fool.header(), [Fool.row(method, found) for method in METHODS])


def _begin(key: str) -> None:
    state.put(FOOL_COUNTED, state.get(FOOL_COUNTED) | {key})
