"""What a run reached, beside what was guessed; the ways on; and the same run again with one thing changed."""

from __future__ import annotations

import contextlib
from typing import Any

import streamlit as st

from core import lab
from core.errors import RunNotFoundError
from core.runs.log.models import ModelName
from core.runs.log.run_record import RunRecord
from core.training.record.history import History
from pages.parts.train.run.again import longer_form
from pages.parts.train.setup import view
from pages.state import clicks, selected, slots, visitor
from pages.state.classes import known
from pages.state.evaluate import looks
from pages.text import pages as page_texts
from pages.text.draw_teach import Teach
from pages.text.evaluate import Tabs
from pages.text.labels import of_data_set
from pages.text.run import Run
from pages.text.setup import Guess
from pages.text.steer import Rewind
from pages.text.taught_run import TaughtRun
from pages.ui import run_titles, widgets


def show(record: RunRecord, history: History) -> None:
    """Draw what a run that has ended reached, and what can be done with it."""
    ended = widgets.plain(Run.ended(history))
    if history.status in {"failed", "interrupted", "diverged"}:
        st.warning(ended)
    result = Run.result(history)
    if result:
        st.subheader(result, anchor=False)
        if history.test is not None and history.checkpoint is not None:
            looks.note(lab.current().models.find(ModelName(record.id)))
    is_owner = record.owner == visitor.owner()
    if is_owner and history.hand is not None and history.hand.count:
        st.markdown(of_data_set(Teach.result(history.hand), known.of_data(record.data).name))
    sentences = [Guess.beside(record.guess, history)] if is_owner and record.guess is not None else []
    if history.status in {"finished", "stopped"}:
        sentences += [ended, Rewind.restored(history)]
    if sentences:
        st.markdown(" ".join(filter(None, sentences)))
    with st.container(horizontal=True, vertical_alignment="center", key="run-ways-on"):
        if history.checkpoint is not None:
            _links(record)
        another_button(record, key="run-set-up")
        if is_owner:
            copy_button(record)
        if is_owner and history.can_resume:
            st.button(Run.resume(history), key="run-resume", on_click=_resume, args=(record.id,))
        if is_owner:
            with st.popover(Run.DELETE):
                st.markdown(f"**{widgets.plain(run_titles.title(record))}**")
                st.markdown(Run.DELETE_HELP)
                st.button(Run.REALLY_DELETE, key="run-delete", on_click=_delete, args=(record.id,))
    if history.has_taught:
        st.caption(TaughtRun.SETTINGS_ALONE)
    else:
        longer_form.show(record, history)


def another_button(record: RunRecord, *, key: str, **options: Any) -> None:
    """Draw the button that leads to the set-up: as it was left, or as an own run has it where nothing else was set up.

    Args:
        record: the run in view.
        key: of the button.
        options: more of `st.button`'s arguments.
    """
    if record.owner == visitor.owner():
        options |= {"on_click": view.begin_from, "args": (record.recipe, record.spec, record.config)}
        st.button(Run.AGAIN, key=key, **options)
    else:
        st.button(Run.AGAIN, key=key, on_click=view.begin_another, **options)


def copy_button(record: RunRecord) -> None:
    """Draw the button that fills the form in as a run has it."""
    copied = (record.recipe, record.spec, record.config)
    st.button(Run.COPY, key="run-copy", help=Run.COPY_HELP, on_click=view.copy_settings, args=copied)


def _links(record: RunRecord) -> None:
    """Draw the ways on, each with this run's newest model selected: large, but for the one to its files."""
    query = selected.link_query(model=ModelName(record.id))
    with st.container(horizontal=True, width="content", key="run-links"):
        for page, label, icon in (
            (page_texts.DRAW, Run.DRAW, "draw"),
            (page_texts.INSIDE, Run.INSIDE, "search"),
            (page_texts.EVALUATE, Run.EVALUATE, "fact_check"),
        ):
            widgets.page_link(page, label, icon, query=query, width="content")
    files = query | {slots.EVALUATE_TAB.key: Tabs.TAKE_AWAY}
    widgets.page_link(page_texts.EVALUATE, Run.TAKE_AWAY, "download", query=files, width="content")


def _resume(identity: str) -> None:
    with clicks.keep_refusal():
        lab.current().supervisor.resume(identity, owner=visitor.owner())


def _delete(identity: str) -> None:
    with clicks.keep_refusal():
        with contextlib.suppress(RunNotFoundError):  # somebody was quicker, in another tab
            lab.current().supervisor.delete(identity, owner=visitor.owner())
        view.begin_another()
