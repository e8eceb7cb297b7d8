"""The controls of a run that trains: pause, one step, one epoch, stop, and the settings that can be changed on the way.

A click hands the trainer a command; the log says when it took effect, and the page is drawn anew then. A second click
on the same control meanwhile is the second half of a double click and does nothing.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass

import streamlit as st

from core import lab
from core.errors import ConfigError, LabError, RunNotFoundError
from core.runs.log.run_record import RunRecord
from core.runs.scheduling.trainer_status import TrainerStatus
from core.training.record.events import RunResumed, RunSteered
from core.training.record.history import History
from core.training.settings.commands import STEERABLE, Change, Command, changeable, setting_value
from pages.state import clicks, slots, state, visitor
from pages.state.slot import Slot
from pages.text.run import Run
from pages.text.steer import Steer
from pages.ui import polling, widgets
from pages.ui.setting_field import setting_field

AWAITED_SECONDS = 3.0  # that a click's effect may take, and another one on the same control does nothing
EFFECT_SECONDS = 0.3  # that a click itself waits for it
DOUBLE_CLICK_SECONDS = 0.5  # in which Go on, which stands where Pause stood, was not yet meant
WIDTH = 175  # of a number, in pixels on screen


@dataclass(frozen=True, slots=True, kw_only=True)
class SteerClick:
    """A click whose effect the log may not show yet."""

    run: str
    control: str  # "pause", "step", "epoch", "stop", or a setting
    known: int  # commands that had taken effect before
    at: float  # of time.monotonic()


STEER_CLICK = Slot("steer-asked", SteerClick)  # the last one, whose effect may be awaited


def show(record: RunRecord, history: History, status: TrainerStatus) -> None:
    """Draw what the owner of a run that waits or trains can do with it now."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="steering"):
        is_open = can_be_steered(record, history, status)
        if is_open:
            _train_on(record, history)
        else:
            _keep_places(3)
        label, help_ = (Run.STOP, Run.STOP_HELP) if status.position is None else (Run.LEAVE, Run.LEAVE_HELP)
        _button(record, "stop", label, help_, "stop", icon="stop", disabled=history.stop_is_asked)
        if is_open:
            _settings(record, history)
    if is_open:
        _say_refusal(record, history, "learning_rate")


def can_be_steered(record: RunRecord, history: History, status: TrainerStatus) -> bool:
    """Return whether a command would take effect now."""
    return (
        history.status == "running"
        and not status.has_no_room
        and not history.stop_is_asked
        and history.last_epoch < record.config.epochs
    )


def is_awaited(run: str, history: History) -> bool:
    """Return whether a click of this session has not had its effect yet and still may."""
    click = state.get(STEER_CLICK)
    if click is None or click.run != run or time.monotonic() - click.at > AWAITED_SECONDS:
        return False
    is_done = len(history.steered) > click.known and (click.control != "step" or history.is_paused)
    return history.is_active and not is_done


def current(record: RunRecord, history: History, name: str) -> float:
    """Return the value that a setting which can be changed has now."""
    return float(history.setting(name, setting_value(record.spec, record.config, name)))


def last_command(history: History) -> RunSteered | None:
    """Return what a run was told last, or told itself, apart from changes of settings."""
    told = [steered for steered in history.steered if steered.action not in STEERABLE]
    return told[-1] if told else None


def is_held(history: History) -> bool:
    """Return whether a run pauses by itself, for a reason that it gives."""
    told = last_command(history)
    return history.is_paused and told is not None and told.reason is not None


def pauses_soon(history: History) -> bool:
    """Return whether a run was told to pause at the end of its epoch."""
    told, started = last_command(history), history.started
    if told is None or started is None or told.action != "epoch" or history.is_paused:
        return False
    return not isinstance(started, RunResumed) or told.step > started.from_epoch * started.steps_per_epoch


