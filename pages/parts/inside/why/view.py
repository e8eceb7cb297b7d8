"""Why this answer: which pixels speak for a digit, and which against it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.inference.attribution.attribution import convolutions
from pages.parts.inside.subject.subject import Subject
from pages.parts.inside.why import check, choice, compare, gradient_map, occlusion
from pages.state import selected
from pages.text.inside_why import Why
from pages.ui import widgets

PANEL = "inside-why"


@st.fragment(key=PANEL)
@widgets.show_errors()
def show(subject: Subject) -> None:
    """Draw the tab."""
    if not np.isfinite(subject.trace.activations.logits).all():
        st.warning(Why.NO_NUMBERS)
        return
    chosen = choice.current(subject)
    with st.container(gap="small", key="why-panel"):
        choice.show(subject, chosen)
        layer = _layer(subject)
        if chosen.method == "occlusion":
            occlusion.show(subject, chosen)
        else:
            gradient_map.show(subject, chosen, layer)
        compare.show(subject, chosen, layer)
        check.show(subject, chosen, layer)
        if chosen.method == "occlusion":
            occlusion.show_numbers(subject, chosen)
        else:
            gradient_map.show_numbers(subject, chosen, layer)


def _layer(subject: Subject) -> int | None:
    """Return the index of the convolution whose maps a class map is made of; None where there is no such layer."""
    allowed = convolutions(subject.spec)
    if not allowed:
        return None
    layer = selected.layer()
    return layer - 1 if layer is not None and layer - 1 in allowed else allowed[-1]
