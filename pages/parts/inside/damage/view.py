"""Break it: parts of the network are switched off or changed, and what is left of it is counted."""

from __future__ import annotations

import streamlit as st

from pages.parts.inside.damage import broken, changed, controls, curve, keeping, left, ranking
from pages.parts.inside.subject.subject import Subject
from pages.text.inside import Inside
from pages.text.inside_damage import Break
from pages.ui import widgets

COLUMNS = (5, 6)


def show(subject: Subject) -> None:
    """Draw the tab."""
    keeping.show_kept(subject)
    _panel(subject)


@st.fragment(key="break-it")
@widgets.show_errors()
def _panel(subject: Subject) -> None:
    damage = broken.of(subject.network).damage
    answers, parts = st.columns(COLUMNS, gap="medium")  # on a phone the tiles come right after what they change
    with answers:
        finish = left.show(subject, damage)
    with parts:
        layer = controls.layer_of(subject)
        controls.show_parts(subject, layer)
    changes, weights = st.columns(COLUMNS, gap="medium")
    with changes:
        changed.show(subject, damage)
        keeping.show(subject, damage)
        numbers = st.container(gap="xxsmall")
    with weights:
        controls.show_weights(subject, layer)
    finish(numbers)
    ranking.show(subject, layer)
    curve.show(subject, layer)
    controls.explain(subject)
    st.expander(Inside.WHY).markdown(Break.BECAUSE)
