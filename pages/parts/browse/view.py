"""The Browse page's tabs: the data as pictures, digit by digit, class by class, and as a map."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.parts.browse.classes import view as classes
from pages.parts.browse.map import view as data_map
from pages.parts.browse.one_digit import view as one_digit
from pages.parts.browse.pictures import view as pictures
from pages.parts.frame import history_tabs, selected_digit
from pages.state import cached, selected, state
from pages.state.browse import browse_slots, query
from pages.text.browse import Tabs
from pages.ui import widgets


def show() -> None:
    """Draw the open tab."""
    with st.container(gap="xxsmall"):  # what is not there now takes a gap as well
        _show()


def _show() -> None:
    is_missing = cached.picture(selected.digit()) is None
    state.put(browse_slots.BROWSE_IN_VAIN, is_missing)
    if is_missing:
        with st.container():
            selected_digit.missing_digit()
    else:
        widgets.keep_place()
    in_vain = query.sync()
    bodies = {
        Tabs.PICTURES: partial(pictures.show, in_vain),
        Tabs.ONE_DIGIT: one_digit.show,
        Tabs.CLASSES: classes.show,
        Tabs.MAP: data_map.show,
    }
    tabs = history_tabs.show(list(bodies), browse_slots.BROWSE_TAB)
    for tab, body in zip(tabs, bodies.values(), strict=True):
        if tab.open:
            with tab:
                body()
