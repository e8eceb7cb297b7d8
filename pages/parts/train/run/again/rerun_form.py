"""Change one thing: a run that has ended, again from the start with one setting altered, over its curves."""

from __future__ import annotations

import streamlit as st

from core.errors import LabError
from core.runs import rerun
from core.runs.branching import check_branch
from core.runs.log.run_record import RunRecord
from core.training.record.history import History
from core.training.settings.augmentation import OWN, PRESETS, preset_of
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec
from pages.parts.train.run import branch_form
from pages.state import cached, clicks, slots, state
from pages.state.slot import Slot
from pages.text.again import Change
from pages.text.changed_settings import changed_text
from pages.text.settings import Field
from pages.ui import widgets
from pages.ui.number_field import layer_rule, number_field
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
                rerun.changeable(record.spec, record.config),
                format_func=lambda name: Change.name(record.spec, name),
                key=slots.RERUN_SETTING.of(record.id).key,
                width=WIDTH,
            )
            _field(record, name)
            refusal, is_same = "", False
            try:
                spec, config = _changed(record, name)
                if rerun.keeps_initial_weights(record.spec, name):
                    check_branch(record, 0, spec, config)
                cached.workload_of(spec, config)
                is_same = (spec, config) == (record.spec, record.config)
            except LabError as error:
                refusal = str(error)
            if not refusal and not is_same:
                st.button(
                    Change.TRAIN,
                    key="change-train",
                    icon=":material/fork_right:",
                    on_click=_begin,
                    args=(record, name),
                )
        if refusal:
            st.error(widgets.plain(refusal))
        was = Change.was(_text(record, name), changed_text(history.changed_settings))
        start = "" if rerun.keeps_initial_weights(record.spec, name) else Change.OTHER_START
        st.caption(" ".join(filter(None, [was, Change.SAME if is_same else start])))


def _field(record: RunRecord, name: str) -> None:
    """Draw the field of the new value, at first with the one that the run had."""
    slot = _slot(record, name)
    value = rerun.value_of(record.spec, record.config, name)
    layer = rerun.width_of(record.spec, name)
    if layer is not None:
        index, setting = layer
        state.setdefault(slot, value)
        kind = type(record.spec.layers[index]).__name__
        number_field(Change.VALUE, slot, layer_rule(kind, setting), width=WIDTH)
    elif name == rerun.AUGMENTATION:
        preset = preset_of(value)
        state.setdefault(slot, preset)
        offered = [*PRESETS, *([OWN] if preset == OWN else [])]
        label = Change.STRENGTHS.__getitem__
        st.selectbox(Change.VALUE, offered, format_func=label, key=slot.key, width=WIDTH)
    else:
        state.setdefault(slot, value)
        setting_field(name, slot, named=(Change.VALUE, Field.NAMES[name][1]), width=WIDTH)


def _text(record: RunRecord, name: str) -> str:
    return Change.value(name, rerun.value_of(record.spec, record.config, name))


def _slot(record: RunRecord, name: str) -> Slot[object]:
    return slots.RERUN_VALUE.of(record.id, name)


def _changed(record: RunRecord, name: str) -> tuple[NetworkSpec, TrainingConfig]:
    """Return the run's network and settings with the new value.

    Raises:
        LabError: it is out of bounds, also where the browser forged it.
    """
    value = state.get(_slot(record, name))
    if name == rerun.AUGMENTATION:
        value = PRESETS.get(str(value), record.config.augmentation)
    return rerun.with_value(record.spec, record.config, name, value)


def _begin(record: RunRecord, name: str) -> None:
    """Start the run. A callback."""
    with clicks.keep_refusal():
        epoch = 0 if rerun.keeps_initial_weights(record.spec, name) else None
        branch_form.branch(record.id, epoch, *_changed(record, name))
