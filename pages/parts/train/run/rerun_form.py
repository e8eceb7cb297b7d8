"""Change one thing: a run that has ended, again from its initial weights with one setting altered, over its curves."""

from __future__ import annotations

import streamlit as st

from core.errors import LabError
from core.runs.branching import check_branch
from core.runs.log.run_record import RunRecord
from core.runs.sweep import sweepable_settings
from core.training.record.history import History
from core.training.settings.commands import DROPOUT_RATE, has_setting, setting_value, with_settings
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec
from pages.parts.train.run import branch_form
from pages.state import cached, clicks, slots, state
from pages.text.changed_settings import changed_text, setting_name, setting_text
from pages.text.settings import Field
from pages.text.setup import Change
from pages.ui import widgets
from pages.ui.setting_field import setting_field

WIDTH = 220  # of a field, in pixels on screen


def show(record: RunRecord, history: History) -> None:
    """Draw which setting, its new value, and the button."""
    if history.started is None:
        return
    with st.container(border=True, key="change-one"):
        st.markdown(f"**{Change.TITLE}**")
        st.caption(Change.LEAD)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.selectbox(
                Change.SETTING,
                _offered(record),
                format_func=setting_name,
                key=slots.RERUN_SETTING.of(record.id).key,
                width=WIDTH,
            )
            slot = slots.RERUN_VALUE.of(record.id, name)
            state.setdefault(slot, setting_value(record.spec, record.config, name))
            setting_field(name, slot, named=(Change.VALUE, Field.NAMES[name][1]), width=WIDTH)
            try:
                spec, config = _changed(record, name)
                check_branch(record, 0, spec, config)
                cached.workload_of(spec, config)
            except LabError as error:
                refusal = str(error)
            else:
                is_same = (spec, config) == (record.spec, record.config)
                refusal = Change.SAME if is_same else ""
            if not refusal:
                st.button(
                    Change.TRAIN,
                    key="change-train",
                    icon=":material/fork_right:",
                    on_click=_begin,
                    args=(record, name),
                )
        was = Change.was(
            setting_text(name, setting_value(record.spec, record.config, name)), changed_text(history.changed_settings)
        )
        st.caption(refusal if refusal == Change.SAME else was)
        if refusal and refusal != Change.SAME:
            st.error(widgets.plain(refusal))


def _offered(record: RunRecord) -> list[str]:
    """Return the settings that do something in this run; another seed would be other initial weights."""
    names = [name for name in sweepable_settings(record.config) if name != "seed"]
    return [*names, DROPOUT_RATE] if has_setting(record.spec, record.config, DROPOUT_RATE) else names


def _changed(record: RunRecord, name: str) -> tuple[NetworkSpec, TrainingConfig]:
    """Return the run's network and settings with the new value.

    Raises:
        LabError: it is out of bounds, also where the browser forged it.
    """
    return with_settings(record.spec, record.config, [(name, state.get(slots.RERUN_VALUE.of(record.id, name)))])


def _begin(record: RunRecord, name: str) -> None:
    """Start the run. A callback."""
    with clicks.keep_refusal():
        branch_form.branch(record.id, 0, *_changed(record, name))
