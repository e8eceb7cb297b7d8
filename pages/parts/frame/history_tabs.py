"""Tabs of which each change is a step in the browser's history.

`bind="query-params"` writes the address, too, but in place of the one before: Back would leave the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.state import slots, state, url
from pages.state.slot import Slot
from pages.ui.component_files import component

_follow = component("history_tabs", __file__)


def show(names: Sequence[str], slot: Slot[str | None]) -> Sequence[Any]:
    """Draw the tabs, one row of them on a page; what `st.tabs` returns comes back.

    Args:
        names: of the tabs; the first is open where the address names none.
        slot: of the open tab's name, in the session and in the address.
    """
    asked, held = url.parameter(slot), state.get(slot)
    is_older = asked is None and not url.is_step_in_history()  # as after a quick second click
    name = held if is_older and held in names else asked if asked in names else names[0]
    if name != held:  # or a quick hand, already further, would be put back
        state.put(slot, name)
    if url.is_step_in_history():
        state.put(slots.TAB_STEPS, state.get(slots.TAB_STEPS) + 1)
    _write(names, slot)
    tabs = st.tabs(names, key=slot.key, on_change=take, args=(names, slot))
    _follow(key="history-tabs", height=1, data={"index": names.index(name), "steps": state.get(slots.TAB_STEPS)})
    return tabs


def take(names: Sequence[str], slot: Slot[str | None]) -> None:
    """Take the tab that a person has opened into the address; arguments as `show` has them.

    A Back that comes together with that counts more: it is newer.
    """
    if not url.is_step_in_history():
        _write(names, slot)


def _write(names: Sequence[str], slot: Slot[str | None]) -> None:
    name = state.get(slot)
    if name is None or name == names[0]:
        url.remove(slot)
    elif not url.is_exactly(slot, name):
        url.write(slot, name)
