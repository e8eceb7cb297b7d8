"""A run's log on the Train page: Keras's lines, with what a person changed where it was changed."""

from __future__ import annotations

import streamlit as st

from core.runs.log.run_record import RunRecord
from core.training.record.history import History
from core.training.record.keras_log import log_lines
from core.training.settings.commands import setting_value
from pages.text.run import Run
from pages.text.steer import Steer
from pages.ui import tables


def show(record: RunRecord, history: History) -> None:
    """Draw the log, and its epochs as a table."""
    lines = lines_of(record, history)
    if not lines:
        return
    st.markdown(f"**{Run.LOG if len(lines) == 2 * len(history.epochs) else Run.LOG_CHANGED}**")
    st.code("\n".join(lines), language=None, wrap_lines=True)
    if not history.epochs:
        return
    rows = [(epoch.epoch, *Run.epoch_row(epoch)) for epoch in history.epochs]
    tables.show_in_expander(Run.TABLE, Run.HEADER, rows)
    st.expander(Run.WHY).markdown(Run.BECAUSE)


def lines_of(record: RunRecord, history: History) -> list[str]:
    """Return two lines an epoch, and between them one for each change and each pause that came by itself."""
    started, config = history.started, record.config
    if started is None:
        return []
    steps = started.steps_per_epoch
    now: dict[str, float] = {}
    told: list[tuple[int, str]] = []  # step, and what happened there
    for steered in history.steered:
        name = steered.action
        if steered.value is not None:
            before = now.get(name, setting_value(record.spec, config, name))
            told.append((steered.step, Steer.change(steered, before, config, steps)))
            now[name] = steered.value
        elif steered.reason is not None:
            told.append((steered.step, Steer.waited(steered, steps)))
    epochs = log_lines(history, config)
    lines: list[str] = []
    for index, epoch in enumerate(history.epochs):
        end = epoch.epoch * steps
        lines += [text for step, text in told if step < end]
        told = [(step, text) for step, text in told if step >= end]
        lines += epochs[2 * index : 2 * index + 2]
    return lines + [text for _, text in told]
