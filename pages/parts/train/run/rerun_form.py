"""Change one thing: a run that has ended, again from its initial weights with one setting altered, over its curves."""

from __future__ import annotations

import dataclasses

import streamlit as st

from core.errors import LabError
from core.runs.branching import check_branch
from core.runs.log.run_record import RunRecord
from core.runs.run_table import changed_on_the_way
from core.runs.sweep import sweepable_settings
from core.training.record.history import History
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec
from pages.parts.train.run import branch_form
from pages.parts.train.setup import settings
from pages.state import cached, clicks, slots, state
from pages.state.slot import Slot
from pages.text.changed_settings import changed_text, setting_text
from pages.text.settings import Field
from pages.text.setup import Change
from pages.ui import widgets

DROPOUT = "dropout_rate"
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
                format_func=_named,
                key=slots.RERUN_SETTING.of(record.id).key,
                width=WIDTH,
            )
            _value(record, name)
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
        was = Change.was(_was(record, name), changed_text(changed_on_the_way(history)))
        st.caption(refusal if refusal == Change.SAME else was)
        if refusal and refusal != Change.SAME:
            st.error(widgets.plain(refusal))


def _offered(record: RunRecord) -> list[str]:
    """Return the settings that do something in this run; another seed would be other initial weights."""
    names = [name for name in sweepable_settings(record.config) if name != "seed"]
    return [*names, DROPOUT] if record.spec.dropout_rate is not None else names


def _named(name: str) -> str:
    return Change.DROPOUT if name == DROPOUT else Field.named(name)


def _was(record: RunRecord, name: str) -> str:
    return f"{record.spec.dropout_rate:g}" if name == DROPOUT else setting_text(record.config, name)


def _old(record: RunRecord, name: str) -> object:
    return record.spec.dropout_rate if name == DROPOUT else getattr(record.config, name)


def _slot(record: RunRecord, name: str) -> Slot[object | None]:
    return slots.RERUN_VALUE.of(record.id, name)


def _value(record: RunRecord, name: str) -> None:
    slot = _slot(record, name)
    state.setdefault(slot, _old(record, name))
    if name in Field.CHOICES:
        choices = Field.CHOICES[name]
        st.selectbox(Change.VALUE, list(choices), format_func=choices.__getitem__, key=slot.key, width=WIDTH)
    else:
        step = settings.STEPS.get(name, settings.OTHER_STEP)
        help_ = None if name == DROPOUT else Field.NAMES[name][1]
        widgets.free_number((Change.VALUE, help_ or ""), slot.key, step=step, width=WIDTH)


def _changed(record: RunRecord, name: str) -> tuple[NetworkSpec, TrainingConfig]:
    """Return the run's network and settings with the new value.

    Raises:
        LabError: it is out of bounds, also where the browser forged it.
    """
    value = state.get(_slot(record, name))
    if name == DROPOUT:
        return record.spec.with_dropout_rate(value), record.config  # type: ignore[arg-type]
    return record.spec, dataclasses.replace(record.config, **{name: value})


def _begin(record: RunRecord, name: str) -> None:
    """Start the run. A callback."""
    try:
        spec, config = _changed(record, name)
    except LabError as error:
        clicks.refuse(error)
    else:
        branch_form.branch(record.id, 0, spec, config)
