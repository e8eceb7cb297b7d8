"""How tough a network is, counted for its report: in the background, while the report is there without it."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.errors import LabError
from core.runs.log.models import Model
from pages.state.evaluate import toughness
from pages.text.evaluate_report import ReportCard
from pages.text.evaluate_toughness import Tough
from pages.text.model import ModelText
from pages.ui import polling, widgets

LOOK_SECONDS = 0.7  # between two looks at how far it is


@st.fragment(key="report-toughness")
@widgets.show_errors()
def measure(model: Model) -> None:
    """Have it counted, draw how far that is, and have the page run again once all of it is there."""
    polling.draw_again(None)  # also where what follows raises
    inference = lab.current().inference
    if not inference.is_awake:
        inference.wake()
        st.info(ModelText.waking(inference.waking_seconds))
        polling.draw_again(polling.AWAKE_POLL_SECONDS)
        return
    try:
        known = toughness.sweeps_of([model.network], asks=[model.network])[0]
    except LabError as error:
        st.error(widgets.plain(str(error)))
        st.button(Tough.TRY_AGAIN, key="report-tough-try-again")  # draws this fragment anew, which asks anew
        return
    if known.sweep.is_whole:
        st.rerun()
    text = ReportCard.measuring(known.sweep.known_conditions, known.seconds_left)
    st.progress(known.done / known.pieces, widgets.plain(text))
    st.caption(ReportCard.NOT_YET)
    polling.draw_again(LOOK_SECONDS)