def _train_on(record: RunRecord, history: History) -> None:
    if history.is_paused:
        _button(record, "pause", Steer.GO_ON, Steer.GO_ON_HELP, "go_on", icon="play_arrow")
    else:
        _button(record, "pause", Steer.PAUSE, Steer.PAUSE_HELP, "pause", icon="pause")
    if is_held(history):
        _keep_places(2)
        return
    _button(record, "step", Steer.STEP, Steer.STEP_HELP, "step", icon="step")
    if pauses_soon(history):
        _button(record, "epoch", Steer.NO_PAUSE, Steer.NO_PAUSE_HELP, "go_on", icon="skip_next")
    else:
        _button(record, "epoch", Steer.EPOCH, Steer.EPOCH_HELP, "epoch", icon="skip_next")


def _keep_places(count: int) -> None:
    for _ in range(count):
        widgets.keep_place()


def _button(
    record: RunRecord, control: str, label: str, help_: str, command: Command, *, icon: str, disabled: bool = False
) -> None:
    """Draw a button; its key stays while its label changes, so that it keeps the keyboard's focus."""
    st.button(
        label,
        help=help_,
        icon=f":material/{icon}:",
        key=f"run-{control}",
        disabled=disabled,
        on_click=_ask,
        args=(record.id, control, command),
    )


def _settings(record: RunRecord, history: History) -> None:
    first, *others = changeable(record.spec, record.config)
    _number(record, history, first)
    if others:
        with st.popover(Steer.MORE, key="more-steering"):
            for name in others:
                _number(record, history, name)
                _say_refusal(record, history, name)


def _number(record: RunRecord, history: History, name: str) -> None:
    """Draw a setting as it is now; what a person types stays until it took effect or another value did."""
    slot, value = slots.STEER_SETTING.of(name), current(record, history, name)
    shown = state.get(slots.STEER_SHOWN)
    if shown.get(name) != (record.id, value):
        state.put(slots.STEER_SHOWN, shown | {name: (record.id, value)})
        if state.get(slot) not in (None, value):
            state.put(slot, value)
    setting_field(
        name,
        slot,
        named=Steer.number(name, record.config),
        value=value,  # a field in a closed popover is not there to be preset: opened, it would send what stands here
        on_change=_change,
        args=(record.id, name, value),
        width=WIDTH,
    )


def _say_refusal(record: RunRecord, history: History, name: str) -> None:
    """Say, as long as a field holds a value that was not taken, why, and what stands instead."""
    try:
        Change(setting=name, value=state.get(slots.STEER_SETTING.of(name)))  # type: ignore[arg-type]
    except ConfigError as error:
        st.error(widgets.plain(Steer.refused(str(error), current(record, history, name))))


def _change(run: str, name: str, before: float) -> None:
    try:
        change = Change(setting=name, value=state.get(slots.STEER_SETTING.of(name)))  # type: ignore[arg-type]
    except ConfigError:
        return  # said at the field
    if change.value != before:
        _ask(run, name, change)


def _ask(run: str, control: str, command: Command) -> None:
    """Hand a command to a run's trainer, and wait a moment for its effect. A callback."""
    supervisor, history, now = lab.current().supervisor, lab.current().histories.of(run), time.monotonic()
    click = state.get(STEER_CLICK)
    if click is not None and (click.run, click.control) == (run, control) and control not in STEERABLE:
        is_double = control == "pause" and now - click.at < DOUBLE_CLICK_SECONDS
        if is_double or is_awaited(run, history):
            return
    try:
        supervisor.steer(run, command, owner=visitor.owner())
    except LabError as error:
        clicks.refuse(error)
    else:
        state.put(STEER_CLICK, SteerClick(run=run, control=control, known=len(history.steered), at=now))
        with contextlib.suppress(RunNotFoundError):  # deleted meanwhile, in another tab
            polling.wait_for_run(run, lambda history: not is_awaited(run, history), seconds=EFFECT_SECONDS)
        return
    st.rerun()  # the whole page, which says what was refused
