"""What is said where the selected network knows other classes than the data set has."""

from __future__ import annotations

import streamlit as st

from core.runs.log.models import Model
from pages.state import cached, selected, slots
from pages.state.classes import known
from pages.text import pages as page_texts
from pages.text.other_classes import OtherClasses
from pages.ui import widgets


def tell(model: Model, *, is_drawing: bool = False) -> bool:
    """Say that a network and the data set do not belong together, with a way on; return whether they do.

    Args:
        model: that answers.
        is_drawing: it is asked about what a person draws, and not about the pictures of the data set.

    Raises:
        LabError: there are no images.
    """
    if known.fits(model):
        widgets.keep_place()
        return True
    text_of = OtherClasses.drawing if is_drawing else OtherClasses.pictures
    said = text_of(known.of_model(model), cached.dataset().identity)
    query = selected.link_query() | {slots.RUN.key: selected.NO_RUN}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(widgets.plain(said), width="content")
        widgets.page_link(page_texts.TRAIN, OtherClasses.TRAIN, "model_training", query=query, width="content")
    return False
