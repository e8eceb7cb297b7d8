"""A run that still trains is evaluated as of one epoch, until a person goes on to a newer one.

Were it always the newest, an epoch that is read would give way to the next, and a round of naming would be lost.
"""

from __future__ import annotations

import streamlit as st

from core import lab
from core.runs.log.models import Model, ModelName
from pages.state import selected, state
from pages.state.slot import Slot
from pages.text.evaluate import Held
from pages.ui import widgets

_HELD = Slot("evaluate-held", tuple[str, str], default=("", ""))  # a run, and the name of its model that is evaluated


def of(model: Model) -> Model:
    """Return the model to evaluate: of a run that trains, and of which no epoch is chosen, the one that is held.

    Draws which epoch that is, where it is not the newest any more, and the way to that.

    Args:
        model: the selected one.

    Raises:
        LabError: the one that is held cannot be read any more.
    """
    name = selected.model()
    is_open = name is not None and name.run is not None and name.moment is None
    if not is_open or model.record is None or not lab.current().histories.outline(model.record.id).is_active:
        state.pop(_HELD)
        widgets.keep_place()
        return model
    run, held = state.get(_HELD)
    parsed = ModelName.parse(held) if run == model.record.id else None
    if parsed is None or parsed.moment not in model.moments:
        state.put(_HELD, (model.record.id, str(model.name)))
        parsed = model.name
    if parsed == model.name:
        widgets.keep_place()
        return model
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(Held.older(parsed.moment), width="content")
        show = Held.show(model.name.moment)
        put = (_HELD, (model.record.id, str(model.name)))
        st.button(show, key="evaluate-newer-epoch", type="tertiary", on_click=state.put, args=put)
    return lab.current().models.find(parsed)
