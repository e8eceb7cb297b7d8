"""What the server remembers of one visitor, slot by slot; the only user of st.session_state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import streamlit as st

from pages.state.slot import Slot
from pages.state.socket import untold

T = TypeVar("T")


def get(slot: Slot[T]) -> T:
    """Return what a widget or `put` set; the slot's default where there is nothing that the slot accepts."""
    value = st.session_state.get(slot.key)
    return value if slot.accepts(value) else slot.default


def is_set(slot: Slot[Any]) -> bool:
    """Return whether anything is set, be it what the slot accepts or not."""
    return slot.key in st.session_state


def put(slot: Slot[T], value: T) -> None:
    """Set a slot. That of a widget only before the widget is drawn, or in a callback."""
    st.session_state[slot.key] = value
    untold.note(slot.key)


def setdefault(slot: Slot[T | None], value: T) -> T:
    """Return what is set; where nothing is that the slot accepts, set `value` first."""
    held = get(slot)
    if held is not None:
        return held
    put(slot, value)
    return value


def pop(slot: Slot[T]) -> T:
    """Return what is set, and set nothing any more."""
    value = get(slot)
    st.session_state.pop(slot.key, None)
    return value


def event(component: Slot[Any], name: str) -> object:
    """Return what a component of ours has just sent under this name, for its callback; None where it sent nothing."""
    sent = st.session_state.get(component.key)
    return sent.get(name) if isinstance(sent, Mapping) else None


def clicked_index(chart: Slot[Any]) -> int | None:
    """Return the customdata of the point last clicked in a chart, or None after a click that deselected it."""
    selected = st.session_state.get(chart.key) or {}
    points = selected.get("selection", {}).get("points", [])
    index = points[0].get("customdata") if points else None
    index = index[0] if isinstance(index, list) and index else index
    return index if isinstance(index, int) else None
