"""Evaluate's tab "Mistakes": the pictures that a network reads wrong."""

from __future__ import annotations

import streamlit as st

from core.inference.evaluation import Evaluation
from core.runs.log.models import Model
from pages.parts.evaluate.shared import reading, tiles
from pages.state import slots
from pages.state.evaluate import evaluations
from pages.text.evaluate import Mistakes
from pages.ui import widgets

WORST_TILES = 20


def show(model: Model) -> None:
    """Draw the tab."""
    found = reading.read([model])
    if found is None:
        return
    (evaluation,) = found
    if evaluation.wrong:
        show_worst(model, evaluation)
    else:
        st.markdown(Mistakes.none(evaluation.count))


@st.fragment(key=tiles.WORST)
@widgets.show_errors()
def show_worst(model: Model, evaluation: Evaluation) -> None:
    """Draw the mistakes that the network was surest of."""
    indices = evaluation.mistakes[:WORST_TILES].tolist()
    title = Mistakes.worst(len(indices), evaluation.wrong)
    st.subheader(title, anchor=False)
    st.markdown(Mistakes.about_worst(evaluation.accuracy))
    images = evaluations.images_of(model, "test")
    assert images is not None
    tiles.show(evaluation, indices, images=images, name=title, slot=slots.EVALUATE_WORST, fragments=[tiles.WORST])
