"""Train: how does a network learn it? Set up a run, watch it, or look at what it reached; its network; all runs."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.errors import RunDamagedError, RunNotFoundError
from core.runs.log.models import ModelName
from core.runs.log.run_record import RunRecord
from pages.parts.frame import heading_focus
from pages.parts.frame.frame import frame
from pages.parts.train.network import tab as network_tab
from pages.parts.train.run import view as run_view
from pages.parts.train.runs import sweep_form
from pages.parts.train.runs import view as runs_view
from pages.parts.train.setup import form as train_form
from pages.parts.train.setup import view as setup_view
from pages.state import selected, set_up_link, slots, state, visitor
from pages.state.set_up import set_up_of
from pages.text import pages as page_texts
from pages.text.run import Run
from pages.text.sweep import Sweep
from pages.text.train import Setup
from pages.ui import widgets


def show_refusal() -> None:
    """Say once what the last click was refused for."""
    refusal = state.pop(slots.TRAIN_REFUSAL)
    if refusal is not None:
        st.error(widgets.plain(str(refusal)))
    else:
        widgets.keep_place()


def show_tabs(record: RunRecord | None) -> None:
    """Draw the open tab: of the selected run, or of the one that is set up."""
    form, takes_focus = None, False
    if record is None:
        form = train_form.current()
    else:
        was_drawn = visitor.has_mode()
        takes_focus = visitor.enter_mode("run") and was_drawn  # from a button that is there no more
        set_up_link.remove_from_url()
    runs_view.open_where_compared()
    train, network, runs = st.tabs(list(Setup.TABS.values()), key=slots.TRAIN_TAB.key, bind="query-params")
    with train:
        if train.open and form is not None:
            setup_view.show(form)
        elif train.open and record is not None:
            run_view.show(record)
            if takes_focus:
                heading_focus.draw(run_view.HEAD, key=record.id)
    with network:
        if network.open and form is not None:
            network_tab.show_form(form)
        elif network.open and record is not None:
            network_tab.show_run(record)
    with runs:
        if runs.open:
            runs_view.show()
            ticked = sweep_form.ticked()
            if ticked is not None:
                sweep_form.show(ticked, of=Sweep.OF_TICKED)
            elif record is not None:
                sweep_form.show(set_up_of(record.recipe, record.spec, record.config), of=Sweep.OF_RUN)
            elif form is not None and form.set_up is not None and state.get(slots.TRAIN_SEEN):
                sweep_form.show(form.set_up)


with frame(page_texts.TRAIN) as next_page:
    show_refusal()
    identity = selected.run()
    try:
        record = None if identity is None else lab.current().store.record(identity)
    except (RunNotFoundError, RunDamagedError) as error:
        st.error(Run.NOT_FOUND if isinstance(error, RunNotFoundError) else widgets.plain(str(error)))
        st.button(Run.AGAIN, on_click=setup_view.begin_another, key="primary-set-up", type="primary")
    else:
        if record is not None and lab.current().histories.outline(record.id).checkpoint is not None:
            next_page.network = ModelName(record.id)
        show_tabs(record)
