"""Train: how does a network learn it? Set up a run, watch it, or look at what it reached; its network; all runs."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.errors import RunDamagedError, RunNotFoundError
from core.runs.record import RunRecord
from core.runs.registry import ModelName
from pages.shared import (
    controls,
    session,
    train_form,
    train_network,
    train_run,
    train_runs,
    train_setup,
    train_sweep,
    words,
)
from pages.shared.page_frame import frame
from pages.shared.session import Key
from pages.shared.words.train import Run, Setup


def show_refusal() -> None:
    """Say once what the last click was refused for."""
    refusal = session.take_refusal()
    if refusal is not None:
        st.error(controls.plain(str(refusal)))


def show_tabs(record: RunRecord | None) -> None:
    """Draw the open tab: of the run in view, or of the one that is set up."""
    form = None
    if record is None:
        form = train_form.current()
    else:
        session.show_face("run")
        session.leave_set_up()
    train_runs.open_where_compared()
    train, network, runs = st.tabs(list(Setup.TABS.values()), key=Key.TRAIN_TAB, bind="query-params")
    with train:
        if train.open and form is not None:
            train_setup.show(form)
        elif train.open and record is not None:
            train_run.show(record)
    with network:
        if network.open and form is not None:
            train_network.show_form(form)
        elif network.open and record is not None:
            train_network.show_run(record)
    with runs:
        if runs.open:
            train_runs.show()
            if form is not None and form.set_up is not None:
                train_sweep.show(form.set_up)
            elif record is not None:
                train_sweep.show(train_form.set_up_of(record.recipe, record.spec, record.config), of_run=True)


with frame(words.TRAIN) as onward:
    show_refusal()
    identity = session.run()
    try:
        in_view = None if identity is None else lab.current().store.record(identity)
    except (RunNotFoundError, RunDamagedError) as error:
        st.error(Run.NOT_FOUND if isinstance(error, RunNotFoundError) else controls.plain(error.message))
        st.button(Run.AGAIN, on_click=train_setup.begin_another, key="primary-set-up")
    else:
        if in_view is not None and lab.current().histories.outline(in_view.id).checkpoint is not None:
            onward.network = ModelName(in_view.id)
        show_tabs(in_view)
