"""The field's words behind a door, one at a time, with the numbers of the run in view."""

from __future__ import annotations

import streamlit as st

from core.runs.log.run_record import RunRecord
from core.training.record.history import History
from pages.state import session
from pages.state.session import Key
from pages.text import terms


def show(record: RunRecord, history: History) -> None:
    """Draw the door, and when it is open a choice of words and one of them explained."""
    if history.started is None:
        return
    with st.expander(terms.TITLE, key=Key.TERMS_OPEN, on_change="rerun", icon=":material/menu_book:") as door:
        if not door.open:
            return
        names = terms.Terms.offered(record.spec, history)
        if session.value(Key.TERM) not in names:
            session.preset(Key.TERM, next(iter(names)))
        st.pills(
            terms.PICK,
            list(names),
            format_func=names.__getitem__,
            key=Key.TERM,
            required=True,
            wrap=True,
            label_visibility="collapsed",
            persist_state="session",
        )
        term = str(session.value(Key.TERM))
        st.markdown(terms.Terms.explained(term, record.spec, record.config, history))
