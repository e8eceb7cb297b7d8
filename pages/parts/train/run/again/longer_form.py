"""Train longer: a run that has ended goes on from its last epoch for some more, with what its optimizer remembers.

It is a branch: the run itself stays as it is. Anyone may do it who can see the run; the branch is their own.
"""

from __future__ import annotations

import streamlit as st

from core import lab
from core.errors import LabError
from core.runs.branching import epochs_to_branch_from
from core.runs.log.run_record import RunRecord
from core.training.record.history import History
from core.training.settings.commands import with_settings
from core.training.settings.config import MAX_EPOCHS, SETTINGS, TrainingConfig
from models.spec import NetworkSpec
from pages.parts.train.run import branch_form
from pages.state import cached, clicks, slots, state
from pages.text.again import Longer
from pages.ui import widgets
from pages.ui.setting_field import setting_field

WIDTH = 150  # of the field, in pixels on screen


def show(record: RunRecord, history: History) -> None:
    """Draw how many epochs more, what they go on from, and the button; nothing where no epoch can be gone on from."""
    last = epochs_to_branch_from(history)[-1]
    if history.status not in {"finished", "stopped"} or not 0 < last < MAX_EPOCHS:
        return
    slot = slots.LONGER_EPOCHS.of(record.id)
    state.setdefault(slot, min(record.config.epochs - history.first_epoch, MAX_EPOCHS - last))
    with st.container(horizontal=True, vertical_alignment="bottom", key="train-longer"):
        setting_field("epochs", slot, named=Longer.EPOCHS, width=WIDTH)
        try:
            spec, config = _settings(record, history, last)
            cached.workload_of(spec, config)
        except LabError as error:
            refusal = str(error)
        else:
            refusal = ""
            st.button(
                Longer.TRAIN, key="longer-train", icon=":material/fork_right:", on_click=_begin, args=(record.id,)
            )
    if refusal:
        st.error(widgets.plain(refusal))
    else:
        fate = branch_form.optimizers_fate(record, history, last, config)
        st.caption(Longer.lead(last, config, is_stopped=history.kept is not None, fate=fate))


def _settings(record: RunRecord, history: History, last: int) -> tuple[NetworkSpec, TrainingConfig]:
    """Return the network and the settings of the branch: those that the run had at its end, and more epochs.

    Raises:
        LabError: no such number of epochs can be added.
    """
    further = state.get(slots.LONGER_EPOCHS.of(record.id))
    SETTINGS["epochs"].check("epochs", further)
    spec, config = with_settings(record.spec, record.config, history.changed_settings)
    return spec, config.changed(epochs=last + int(further or 0))


def _begin(run: str) -> None:
    """Start the branch. A callback."""
    with clicks.keep_refusal():
        record, history = lab.current().store.record(run), lab.current().histories.outline(run)
        last = epochs_to_branch_from(history)[-1]
        branch_form.branch(run, last, *_settings(record, history, last))
