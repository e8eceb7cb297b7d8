"""Going back to an epoch of a run: the form of a branch, what it starts, and what a branch says of its parent.

Anyone may branch from a run that they can see; the branch is their own.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json

import streamlit as st

from core import lab
from core.errors import LabError, RunDamagedError, RunNotFoundError
from core.runs.branching import check_branch, epochs_to_branch_from
from core.runs.log.run_record import RunRecord
from core.training.record.events import EpochEnded
from core.training.record.history import History
from core.training.record.kept_epochs import keeps_optimizer
from core.training.settings.config import TrainingConfig
from core.training.settings.optimizers import has_momentum
from models.spec import NetworkSpec
from pages.parts.train.run.controls import begun_with, current
from pages.state import cached, clicks, selected, slots, state, visitor
from pages.text.kept_epochs import Kept
from pages.text.steer import Rewind
from pages.text.train import Setup
from pages.ui import widgets

WIDTH = 150  # of a field, in pixels on screen


def show(record: RunRecord, history: History) -> None:
    """Draw the form of a branch, folded up at first."""
    if history.started is None:
        return
    key = slots.BRANCH_OPEN.of(record.id).key  # folded up again on the branch
    with st.expander(Rewind.TITLE, key=key, on_change="rerun", icon=":material/history:") as form:
        if form.open:
            _form(record, history)


def show_origin(record: RunRecord, history: History) -> None:
    """Say where a branch began, with a link to the run that it left."""
    branched = history.branched
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
                widgets.plain(parent.name or Setup.of(parent)),
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
    _fill(record, history, offered)
    st.caption(f"{Rewind.LEAD} {Kept.offered(history.keep_every, has_best=history.best is not None)}")
    label, help_ = Rewind.EPOCH
    if len(offered) > 1:
        st.select_slider(label, offered, format_func=Rewind.moment, help=help_, key=slots.BRANCH_EPOCH.key)
    epoch = state.get(slots.BRANCH_EPOCH) if len(offered) > 1 else 0
    epoch = epoch if epoch in offered else 0
    st.markdown(Rewind.reached(epoch, next((ended for ended in history.epochs if ended.epoch == epoch), None)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        widgets.free_number(Rewind.EPOCHS, slots.BRANCH_EPOCHS.key, step=1, width=WIDTH)
        widgets.free_number(Rewind.LEARNING_RATE, slots.BRANCH_LEARNING_RATE.key, step=0.001, width=WIDTH)
        widgets.free_number(Rewind.BATCH_SIZE, slots.BRANCH_BATCH_SIZE.key, step=1, width=WIDTH)
        st.selectbox(
            Rewind.OPTIMIZER,
            list(Rewind.OPTIMIZERS),
            format_func=Rewind.OPTIMIZERS.__getitem__,
            key=slots.BRANCH_OPTIMIZER.key,
            width=WIDTH,
        )
        if has_momentum(str(state.get(slots.BRANCH_OPTIMIZER))):
            widgets.free_number(Rewind.MOMENTUM, slots.BRANCH_MOMENTUM.key, step=0.1, width=WIDTH)
        if record.spec.dropout_rate is not None:
            widgets.free_number(Rewind.DROPOUT, slots.BRANCH_DROPOUT.key, step=0.1, width=WIDTH)
    try:
        spec, config = _settings(record)
        check_branch(record, epoch, spec, config)
        cached.workload_of(spec, config)
    except LabError as error:
        st.error(widgets.plain(str(error)))
        return
    st.caption(_optimizers_fate(record, history, epoch, config))
    st.button(
        Rewind.begin(epoch), icon=":material/fork_right:", key="run-branch", on_click=_begin, args=(record.id, epoch)
    )


def _fill(record: RunRecord, history: History, offered: tuple[int, ...]) -> None:
    """Fill the form in when it is first drawn for a run; later only keep its epoch, or take one before it."""
    config = record.config
    filled = state.get(slots.BRANCH_FORM)
    is_new = filled[0] != record.id or state.get(slots.BRANCH_EPOCHS) is None
    if is_new:
        before_the_end = [epoch for epoch in offered if epoch < config.epochs]
        state.put(slots.BRANCH_EPOCH, before_the_end[-1] if before_the_end else offered[-1])
        state.put(slots.BRANCH_EPOCHS, config.epochs)
        state.put(slots.BRANCH_LEARNING_RATE, current(record, history, "learning_rate"))
        state.put(slots.BRANCH_BATCH_SIZE, config.batch_size)
        state.put(slots.BRANCH_OPTIMIZER, config.optimizer)
    elif filled != (record.id, offered):
        chosen = state.get(slots.BRANCH_EPOCH)
        state.put(slots.BRANCH_EPOCH, max(epoch for epoch in offered if epoch <= max(chosen, 0)))
    if is_new or state.get(slots.BRANCH_MOMENTUM) is None:
        state.put(slots.BRANCH_MOMENTUM, current(record, history, "momentum"))
    if is_new or state.get(slots.BRANCH_DROPOUT) is None:
        state.put(slots.BRANCH_DROPOUT, current(record, history, "dropout_rate"))
    state.put(slots.BRANCH_FORM, (record.id, offered))


def _settings(record: RunRecord) -> tuple[NetworkSpec, TrainingConfig]:
    """Return the branch's network and settings as the form has them.

    Raises:
        LabError: one of them is out of bounds, also where the browser forged it.
    """
    given = {
        "epochs": state.get(slots.BRANCH_EPOCHS),
        "learning_rate": state.get(slots.BRANCH_LEARNING_RATE),
        "batch_size": state.get(slots.BRANCH_BATCH_SIZE),
        "optimizer": state.get(slots.BRANCH_OPTIMIZER),
    }
    if has_momentum(str(given["optimizer"])):
        given["momentum"] = state.get(slots.BRANCH_MOMENTUM)
    config = dataclasses.replace(record.config, **given)
    rate = state.get(slots.BRANCH_DROPOUT)
    if record.spec.dropout_rate is None or rate == begun_with(record, "dropout_rate"):
        return record.spec, config
    return record.spec.with_dropout_rate(rate), config


def _optimizers_fate(record: RunRecord, history: History, epoch: int, config: TrainingConfig) -> str:
    """Return whether the optimizer's memory will come along, as far as the log tells."""
    if epoch == 0:
        return Rewind.FROM_THE_BEGINNING
    had, has = record.config, config
    momentum = current(record, history, "momentum") if has_momentum(had.optimizer) else 0.0
    has_same = had.optimizer == has.optimizer and (momentum > 0) == (has_momentum(has.optimizer) and has.momentum > 0)
    if not has_same:
        return Rewind.AFRESH + Rewind.OTHER
    if keeps_optimizer(history, epoch):
        return Rewind.COMES_ALONG
    return Rewind.AFRESH + (Rewind.NOT_KEPT if history.keep_every == 1 else Rewind.ONLY_THE_LAST)


def _begin(parent: str, epoch: int) -> None:
    try:
        spec, config = _settings(lab.current().store.record(parent))
    except LabError as error:
        clicks.refuse(error)
    else:
        branch(parent, epoch, spec, config)


def branch(parent: str, epoch: int | None, spec: NetworkSpec, config: TrainingConfig) -> None:
    """Start a branch, or without an epoch a run from new initial weights, and view it.

    A callback; a second click that was on its way finds another run selected, or the same branch begun.
    """
    if selected.run() != parent:
        return
    setup_text = json.dumps([epoch, spec.to_json(), config.to_json()])
    nonce = f"{clicks.branch_nonce(parent)}-{hashlib.sha256(setup_text.encode()).hexdigest()[:32]}"
    own = {"owner": visitor.owner(), "nonce": nonce}
    try:
        starter = lab.current().run_starter
        if epoch is None:
            begun = starter.start(spec, config, recipe=lab.current().store.record(parent).recipe, **own)
        else:
            begun = starter.start_branch(parent, epoch, spec, config, **own)
    except LabError as error:
        clicks.refuse(error)
    else:
        selected.set_run(begun)
    st.rerun()  # the whole page: the form may stand in what is drawn again and again
