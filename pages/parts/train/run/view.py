"""The Train page with a run selected: while it waits or trains, and after it ended."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import streamlit as st

from core import lab
from core.errors import LabError, RunNotFoundError
from core.runs.log.models import ModelName
from core.runs.log.run_record import RunRecord
from core.training.diagnosis.findings import Diagnosis
from core.training.record.history import History
from pages.parts.train.run import (
    branch_form,
    curves,
    diagnosis_card,
    live_panels,
    result,
    single_step,
    terms,
)
from pages.parts.train.run import controls as train_steering
from pages.parts.train.run.again import rerun_form
from pages.parts.train.run.watch import beat, live_html, news
from pages.parts.train.run.watch.watched import Detail, Shown, Watched
from pages.state import selected, slots, state, visitor
from pages.text.pictures import Pictures
from pages.text.run import Run
from pages.text.train import Setup
from pages.ui import run_titles, widgets
from pages.ui.component_files import style_html

_STYLE = style_html(__file__)


HEAD = "run-head"  # key of the row with a run's heading


def show(record: RunRecord) -> None:
    """Draw a run; while it is active, what changes follows by itself."""
    history = lab.current().histories.of(record.id)
    is_owner = record.owner == visitor.owner()
    st.html(_STYLE)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key=HEAD):
        st.subheader(widgets.plain(run_titles.title(record)), anchor=False, width="content")
        if not history.is_active:  # while it trains, below what changes
            st.caption(_settings(record))
        with st.container(horizontal=True, width="content"):
            if history.is_active:  # afterwards it is the main button, below the result
                result.another_button(record, key="set-up-beside")
            if not is_owner:
                result.copy_button(record)
    if record.note or history.branched or history.taught or not is_owner or history.damaged_rows:
        with st.container():
            _say(record, history, is_owner=is_owner)
    else:
        widgets.keep_place()
    if history.is_active:
        visitor.watch_run(record.id)
        st.fragment(widgets.show_errors()(_follow))(record.id)
    else:
        if visitor.stop_watching(record.id) and history.checkpoint is not None:
            selected.set_model(ModelName(record.id))
        with st.container():  # as a fragment is one
            _draw(_now(record.id))


def _say(record: RunRecord, history: History, *, is_owner: bool) -> None:
    """Draw what there is to say of a run before anything else."""
    if record.note:
        st.caption(widgets.plain(record.note))
    branch_form.show_origin(history)
    if not is_owner:
        st.info(Run.SOMEBODY_ELSES)
    if history.damaged_rows:
        st.warning(Run.damaged(history.damaged_rows))


def _follow(run: str) -> None:
    try:
        watched = _now(run)
        if not watched.history.is_active:
            st.rerun()
        _draw(watched)
        beat.keep_up(replace(watched, shown=_shown(run)))  # what was chosen while it was drawn
    except RunNotFoundError:
        st.rerun()  # the page says that it is gone
    except LabError:
        beat.try_again(run, _shown(run))
        raise


def _now(run: str) -> Watched:
    return Watched.now(run, is_owner=lambda record: record.owner == visitor.owner(), shown=_shown(run))


def _shown(run: str) -> Shown:
    """Return what of a run this page shows."""
    picture, detail = state.get(slots.LIVE_PANEL) or next(iter(Pictures.NAMES)), cast("Detail", "")
    if state.get(slots.BRANCH_OPEN.of(run)):
        detail = "epochs"
    if state.get(slots.TERMS_OPEN) or (picture == "digits" and state.get(slots.LIVE_TABLE.of("digits"))):
        detail = "steps"
    return Shown(scale=state.get(slots.CURVE_SCALE), picture=picture, detail=detail)


def _draw(watched: Watched) -> None:
    record, history = watched.record, watched.history
    if history.is_active:
        with st.container(gap="xsmall"):
            if watched.is_owner:
                train_steering.show(record, history, watched.status)
            _status(watched)
        single_step.show(record, history)
    else:
        with st.container():
            result.show(record, history)
        widgets.keep_place()  # of the step
    worst = diagnosis_card.worst_of(record, history)
    diagnosis_card.show(record, history, worst, "above")
    has_steps = history.started is not None and bool(history.steps)
    alone, beside = (st.container() if is_shown else st.empty() for is_shown in (not has_steps, has_steps))
    if has_steps:
        with beside:
            _figures(watched, worst)
    else:
        with alone:
            diagnosis_card.show(record, history, worst, "below")
            live_panels.show(record, history, watched.glimpse)
    if history.is_active:
        st.caption(_settings(record))
    else:
        widgets.keep_place()
    terms.show(record, history)
    if not history.is_active and not history.has_taught:  # which would train without the own digits
        rerun_form.show(record, history)
    branch_form.show(record, history)


def _figures(watched: Watched, worst: Diagnosis | None) -> None:
    """Draw the curves, below them what the doctor found, which must not move them, and beside them a live picture."""
    record, history = watched.record, watched.history
    with st.container(key="run-figures"):
        left, right = st.columns([8, 5], gap="medium")
    with left, st.container(gap="xsmall"):
        said = curves.show(record, history)
        diagnosis_card.show(record, history, worst, "below")
        curves.explain(record, history, said)
    with right, st.container(gap="xsmall"):
        live_panels.show(record, history, watched.glimpse)


def _settings(record: RunRecord) -> str:
    recipe = f"{Setup.of(record)}. " if record.name else ""
    return recipe + Run.settings(record.config)


def _status(watched: Watched) -> None:
    """Draw where a run stands, and why it waits where it does."""
    told = watched.standing
    live_html.show(live_html.progress(told.done, told.text), news.PROGRESS, run=watched.record.id)
    if told.more:
        st.caption(told.more)
    for warning in told.warnings:
        st.warning(widgets.plain(warning))
