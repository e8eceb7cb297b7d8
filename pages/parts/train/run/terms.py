"""The field's terms in an expander, one at a time, with the numbers of the selected run."""

from __future__ import annotations

import streamlit as st

from core.runs.log.run_record import RunRecord
from core.training.record.history import History
from pages.state import slots, state
from pages.state.classes import known
from pages.text import terms
from pages.text.labels import of_classes
from pages.ui import widgets


def show(record: RunRecord, history: History) -> None:
    """Draw the expander, and when it is open a choice of words and one of them explained."""
    if history.started is None:
        widgets.keep_place()
        return
    with st.expander(terms.TITLE, key=slots.TERMS_OPEN.key, on_change="rerun", icon=":material/menu_book:") as expander:
        if not expander.open:
            return
        names = terms.Terms.offered(record.spec, history)
        if state.get(slots.TERM) not in names:
            state.put(slots.TERM, next(iter(names)))
        st.pills(
            terms.PICK,
            list(names),
            format_func=names.__getitem__,
            key=slots.TERM.key,
            required=True,
            wrap=True,
            label_visibility="collapsed",
            persist_state="session",
        )
        explained = terms.Terms.explained(state.get(slots.TERM), record.spec, record.config, history)
        st.markdown(of_classes(explained, known.of_data(record.data).class_names))
