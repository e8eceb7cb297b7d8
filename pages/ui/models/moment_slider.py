"""The slider over the moments that a model's run keeps: its epochs, and where it was stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.runs.log.models import Model, ModelName
from pages.state import state
from pages.state.slot import Slot
from pages.text.model import ModelText
from pages.ui import widgets


def show(model: Model, slot: Slot[Any], choose: Callable[[ModelName], None], *, label: str, **look: Any) -> None:
    """Draw the slider at a model's moment; nothing where its run keeps no other.

    Args:
        model: at its moment.
        slot: of the slider.
        choose: called with the model's name at the moment that was chosen.
        label: of the slider.
        look: the rest of `st.select_slider`'s, as its help and width.
    """
    if len(model.moments) < 2:
        widgets.keep_place()
        return
    state.put(slot, model.name.moment)

    def chosen() -> None:
        moment = state.get(slot)
        if isinstance(moment, int | str):
            choose(ModelName(model.name.run, moment))

    st.select_slider(label, model.moments, format_func=ModelText.moment, key=slot.key, on_change=chosen, **look)
