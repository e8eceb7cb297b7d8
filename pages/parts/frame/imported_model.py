"""What the owner of a network from a file can do with it: give it another name, and delete it, also a damaged one."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.importing.imported_model import MAX_NAME, ImportedModel
from core.runs.log.models import PRETRAINED, ModelName
from pages.state import session
from pages.state.session import Key
from pages.text.model import ModelWords
from pages.text.model_import import Import
from pages.ui import widgets


def show(model: ImportedModel) -> None:
    """Draw both, folded away: unfolding asks for it, the button in it confirms."""
    with st.expander(Import.RENAME), widgets.show_errors():
        key = f"{Key.MODEL_NAME}-{model.id}"
        if session.value(key) is None:
            session.preset(key, model.name)
        st.text_input(Import.NAME, key=key, max_chars=MAX_NAME)
        if st.button(Import.REALLY_RENAME, key="model-rename"):
            lab.current().imported_models.rename(model.id, str(session.value(key)), owner=session.owner())
            st.rerun()
    with st.expander(Import.DELETE), widgets.show_errors():
        st.markdown(Import.DELETE_HELP)
        if st.button(Import.REALLY_DELETE, key="model-delete"):
            lab.current().imported_models.delete(model.id, owner=session.owner())
            session.hold_model(PRETRAINED)
            st.rerun()


def show_damaged() -> None:
    """Draw which of this person's networks from files are damaged, folded away, each with a button that deletes it."""
    damaged = lab.current().imported_models.damaged_of(session.owner())
    if not damaged:
        return
    with st.expander(Import.damaged(len(damaged))), widgets.show_errors():
        st.markdown(Import.DAMAGED_HELP)
        for model in damaged:
            name = widgets.plain(model.name or ModelWords.NAMELESS)
            st.markdown(Import.damage(name, model.what))
            if st.button(Import.delete(name), key=f"damaged-delete-{model.id}"):
                lab.current().imported_models.delete(model.id, owner=session.owner())
                if session.model() == ModelName(file=model.id):
                    session.hold_model(PRETRAINED)
                st.rerun()
