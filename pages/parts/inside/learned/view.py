"""What it learned: kernels, the digits that excite them, and how it came to be."""

from __future__ import annotations

import streamlit as st

from pages.parts.inside.learned import digit_map, epochs, excites, kernels, values
from pages.parts.inside.subject.subject import Subject
from pages.state import state, url
from pages.state.inside import inside_slots
from pages.state.inside.inside_slots import LearnedView
from pages.text.inside_learned import Learned
from pages.ui import widgets

FRAGMENT = "inside-learned"
_BODIES = {
    "epochs": epochs.show,
    "kernels": kernels.show,
    "digits": excites.show,
    "values": values.show,
    "map": digit_map.show,
}


def show(subject: Subject) -> None:
    """Draw the tab."""
    _tab(subject)


@st.fragment(key=FRAGMENT)
@widgets.show_errors()
def _tab(subject: Subject) -> None:
    view = _chosen_view(subject)
    with st.container(key=f"learned-shows-{view}", gap="small"):
        _BODIES[view](subject)


def _chosen_view(subject: Subject) -> LearnedView:
    """Draw the choice of a view and return the one that is shown: at first epochs where there are some to compare."""
    url.mirror(inside_slots.LEARNED)
    named = state.get(inside_slots.LEARNED)
    view = next((one for one in inside_slots.LEARNED_VIEWS if one == named), None)
    view = view or ("epochs" if len(subject.model.moments) > 1 else "kernels")
    state.put(inside_slots.LEARNED_VIEW, view)
    widgets.switch(
        Learned.VIEW,
        {key: widgets.worded(name) for key, name in Learned.VIEWS.items()},
        inside_slots.LEARNED_VIEW.key,
        label_visibility="collapsed",
        on_change=_choose_view,
    )
    return view


def _choose_view() -> None:
    url.put(inside_slots.LEARNED, state.get(inside_slots.LEARNED_VIEW))
