"""An expander that stays open, or closed, while there is nothing drawn and over a change of page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from pages.state import state
from pages.state.slot import Slot


@contextmanager
def expander(label: str, opened: Slot[bool | None], shown: Slot[bool | None], *, otherwise: bool) -> Iterator[bool]:
    """Draw it and give whether it is open: only then what is in it is worked out.

    Args:
        label: what stands on it.
        opened: the widget's slot.
        shown: where that is kept.
        otherwise: whether it is open before the person has touched it.
    """
    kept = state.get(shown)
    begins_open = otherwise if kept is None else kept
    box = st.expander(
        label, expanded=begins_open, key=opened.key, on_change=lambda: state.put(shown, bool(state.get(opened)))
    )
    with box:
        yield bool(box.open)
