"""The Train page with a run selected: while it waits or trains, and after it ended."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.errors import RunNotFoundError
from core.runs.log.models import ModelName
from core.runs.log.run_record import RunRecord
from core.runs.scheduling.attempt import PAUSED_SECONDS
from core.runs.scheduling.trainer_status import TrainerStatus
from core.training.diagnosis.findings import Diagnosis
from core.training.record.history import History
from core.training.record.keras_log import training_speed
from core.training.settings.schedule import planned_rate
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
from pages.state import selected, visitor
from pages.text.run import Run
from pages.text.steer import Steer
from pages.text.train import Setup
from pages.ui import polling, run_titles, widgets
from pages.ui.component_files import style_html

POLL_SECONDS = 1.0
QUICK_POLL_SECONDS = 0.25  # until the first points are there, and after a click until its effect is
NEWS_SECONDS = 0.5  # that such a poll waits for what it is for: drawing costs the trainer time, looking does not

_STYLE = style_html(__file__)


HEAD = "run-head"  # key of the row with a run's heading


def show(record: RunRecord) -> None:
    """Draw a run; while it is active, what changes is drawn again and again."""
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
        seconds = _poll_seconds(record, history)
        st.fragment(widgets.show_errors()(_follow), run_every=seconds)(record, polled_seconds=seconds)
    else:
        if visitor.stop_watching(record.id) and history.checkpoint is not None:
            selected.set_model(ModelName(record.id))
        with st.container():  # as a fragment is one
            _draw(record, history)


def _say(record: RunRecord, history: History, *, is_owner: bool) -> None:
    """Draw what there is to say of a run before anything else."""
    if record.note:
        st.caption(widgets.plain(record.note))
    branch_form.show_origin(history)
    if not is_owner:
        st.info(Run.SOMEBODY_ELSES)
    if history.damaged_rows:
        st.warning(Run.damaged(history.damaged_rows))


def _poll_seconds(record: RunRecord, history: History) -> float:
    waits = lab.current().supervisor.trainer_status(record.id).position is not None
    has_begun = len(history.steps) > 1  # with the first ones the page would be drawn whole, and they be seen later
    is_quick = train_steering.is_awaited(record.id, history) or not (has_begun or waits or history.is_paused)
    return QUICK_POLL_SECONDS if is_quick else POLL_SECONDS


def _follow(record: RunRecord, *, polled_seconds: float) -> None:
    if polled_seconds == QUICK_POLL_SECONDS:
        _wait_for_news(record)
    history = lab.current().histories.of(record.id)
    if not history.is_active or _poll_seconds(record, history) != polled_seconds:
        st.rerun()  # the timer must run otherwise, or not at all
    _draw(record, history)


def _wait_for_news(record: RunRecord) -> None:
    """Return when a run begins, takes its first steps, follows a click, ends or is deleted, or after a moment."""
    begun = lab.current().histories.of(record.id).started

    def is_news(history: History) -> bool:
        if history.steps or history.started != begun or not history.is_active:
            return True
        return _poll_seconds(record, history) != QUICK_POLL_SECONDS

    try:
        polling.wait_for_run(record.id, is_news, seconds=NEWS_SECONDS)
    except RunNotFoundError:
        st.rerun()  # the page says that it is gone


def _draw(record: RunRecord, history: History) -> None:
    if history.is_active:
        status = lab.current().supervisor.trainer_status(record.id)
        with st.container(gap="xsmall"):
            if record.owner == visitor.owner():
                train_steering.show(record, history, status)
            _status(record, history, status)
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
            _figures(record, history, worst)
    else:
        with alone:
            diagnosis_card.show(record, history, worst, "below")
            live_panels.show(record, history)
    if history.is_active:
        st.caption(_settings(record))
    else:
        widgets.keep_place()
    terms.show(record, history)
    if not history.is_active and not history.has_taught:  # which would train without the own digits
        rerun_form.show(record, history)
    branch_form.show(record, history)


def _figures(record: RunRecord, history: History, worst: Diagnosis | None) -> None:
    """Draw the curves, below them what the doctor found, which must not move them, and beside them a live picture."""
    with st.container(key="run-figures"):
        left, right = st.columns([8, 5], gap="medium")
    with left, st.container(gap="xsmall"):
        dotted = curves.show(record, history)
        diagnosis_card.show(record, history, worst, "below")
        curves.explain(record, history, dotted)
    with right, st.container(gap="xsmall"):
        live_panels.show(record, history)


def _settings(record: RunRecord) -> str:
    recipe = f"{Setup.of(record)}. " if record.name else ""
    return recipe + Run.settings(record.config)


def _status(record: RunRecord, history: History, status: TrainerStatus) -> None:
    """Draw where a run stands, and why it waits where it does."""
    started, config, more = history.started, record.config, ""
    done, where = history.fraction_done(config.epochs), ""
    if started is not None and history.steps:
        last = history.steps[-1]
        step = last.last_step - (last.epoch - 1) * started.steps_per_epoch
        where = Run.where(last.epoch, config.epochs, step, started.steps_per_epoch)
    if status.position is not None:
        text = Run.waiting(status.position, lab.current().slots)
    elif status.is_waking:
        text = Run.waking(status.waking_seconds)
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
        text = ": ".join(
            filter(None, (where, Run.speed(training_speed(history, config), _learning_rate(record, history))))
        )
    st.progress(done, text)
    if more:
        st.caption(more)
    reason = _reason(history, status)
    if reason:
        st.warning(widgets.plain(reason))
    if status.is_silent:
        st.warning(Run.SILENT)


def _paused(record: RunRecord, history: History, steps_per_epoch: int) -> tuple[str, str]:
    """Return where a run pauses, and what its owner can do."""
    told = train_steering.last_command(history)
    where = Steer.paused(Steer.after(told, steps_per_epoch)) if told is not None else ""
    changed = {after.action: after for after in history.steered if told is not None and after.step == told.step}
    where += Steer.from_now_on([Steer.mark(change) for change in changed.values() if change.value is not None])
    if record.owner != visitor.owner() or train_steering.is_held(history):
        return where, ""
    return where, Steer.way_on(minutes=round(PAUSED_SECONDS / 60))


def _reason(history: History, status: TrainerStatus) -> str:
    """Return why a run waits by itself, or nothing."""
    if status.has_no_room:
        return Steer.held(Steer.NO_ROOM, history.last_epoch)
    if status.is_slow_to_stop:
        return Run.SLOW_TO_STOP
    told = train_steering.last_command(history)
    is_held = told is not None and train_steering.is_held(history)
    return Steer.held(str(told.reason), history.last_epoch) if is_held else ""


def _learning_rate(record: RunRecord, history: History) -> float:
    """Return the learning rate of the step that was taken last."""
    config, started = record.config, history.started
    assert started is not None
    peak, step = train_steering.current(record, history, "learning_rate"), history.steps[-1].last_step - 1
    return planned_rate(peak=peak, step=step, **config.course(started.steps_per_epoch))
