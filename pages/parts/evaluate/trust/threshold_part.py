"""What if it may say "I don't know"? Mistakes left against images left unanswered, at the threshold of Draw."""

from __future__ import annotations

import streamlit as st

from core.inference.reader.rejection import Surenesses
from core.runs.log.models import Model
from pages.parts.evaluate.trust import charts
from pages.state import cached, slots
from pages.text.draw_number import Doubt
from pages.text.evaluate_trust import Threshold
from pages.text.numbers import count, portion
from pages.ui import polling, tables, threshold, widgets

COUNTING_SECONDS = 0.5  # between two looks whether it is counted
_IN_TABLE = (0, 20, 40, 60, 70, 80, 90, 95, 99)  # percent


@st.fragment
@widgets.show_errors()
def show(model: Model) -> None:
    """Draw the slider, the curve with the threshold on it, and what it costs."""
    polling.draw_again(None)  # also where what follows raises
    st.subheader(Threshold.TITLE, anchor=False)
    st.markdown(widgets.worded(Threshold.ABOUT))
    threshold.show_slider()
    percent = threshold.percent()
    found = cached.surenesses(model.network)
    with st.container():
        if found is None:
            st.caption(widgets.worded(Doubt.COUNTING))
            st.skeleton(charts.HEIGHT)
        else:
            _show_curve(found, percent)
    if found is None:
        polling.draw_again(COUNTING_SECONDS)


def _show_curve(found: Surenesses, percent: int) -> None:
    now = found.rejection(percent / 100)
    said = widgets.worded(Doubt.cost(percent, now))
    st.markdown(said)
    left, right = st.columns(2, gap="medium")
    with left:
        costs = [found.rejection(each / 100) for each in slots.PERCENTS]
        curve = charts.threshold_curve(costs, now)
        st.echarts_chart(curve, height=charts.HEIGHT, key="trust-threshold", alt=Threshold.alt(said), renderer="svg")
    with right:
        rows = []
        for each in _IN_TABLE:
            cost = found.rejection(each / 100)
            unanswered = cost.count - cost.answered
            rows.append(
                (
                    f"{each} %",
                    count(unanswered),
                    portion(unanswered, cost.count),
                    count(cost.wrong),
                    portion(cost.wrong, cost.answered),
                )
            )
        tables.show(Threshold.TABLE, Threshold.HEADER, rows)
