"""The Inside page's tabs: one network and one picture, asked four ways."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.parts.frame import history_tabs, other_classes
from pages.parts.inside.damage import view as damage
from pages.parts.inside.follow import view as follow
from pages.parts.inside.learned import view as learned
from pages.parts.inside.subject import live_canvas, live_drawing
from pages.parts.inside.subject import subject as inside_subject
from pages.parts.inside.why import view as why
from pages.state import slots
from pages.text.inside import Inside, Tabs
from pages.ui import widgets


def show() -> None:
    """Draw what is read, and the open tab."""
    with st.container(gap="xxsmall"):
        _show()


def _show() -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        subject = inside_subject.choose()
        if subject is None:
            return
        probability = float(subject.trace.activations.probabilities[subject.answer])
        st.markdown(Inside.answer(subject.trace.answers, probability, subject.label), width="content")
        live_drawing.offer(is_drawing=subject.is_drawing)
    if subject.is_drawing:
        widgets.keep_place()
    else:
        other_classes.tell(subject.model)
    bodies = {Tabs.FOLLOW: follow.show, Tabs.WHY: why.show, Tabs.LEARNED: learned.show, Tabs.DAMAGE: damage.show}
    tabs = history_tabs.show(list(bodies), slots.INSIDE_TAB)
    for tab, (name, body) in zip(tabs, bodies.items(), strict=True):
        if tab.open:
            with tab:
                if name != Tabs.FOLLOW and live_drawing.is_open(is_drawing=subject.is_drawing):
                    live_canvas.show_beside(name, subject.image, below=partial(body, subject))
                else:
                    body(subject)
