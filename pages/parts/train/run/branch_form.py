"""Going back to an epoch of a run: the form of a branch, what it starts, and what a branch says of its parent.

Anyone may branch from a run that they can see; the branch is their own.
"""

from __future__ import annotations

import hashlib
import json
from functools import partial

import streamlit as st

from core import lab
from core.errors import RunDamagedError, RunNotFoundError
from core.runs.branching import check_branch, epochs_to_branch_from
from core.runs.log.run_record import RunRecord
from core.training.record.events import EpochEnded
from core.training.record.history import History
from core.training.record.kept_epochs import keeps_optimizer
from core.training.settings.commands import ALL_SETTINGS, DROPOUT_RATE, setting_value, with_settings
from core.training.settings.config import TrainingConfig, is_used
from core.training.settings.optimizers import is_grown
from models.spec import NetworkSpec
from pages.state import cached, clicks, selected, slots, state, visitor
from pages.text.kept_epochs import Kept
from pages.text.steer import Rewind
from pages.text.taught_run import TaughtRun
from pages.ui import run_titles, widgets
from pages.ui.setting_field import setting_field

WIDTH = 150  # of a field, in pixels on screen
_OFFERED = [name for name, row in ALL_SETTINGS.items() if row.is_of_branches]


def show(record: RunRecord, history: History) -> None:
    """Draw the form of a branch, folded up at first."""
    if history.started is None or (history.has_taught and not epochs_to_branch_from(history)):
        return
    key = slots.BRANCH_OPEN.of(record.id).key  # folded up again on the branch
    with st.expander(Rewind.TITLE, key=key, on_change="rerun", icon=":material/history:") as form:
        if form.open:
            _form(record, history)


def show_origin(history: History) -> None:
    """Say where a branch began, with a link to the run that it left."""
    branched = history.branched
    if history.taught is not None:
        st.caption(widgets.of_data(TaughtRun.origin(history.taught)))
    if branched is None:
        return
    try:
        parent = lab.current().store.record(branched.parent)
    except (RunNotFoundError, RunDamagedError):
        st.caption(Rewind.lost(branched))
    else:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="run-origin"):
            st.caption(Rewind.origin(branched.epoch), width="content")
            st.button(  # a link to the page that one is on changes no address
                widgets.plain(run_titles.title(parent)),
                key="run-parent",
                type="tertiary",
                on_click=selected.set_run,
                args=(parent.id,),
            )
            if parents_epochs(history):
                st.caption(Rewind.IN_GREY, width="content")
    if branched.epoch and branched.optimizer is None:
        st.caption(Rewind.STARTED_AFRESH)


def parents_epochs(history: History) -> tuple[EpochEnded, ...]:
    """Return the epochs of the run that a branch left; none where there is none any more."""
    return lab.current().histories.outline(history.branched.parent).epochs if history.branched else ()


