"""What is drawn anew after a click on Browse: as little as shows it."""

from __future__ import annotations

import streamlit as st

from pages.state import state
from pages.state.browse import browse_slots
from pages.ui import widgets


def only(*fragments: str) -> None:
    """Have just these fragments drawn anew, by their keys, or those that were asked for; a callback's last act.

    Where the page says what its address asks for in vain, the whole page is: that may be right now.
    """
    if state.get(browse_slots.BROWSE_IN_VAIN):
        st.rerun()
    if fragments:
        widgets.draw_only(*fragments)
