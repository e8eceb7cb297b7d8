"""The Train page with a run in view: while it waits or trains, and after it ended."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.errors import LabError, RunNotFoundError
from core.runs.attempt import PAUSED_SECONDS
from core.runs.record import RunRecord
from core.runs.registry import ModelName
from core.runs.supervisor import Progress
from core.training.history import History
from core.training.report import pace
from pages.shared import (
    controls,
    curves,
    session,
    train_log,
    train_rewind,
    train_setup,
    train_steering,
    train_step,
    words,
)
from pages.shared.session import Key
from pages.shared.words.steer import Rewind, Steer
from pages.shared.words.train import Run, Setup

POLL_SECONDS = 1.0
QUICK_POLL_SECONDS = 0.25  # until the first point is there, and after a click until its effect is


def show(record: RunRecord) -> None:
    """Draw a run; while it is active, what changes is drawn again and again."""
    history = lab.current().histories.of(record.id)
    is_owner = record.owner == session.owner()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(controls.plain(record.name) or Setup.title(record.recipe), anchor=False, width="content")
        with st.container(horizontal=True, width="content"):
            if history.is_active:  # afterwards it is the main button, below the result
                st.button(Run.AGAIN, key="set-up-beside", on_click=train_setup.begin_another)
            if not is_owner:
                copied = (record.recipe, record.config)
                st.button(Run.COPY, key="run-copy", on_click=train_setup.copy_settings, args=copied)
    if record.note:
        st.caption(controls.plain(record.note))
    recipe = f"{Setup.title(record.recipe)}. " if record.name else ""
    st.caption(f"{recipe}{Run.settings(record.config)}")
    train_rewind.show_origin(record, history)
    if not is_owner:
        st.info(Run.SOMEBODY_ELSES)
    if history.is_active:
        session.watch_run(record.id)
        seconds = _poll_seconds(record, history)
        st.fragment(controls.show_errors()(_follow), run_every=seconds)(record, polled_seconds=seconds)
    else:
        if session.run_was_watched(record.id) and history.checkpoint is not None:
            session.hold_model(ModelName(record.id))
        _draw(record, history)


def _poll_seconds(record: RunRecord, history: History) -> float:
    waits = lab.current().supervisor.progress(record.id).place is not None
    is_quick = train_steering.is_awaited(record.id, history) or not (history.steps or waits or history.is_paused)
    return QUICK_POLL_SECONDS if is_quick else POLL_SECONDS


def _follow(record: RunRecord, *, polled_seconds: float) -> None:
    history = lab.current().histories.of(record.id)
    if not history.is_active or _poll_seconds(record, history) != polled_seconds:
        st.rerun()  # the timer must run otherwise, or not at all
    _draw(record, history)


def _draw(record: RunRecord, history: History) -> None:
    if history.is_active:
        progress = lab.current().supervisor.progress(record.id)
        if record.owner == session.owner():
            train_steering.show(record, history, progress)
        _status(record, history, progress)
        train_step.show(record, history)
    else:
        _result(record, history)
    if history.started is not None and history.steps:
        _charts(record, history)
    train_rewind.show(record, history)
    train_log.show(record, history)


def _status(record: RunRecord, history: History, progress: Progress) -> None:
    """Draw where a run stands, and why it waits where it does."""
    started, config, more = history.started, record.config, ""
    done, where = 0.0, ""
    if started is not None and history.steps:
        last = history.steps[-1]
        step = last.last_step - (last.epoch - 1) * started.steps_per_epoch
        done = last.last_step / (config.epochs * started.steps_per_epoch)
        where = Run.where(last.epoch, config.epochs, step, started.steps_per_epoch)
    if progress.place is not None:
        text = Run.waiting(progress.place)
    elif progress.is_waking:
        text = Run.WAKING
    elif history.stop_is_asked:
        text = Run.STOPPING
    elif history.is_paused and started is not None:
        text, more = _paused(record, history, started.steps_per_epoch)
    elif started is None or not history.steps:
        text = Run.COMPILING if started is not None and started.compiled else Run.BUILDING
    elif history.last_epoch == config.epochs:
        text, done = Run.TESTING, 1.0
    elif train_steering.pauses_soon(history):
        text = Steer.until(where)
    else:
        text = ": ".join(filter(None, (where, Run.speed(pace(history, config)))))
    st.progress(done, text)
    if more:
        st.caption(more)
    reason = _reason(history, progress)
    if reason:
        st.warning(controls.plain(reason))
    if progress.is_silent:
        st.warning(Run.SILENT)


def _paused(record: RunRecord, history: History, steps_per_epoch: int) -> tuple[str, str]:
    """Return where a run pauses, and what its owner can do."""
    told = train_steering.last_command(history)
    where = Steer.paused(Steer.after(told, steps_per_epoch)) if told is not None else ""
    if record.owner != session.owner() or train_steering.is_held(history):
        return where, ""
    return where, Steer.way_on(minutes=round(PAUSED_SECONDS / 60))


def _reason(history: History, progress: Progress) -> str:
    """Return why a run waits by itself, or nothing."""
    if progress.has_no_room:
        return Steer.held(Steer.NO_ROOM, history.last_epoch)
    told = train_steering.last_command(history)
    return Steer.held(told.reason, history.last_epoch) if told is not None and train_steering.is_held(history) else ""


def _result(record: RunRecord, history: History) -> None:
    ended = controls.plain(Run.ended(history))
    if history.status in {"failed", "interrupted", "diverged"}:
        st.warning(ended)
    result = Run.result(history)
    if result:
        st.subheader(result, anchor=False)
    if history.status in {"finished", "stopped"}:
        st.markdown(" ".join(filter(None, (ended, Rewind.restored(history)))))
    if history.checkpoint is not None:
        _links(record)
    with st.container(horizontal=True):
        train_rewind.show_tenth(record, history)
        st.button(Run.AGAIN, key="primary-set-up", type="primary", on_click=train_setup.begin_another)
        if record.owner != session.owner():
            return
        if history.can_resume:
            st.button(Run.resume(history), key="run-resume", on_click=_resume, args=(record.id,))
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


def _resume(identity: str) -> None:
    try:
        lab.current().supervisor.resume(identity, owner=session.owner())
    except LabError as error:
        session.refuse(error)


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
    controls.switch(
        Run.SCALE,
        Run.SCALES,
        Key.TRAIN_SCALE,
        default="accuracy",
        label_visibility="collapsed",
        persist_state="session",
    )
    scale: curves.Scale = "errors" if session.value(Key.TRAIN_SCALE) == "errors" else "accuracy"
    marks = [(steered.step / steps, Steer.mark(steered)) for steered in history.steered if steered.value is not None]
    pair: tuple[tuple[str, curves.Scale], ...] = (("Accuracy", scale), ("Loss", "loss"))
    for column, (what, drawn) in zip(st.columns(2), pair, strict=True):
        column.echarts_chart(
            curves.curves(
                history,
                epochs=record.config.epochs,
                steps_per_epoch=steps,
                scale=drawn,
                marks=marks,
                parent=train_rewind.parents_epochs(history),
                parent_names=(Rewind.PARENT_TRAIN, Rewind.PARENT_VALIDATION),
            ),
            height=curves.HEIGHT,
            key=f"run-{what.lower()}",
            alt=Run.alt(what, history),
            renderer="svg",
        )
    st.caption(Run.stride(curves.step_stride(history), len(history.steps)))
