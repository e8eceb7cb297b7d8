"""What the validation images were mixed up with after each epoch of a run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from core.inference.evaluation import DIGITS, mix_ups_in
from core.runs.log.run_record import RunRecord
from core.training.record.history import History
from pages.state import slots, state
from pages.state.classes import known
from pages.text.labels import all_said, of_classes, of_pictures
from pages.text.numbers import count
from pages.text.pictures import LiveMixUps
from pages.ui import tables
from pages.ui.matrix import cells, confusion_matrix

SLIDER_WIDTH = 544  # pixels on screen: as wide as the matrix


def show(record: RunRecord, history: History) -> None:
    """Draw the confusion matrix of an epoch: the newest, until a person chooses another one."""
    confusions = {epoch.epoch: epoch.confusion for epoch in history.epochs if epoch.confusion}
    if not confusions:
        st.caption(_why_not(record, history))
        return
    epoch = _choose_epoch(record, tuple(confusions))
    confusion = np.array(confusions[epoch]).reshape(DIGITS, DIGITS)
    mix_ups = mix_ups_in(confusion)
    names = known.of_data(record.data).class_names
    labels = all_said(names)
    worst = replace(mix_ups[0], label=labels[mix_ups[0].label], answer=labels[mix_ups[0].answer]) if mix_ups else None
    kind = "test" if record.config.validation_source == "test" else "validation"
    finding = LiveMixUps.finding(worst, int(confusion.sum()), epoch, kind)
    st.markdown(f"**{finding}**")
    alt = of_pictures(LiveMixUps.alt(finding), names)
    shown = cells.counts(confusion, labels)
    confusion_matrix.show(shown, key="live-mix-ups", alt=alt, labels=labels)
    st.caption(LiveMixUps.legend(worst.count if worst else 0))
    tables.show_once_open(
        of_classes(LiveMixUps.TABLE, names),
        slots.LIVE_TABLE.of("mix-ups").key,
        LiveMixUps.header(labels),
        lambda: ((label, *map(count, row)) for label, row in zip(labels, confusion.tolist(), strict=True)),
    )


def _why_not(record: RunRecord, history: History) -> str:
    config, started = record.config, history.started
    trains_on_all = config.validation_source != "test" and config.validation_fraction == 0
    if trains_on_all or (started is not None and not started.validation_images):
        return LiveMixUps.NO_VALIDATION
    return LiveMixUps.OLDER if history.epochs else LiveMixUps.NOT_YET


def _choose_epoch(record: RunRecord, offered: tuple[int, ...]) -> int:
    """Return the chosen epoch; whoever stands at the newest goes along when there is a newer one."""
    newest = offered[-1]
    shown = state.get(slots.LIVE_EPOCH)
    run, last = state.get(slots.LIVE_NEWEST)
    if run != record.id or shown not in offered or shown == last:
        state.put(slots.LIVE_EPOCH, newest)
    state.put(slots.LIVE_NEWEST, (record.id, newest))
    if len(offered) == 1:
        return newest
    return st.select_slider(
        LiveMixUps.EPOCH, offered, key=slots.LIVE_EPOCH.key, persist_state="session", width=SLIDER_WIDTH
    )