def _form(record: RunRecord, history: History) -> None:
    offered = epochs_to_branch_from(history)
    if history.has_taught:
        st.caption(TaughtRun.BRANCH_WITHOUT)
    _fill(record, history, offered)
    st.caption(f"{Rewind.LEAD} {Kept.offered(history.keep_every, has_best=history.best is not None)}")
    label, help_ = Rewind.EPOCH
    if len(offered) > 1:
        st.select_slider(label, offered, format_func=Rewind.moment, help=help_, key=slots.BRANCH_EPOCH.key)
    epoch = state.get(slots.BRANCH_EPOCH) if len(offered) > 1 else offered[0]
    epoch = epoch if epoch in offered else offered[0]
    st.markdown(Rewind.reached(epoch, next((ended for ended in history.epochs if ended.epoch == epoch), None)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for name in _names(record):
            named = Rewind.EPOCHS if name == "epochs" else None
            setting_field(name, slots.BRANCH_SETTING.of(name), named=named, width=WIDTH)
    with widgets.show_errors():
        spec, config = _settings(record)
        check_branch(record, epoch, spec, config)
        cached.workload_of(spec, config)
        st.caption(optimizers_fate(record, history, epoch, config))
        label, icon = Rewind.begin(epoch), ":material/fork_right:"
        st.button(label, icon=icon, key="run-branch", on_click=_begin, args=(record.id, epoch))


def _fill(record: RunRecord, history: History, offered: tuple[int, ...]) -> None:
    """Fill the form in when it is first drawn for a run; later only keep its epoch, or take one before it."""
    filled = state.get(slots.BRANCH_FORM)
    is_new = filled[0] != record.id or state.get(slots.BRANCH_SETTING.of("epochs")) is None
    if is_new:
        before_the_end = [epoch for epoch in offered if epoch < record.config.epochs]
        state.put(slots.BRANCH_EPOCH, before_the_end[-1] if before_the_end else offered[-1])
    elif filled != (record.id, offered):
        chosen = state.get(slots.BRANCH_EPOCH)
        state.put(slots.BRANCH_EPOCH, max((epoch for epoch in offered if epoch <= chosen), default=offered[0]))
    spec, config = with_settings(record.spec, record.config, history.changed_settings)
    for name in _OFFERED:
        if is_new or state.get(slots.BRANCH_SETTING.of(name)) is None:  # a field that was not drawn is forgotten
            state.put(slots.BRANCH_SETTING.of(name), setting_value(spec, config, name))
    state.put(slots.BRANCH_FORM, (record.id, offered))


def _names(record: RunRecord) -> list[str]:
    """Return the settings that do something in the branch as the form has it."""
    return [
        name
        for name in _OFFERED
        if (record.spec.dropout_rate is not None if name == DROPOUT_RATE else is_used(name, partial(_chosen, record)))
    ]


def _chosen(record: RunRecord, name: str) -> object:
    return state.get(slots.BRANCH_SETTING.of(name)) if name in _OFFERED else getattr(record.config, name)


def _settings(record: RunRecord) -> tuple[NetworkSpec, TrainingConfig]:
    """Return the branch's network and settings as the form has them.

    Raises:
        LabError: one of them is out of bounds, also where the browser forged it.
    """
    return with_settings(
        record.spec, record.config, [(name, state.get(slots.BRANCH_SETTING.of(name))) for name in _names(record)]
    )


def optimizers_fate(record: RunRecord, history: History, epoch: int, config: TrainingConfig) -> str:
    """Return whether the optimizer's memory will come along, as far as the log tells."""
    if epoch == 0:
        return Rewind.FROM_THE_BEGINNING
    _, had = with_settings(record.spec, record.config, history.changed_settings)
    if (had.optimizer, is_grown(had)) != (config.optimizer, is_grown(config)):
        return Rewind.AFRESH + Rewind.OTHER
    if keeps_optimizer(history, epoch):
        return Rewind.COMES_ALONG
    return Rewind.AFRESH + (Rewind.NOT_KEPT if history.keep_every == 1 else Rewind.ONLY_THE_LAST)


def _begin(parent: str, epoch: int) -> None:
    with clicks.keep_refusal():
        branch(parent, epoch, *_settings(lab.current().store.record(parent)))


def branch(parent: str, epoch: int | None, spec: NetworkSpec, config: TrainingConfig) -> None:
    """Start a branch, or without an epoch a run from new initial weights, and view it.

    A callback; a second click that was on its way finds another run selected, or the same branch begun.
    """
    if selected.run() != parent:
        return
    setup_text = json.dumps([epoch, spec.to_json(), config.to_json()])
    nonce = f"{clicks.branch_nonce(parent)}-{hashlib.sha256(setup_text.encode()).hexdigest()[:32]}"
    own = {"owner": visitor.owner(), "nonce": nonce}
    with clicks.keep_refusal():
        starter = lab.current().run_starter
        if epoch is None:
            begun = starter.start(spec, config, recipe=lab.current().store.record(parent).recipe, **own)
        else:
            begun = starter.start_branch(parent, epoch, spec, config, **own)
        selected.set_run(begun)
    st.rerun()  # the whole page: the form may stand in what is drawn again and again
