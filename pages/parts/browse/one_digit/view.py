"""The tab One digit: a picture as a ladder of five steps, what is nearest to it, and an editor of its pixels.

The ladder is there at once. What follows is drawn from the quick to the slow, whatever its place on the page: nobody
waits with an edit for sixty thousand distances.
"""

from __future__ import annotations

import streamlit as st

from pages.parts.browse.one_digit import amounts, edit, ladder, nearest
from pages.parts.frame import selected_model
from pages.state import cached, selected
from pages.ui import widgets


def show() -> None:
    """Draw the tab; of a digit that there is not, the page has said so."""
    picture = cached.picture(selected.digit())
    if picture is None:
        return
    ladder.show(picture)
    near, change, how_much = st.container(), st.container(), st.container()
    with how_much:
        amounts.show(picture)
    with near:
        is_awake = selected_model.is_awake()
    if is_awake:
        with change:
            edit.show(picture)
        with near, widgets.show_errors():
            nearest.show(picture)
