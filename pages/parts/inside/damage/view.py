"""Break it: parts of the network are switched off or changed, and what is left of it is counted."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.parts.inside.damage import broken, changed, controls, curve, keeping, left, ranking
from pages.parts.inside.subject.subject import Subject
from pages.state import cached
from pages.text.inside import Inside
from pages.text.inside_damage import Break
from pages.text.labels import of_classes
from pages.ui import widgets
from pages.ui.component_files import style_html


def show(subject: Subject) -> None:
    """Draw the tab."""
    keeping.show_kept(subject)
    _panel(subject)


@st.fragment(key="break-it")
@widgets.show_errors()
def _panel(subject: Subject) -> None:
    damage = broken.of(subject.network).damage
    st.html(style_html(__file__))
    with st.container(key="break-grid"):  # laid out by the style: on a phone the parts follow what they change
        with st.container():
            finish = left.show(subject, damage)
        with st.container():
            layer = controls.layer_of(subject)
            controls.show(subject, layer)
        with st.container():
            with st.container():  # one, whatever is changed: what stands below keeps its place
                changed.show(subject, damage)
                keeping.show(subject, damage)
            numbers = st.container(gap="xxsmall")
    for draw in (partial(finish, numbers), partial(ranking.show, subject, layer), partial(curve.show, subject, layer)):
        with st.container(), widgets.show_errors():  # of each in its place: the others stay
            draw()
    controls.explain(subject)
    st.expander(Inside.WHY).markdown(of_classes(Break.BECAUSE, cached.class_names()))
