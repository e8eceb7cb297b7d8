"""What the owner of a network from a file, or changed here, can do with it: rename and delete it, also damaged."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.importing.imported_model import MAX_NAME, ImportedModel
from core.runs.log.models import PRETRAINED, ModelName
from pages.state import selected, slots, state, visitor
from pages.text.model import ModelText
from pages.text.model_import import Import
from pages.ui import widgets


def show(model: ImportedModel) -> None:
    """Draw both, folded away: unfolding asks for it, the button in it confirms."""
    with st.expander(Import.RENAME), widgets.show_errors():
        slot = slots.MODEL_NAME.of(model.id)
        name = state.setdefault(slot, model.name)
        st.text_input(Import.NAME, key=slot.key, max_chars=MAX_NAME)
        if st.button(Import.REALLY_RENAME, key="model-rename"):
            lab.current().imported_models.rename(model.id, name, owner=visitor.owner())
            st.rerun()
    with st.expander(Import.DELETE), widgets.show_errors():
        st.markdown(Import.DELETE_CHANGED_HELP if model.is_changed_here else Import.DELETE_HELP)
        if st.button(Import.REALLY_DELETE, key="model-delete"):
            lab.current().imported_models.delete(model.id, owner=visitor.owner())
            selected.set_model(PRETRAINED)
            st.rerun()


def show_damaged() -> None:
    """Draw which of this person's kept networks are damaged, folded away, each with a button that deletes it."""
    damaged = lab.current().imported_models.damaged_of(visitor.owner())
    if not damaged:
        return
    with st.expander(Import.damaged(len(damaged))), widgets.show_errors():
        st.markdown(Import.DAMAGED_HELP)
        for model in damaged:
            name = widgets.plain(model.name or ModelText.NAMELESS)
            st.markdown(Import.damage(name, str(model.damage)))
            if st.button(Import.delete(name), key=f"damaged-delete-{model.id}"):
                lab.current().imported_models.delete(model.id, owner=visitor.owner())
                if selected.model() == ModelName(file=model.id):
                    selected.set_model(PRETRAINED)
                st.rerun()
