"""Live pictures of a run, one at a time: what the network says, how its weights look, what it mixes up.

While the run trains, each follows it by itself; what changes with an epoch is drawn anew after each.
"""

from __future__ import annotations

import numpy as np
import streamlit as st

from core import lab
from core.runs.log.run_record import RunRecord
from core.training.record.history import History
from core.training.record.live_snapshot import LiveSnapshot
from pages.parts.train.run import layer_statistics, live_confusion, live_kernels, live_predictions, log
from pages.state import slots, state, visitor
from pages.state.classes import known
from pages.text.labels import of_pictures
from pages.text.pictures import Pictures
from pages.ui import widgets


def show(record: RunRecord, history: History, glimpse: LiveSnapshot | None) -> None:
    """Draw the switch and the picture that it names; after a run, only those that it left something for."""
    if history.is_active:
        _hand_over(record, glimpse)
    names = known.of_data(record.data).class_names
    named = {key: of_pictures(name, names) for key, name in _offered(history, glimpse).items()}
    if list(named) == ["log"]:
        log.show(record, history)
        return
    if state.get(slots.LIVE_PANEL) not in named:
        state.put(slots.LIVE_PANEL, next(iter(named)))
    label = Pictures.MEANWHILE if history.is_active else Pictures.AT_THE_END
    shown = widgets.switch(
        label, named, slots.LIVE_PANEL.key, wrap=True, label_visibility="collapsed", persist_state="session"
    )
    with st.container(key="train-picture", gap="xsmall"):
        match shown:
            case "digits":
                live_predictions.show(record, history, glimpse)
            case "kernels":
                live_kernels.show(record, glimpse)
            case "mix_ups":
                live_confusion.show(record, history)
            case "health":
                layer_statistics.show(record.id, history, glimpse)
            case _:
                if not history.epochs:
                    st.caption(Pictures.NO_LOG)
                log.show(record, history)


def _offered(history: History, glimpse: LiveSnapshot | None) -> dict[str, str]:
    """Return the pictures that can be shown: all while the run is active, for they will come."""
    has = {
        "digits": glimpse is not None,
        "kernels": glimpse is not None,
        "mix_ups": any(epoch.confusion for epoch in history.epochs),
        "health": glimpse is not None or any(epoch.health for epoch in history.epochs),
        "log": True,
    }
    return {key: name for key, name in Pictures.NAMES.items() if has[key] or history.is_active}


def _hand_over(record: RunRecord, glimpse: LiveSnapshot | None) -> None:
    """Give the trainer this person's drawing where the run is theirs; once, or two open pages would take turns."""
    drawing = state.get(slots.DRAWING)
    if drawing is None or record.owner != visitor.owner():
        return
    given = (record.id, drawing.tobytes())
    if state.get(slots.LIVE_DRAWING) == given:
        return
    is_read = glimpse is not None and np.array_equal(glimpse.drawing, drawing)
    if not is_read and not lab.current().live_snapshots.show_drawing(record.id, drawing):
        return
    state.put(slots.LIVE_DRAWING, given)
