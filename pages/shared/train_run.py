"""The Train page with a run in view: while it waits or trains, and after it ended."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.errors import LabError, RunNotFoundError
from core.runs.record import RunRecord
from core.runs.registry import ModelName
from core.training.history import History
from core.training.report import log_lines, pace
from pages.shared import controls, curves, session, train_setup, words
from pages.shared.session import Key
from pages.shared.words.train import Run, Setup

POLL_SECONDS = 1.0
FIRST_POLL_SECONDS = 0.25  # until the first point is there


def show(record: RunRecord) -> None:
    """Draw a run; while it is active, what changes is drawn again and again."""
    history = lab.current().histories.of(record.id)
    is_owner = record.owner == session.owner()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(Setup.title(record.recipe), anchor=False, width="content")
        with st.container(horizontal=True, width="content"):
            if history.is_active:  # afterwards it is the main button, below the result
                st.button(Run.AGAIN, key="set-up-beside", on_click=train_setup.begin_another)
            if not is_owner:
                copied = (record.recipe, record.config)
                st.button(Run.COPY, key="run-copy", on_click=train_setup.copy_settings, args=copied)
    st.caption(Run.settings(record.config))
    if not is_owner:
        st.info(Run.SOMEBODY_ELSES)
    if history.is_active:
        session.watch_run(record.id)
        waits = lab.current().supervisor.progress(record.id).place is not None
        interval = POLL_SECONDS if history.steps or waits else FIRST_POLL_SECONDS
        st.fragment(controls.show_errors()(_follow), run_every=interval)(record, has_points=bool(history.steps))
    else:
        if session.run_was_watched(record.id) and history.checkpoint is not None:
            session.hold_model(ModelName(record.id))
        _draw(record, history)


def _follow(record: RunRecord, *, has_points: bool) -> None:
    history = lab.current().histories.of(record.id)
    if not history.is_active or bool(history.steps) != has_points:
        st.rerun()  # the timer must run otherwise, or not at all
    _draw(record, history)


def _draw(record: RunRecord, history: History) -> None:
    if history.is_active:
        _head(record, history)
    else:
        _result(record, history)
    if history.started is not None and history.steps:
        _charts(record, history)
    _log(record, history)


def _head(record: RunRecord, history: History) -> None:
    started, config = history.started, record.config
    progress = lab.current().supervisor.progress(record.id)
    done = 0.0
    if progress.place is not None:
        text = Run.waiting(progress.place)
    elif progress.is_waking:
        text = Run.WAKING
    elif history.stop_is_asked:
        text = Run.STOPPING
    elif started is None or not history.steps:
        text = Run.COMPILING if started is not None and started.compiled else Run.BUILDING
    elif history.last_epoch == config.epochs:
        text, done = Run.TESTING, 1.0
    else:
        last = history.steps[-1]
        step = last.last_step - (last.epoch - 1) * started.steps_per_epoch
        done = last.last_step / (config.epochs * started.steps_per_epoch)
        where = Run.where(last.epoch, config.epochs, step, started.steps_per_epoch)
        text = ": ".join(filter(None, (where, Run.speed(pace(history, config)))))
    with st.container(horizontal=True, vertical_alignment="center"):
        if record.owner == session.owner():
            label, help_ = (Run.STOP, Run.STOP_HELP) if progress.place is None else (Run.LEAVE, Run.LEAVE_HELP)
            st.button(
                label,
                help=help_,
                key="run-stop",
                disabled=history.stop_is_asked,
                on_click=_act,
                args=("stop", record.id),
            )
        st.progress(done, text)
    if progress.is_silent:
        st.warning(Run.SILENT)


def _result(record: RunRecord, history: History) -> None:
    ended = controls.plain(Run.ended(history))
    if history.status in {"failed", "interrupted", "diverged"}:
        st.warning(ended)
    result = Run.result(history)
    if result:
        st.subheader(result, anchor=False)
    if history.status in {"finished", "stopped"}:
        st.markdown(ended)
    if history.checkpoint is not None:
        _links(record)
    with st.container(horizontal=True):
        st.button(Run.AGAIN, key="primary-set-up", type="primary", on_click=train_setup.begin_another)
        if record.owner != session.owner():
            return
        if history.can_resume:
            st.button(Run.resume(history), key="run-resume", on_click=_act, args=("resume", record.id))
        with st.popover(Run.DELETE):
            st.markdown(Run.DELETE_HELP)
            st.button(Run.REALLY_DELETE, key="run-delete", on_click=_delete, args=(record.id,))


def _links(record: RunRecord) -> None:
    """Draw the ways on, each with this run's newest model in hand."""
    carried = session.carried(model=ModelName(record.id))
    with st.container(horizontal=True, key="run-links"):
        for page, label, icon in (
            (words.DRAW, Run.DRAW, "draw"),
            (words.INSIDE, Run.INSIDE, "search"),
            (words.EVALUATE, Run.EVALUATE, "fact_check"),
        ):
            st.page_link(page.file, label=label, icon=f":material/{icon}:", query_params=carried, width="content")


def _act(action: str, identity: str) -> None:
    supervisor = lab.current().supervisor
    try:
        {"stop": supervisor.stop, "resume": supervisor.resume}[action](identity, owner=session.owner())
    except LabError as error:
        session.refuse(error)
        st.rerun()  # the whole page, which says it; the click alone would draw only what changes


def _delete(identity: str) -> None:
    try:
        lab.current().supervisor.delete(identity, owner=session.owner())
    except RunNotFoundError:
        pass  # somebody was quicker, in another tab
    except LabError as error:
        session.refuse(error)
        return
    train_setup.begin_another()


def _charts(record: RunRecord, history: History) -> None:
    assert history.started is not None
    steps = history.started.steps_per_epoch
    st.segmented_control(
        Run.SCALE,
        list(Run.SCALES),
        format_func=Run.SCALES.__getitem__,
        default="accuracy",
        required=True,
        key=Key.TRAIN_SCALE,
        label_visibility="collapsed",
        persist_state="session",
    )
    scale: curves.Scale = "errors" if session.value(Key.TRAIN_SCALE) == "errors" else "accuracy"
    for column, (what, drawn) in zip(st.columns(2), (("Accuracy", scale), ("Loss", "loss")), strict=True):
        column.echarts_chart(
            curves.curves(history, epochs=record.config.epochs, steps_per_epoch=steps, scale=drawn),
            height=curves.HEIGHT,
            key=f"run-{what.lower()}",
            alt=Run.alt(what, history),
            renderer="svg",
        )
    st.caption(Run.stride(curves.step_stride(history), len(history.steps)))


def _log(record: RunRecord, history: History) -> None:
    if not history.epochs:
        return
    st.markdown(f"**{Run.LOG}**")
    st.code("\n".join(log_lines(history, record.config)), language=None, wrap_lines=True)
    rows = [(epoch.epoch, *Run.epoch_row(epoch)) for epoch in history.epochs]
    controls.table(Run.TABLE, Run.HEADER, rows)
    with st.expander(Run.WHY):
        st.markdown(Run.BECAUSE)
