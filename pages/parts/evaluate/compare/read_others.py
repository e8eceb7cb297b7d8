"""Models that have not read the test images yet: a click has some of them read in the background."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.errors import LabError
from core.runs.log.models import Model
from pages.parts.evaluate.shared import reading
from pages.state import state
from pages.state.evaluate import compare_slots, rights
from pages.text.evaluate_compare_models import AllModels
from pages.ui import polling, widgets

MOST = 12  # that one click has read
LOOK_SECONDS = 0.5  # between two looks at how far they are


def show(models: Sequence[Model]) -> None:
    """Draw the button, and how far those are that it was clicked for; within a fragment, which is drawn again."""
    unread = [model for model in models if rights.known(model) is None]
    asked = [model for model in unread if str(model.name) in state.get(compare_slots.COMPARE_READ)]
    if asked and not _are_read(asked):
        return
    unread = [model for model in unread if rights.known(model) is None]
    if not unread:
        widgets.keep_place()
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(AllModels.unread(len(unread)), width="content")
        names = tuple(str(model.name) for model in unread[:MOST])
        label = AllModels.read_others(len(names), len(models))
        st.button(label, key="compare-read-others", on_click=state.put, args=(compare_slots.COMPARE_READ, names))


def _are_read(asked: Sequence[Model]) -> bool:
    """Return whether models have read the images, and note that they are seen; draw how far they are where not."""
    try:
        found = reading.ask(asked, place="compare-models")
    except LabError as error:
        state.pop(compare_slots.COMPARE_READ)
        st.error(widgets.plain(str(error)))
        return True
    if found is not None:
        state.pop(compare_slots.COMPARE_READ)
        reading.read(asked, key="-models")
        return True
    polling.draw_again(LOOK_SECONDS)
    return False
