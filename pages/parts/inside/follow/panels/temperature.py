"""Below the last step: the logits divided by a temperature. The answer stays, how sure the network is moves."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.inference.forward_trace import ForwardTrace
from core.inference.unit_arithmetic import activate
from pages.state import state
from pages.state.inside import inside_slots
from pages.text.inside_output import Temperature, share_cell
from pages.text.labels import of_classes
from pages.ui import tables, widgets

TEMPERATURES = (0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.0)
SLIDER_WIDTH = 640  # on screen, in pixels
BAR_WIDTH = "min(260px, 18vw)"  # on screen, of a certainty of 1


@st.fragment(key="inside-temperature-bars")
@widgets.show_errors()
def show(followed: ForwardTrace) -> None:
    """Draw the slider and the ten probabilities at 1 and at that temperature; nothing where all logits are equal."""
    logits = followed.activations.logits.astype(np.float64)
    if not np.isfinite(logits).all() or np.ptp(logits) == 0:
        return
    chosen = state.get(inside_slots.INSIDE_TEMPERATURE)
    state.put(inside_slots.INSIDE_TEMPERATURE, chosen if chosen in TEMPERATURES else 1.0)
    with st.container(gap="xsmall", key="inside-temperature-box"):
        st.markdown(f"**{Temperature.TITLE}**")
        temperature = st.select_slider(
            Temperature.SLIDER,
            TEMPERATURES,
            format_func=lambda value: f"{value:g}",
            key=inside_slots.INSIDE_TEMPERATURE.key,
            help=Temperature.HELP,
            width=SLIDER_WIDTH,
            persist_state="session",
        )
        function = "sigmoid" if followed.is_sigmoid else "softmax"
        at_one, now = (activate(logits / divisor, function) for divisor in (1.0, temperature))
        answer = followed.answer
        st.markdown(Temperature.said(answer, temperature, float(at_one[answer]), float(now[answer])))
        rows = [
            (str(digit), share_cell(first), _bar(first), share_cell(second), _bar(second))
            for digit, first, second in zip(followed.labels, at_one.tolist(), now.tolist(), strict=True)
        ]
        header = [of_classes(name, followed.class_names) for name in Temperature.header(temperature)]
        if temperature == 1.0:  # there is nothing to compare with
            rows, header = [row[:3] for row in rows], header[:3]
        bold = answer if len(followed.answers) == 1 else None
        st.html(tables.table_html(Temperature.caption(temperature), header, rows, bold=bold))


def _bar(probability: float) -> tables.Html:
    return tables.Html(f'<div style="width: {BAR_WIDTH}">{tables.bar_html(probability)}</div>')
