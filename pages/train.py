"""Train: how does a network learn it? One face at a time: set up a run, watch it, or look at what it reached."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.errors import RunNotFoundError
from pages.shared import controls, session, train_run, train_runs, train_setup, words
from pages.shared.page_frame import frame
from pages.shared.words.train import Run

with frame(words.TRAIN):
    refusal = session.take_refusal()
    if refusal is not None:
        st.error(controls.plain(str(refusal)))
    identity = session.run()
    if identity is None:
        train_setup.show()
    else:
        try:
            record = lab.current().store.record(identity)
        except RunNotFoundError:
            st.error(Run.NOT_FOUND)
            st.button(Run.AGAIN, on_click=train_setup.begin_another, key="primary-set-up")
        else:
            train_run.show(record)
            train_runs.show_beside()
