"""What a layer's function does to the values of this digit: its curve, the values under it, the share that is cut."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.inference.forward_trace import ForwardTrace
from core.inference.layers.before_function import has_function
from models.layers import FUNCTIONS
from pages.parts.inside.follow import units, value_figures
from pages.state.inside import values as inside_values
from pages.text.inside_functions import Function
from pages.ui import array_html

KEPT_ABOVE_0 = ("relu", "leaky_relu", "gelu")


def show(followed: ForwardTrace, index: int, position: tuple[int, ...]) -> None:
    """Draw, once it is opened, what the layer's function does; `position` of the value that is marked."""
    layer = followed.layer(index)
    if not has_function(layer):
        return
    name, after = layer.output_function, followed.output_of(index)
    label = Function.expander(name, int(np.count_nonzero(after == 0)), after.size)
    with st.expander(label, key="inside-function", on_change="rerun") as box:
        if not box.open:
            return
        if FUNCTIONS[name].looks_at_all:
            st.markdown(Function.softmax(after.shape[-1], units.word(followed, index), float(after.max())))
            return
        before = inside_values.before_function(followed, index)
        finding = _finding(name, before, after)
        st.markdown(finding)
        figure = value_figures.curve(
            before,
            FUNCTIONS[name].compute,
            chosen=float(before[position]),
            cut_below=0.0 if name == "relu" else None,
            alt=finding.replace("**", ""),
        )
        st.html(array_html.row([figure, value_figures.quantiles(before, after)], gap="2rem"))
        marked = Function.chosen(float(before[position]), float(after[position]))
        st.caption(f"{Function.chosen_bars(name)} {marked}")


def _finding(name: str, before: np.ndarray, after: np.ndarray) -> str:
    if name in KEPT_ABOVE_0:
        return Function.below(name, int(np.count_nonzero(before < 0)), before.size)
    bounds = FUNCTIONS[name].flat_beyond
    assert bounds is not None
    return Function.flat(name, int(np.count_nonzero((after < bounds[0]) | (after > bounds[1]))), after.size)
