"""Evaluate's tab "Score": how many images a network reads right, which it mixes up, how good it is at each digit."""

from __future__ import annotations

import streamlit as st

from core.runs.log.models import Model
from pages.parts.evaluate.score import matrix, per_digit, sentence
from pages.parts.evaluate.shared import reading
from pages.text.evaluate import Mistakes


def show(model: Model) -> None:
    """Draw the tab."""
    found = reading.read([model])
    if found is None:
        return
    (evaluation,) = found
    sentence.show(model, evaluation)
    if evaluation.wrong:
        matrix.show(evaluation)
    else:
        st.markdown(Mistakes.none(evaluation.count))
    left, right = st.columns(2, gap="medium")
    with left:
        per_digit.show(evaluation)
    with right:
        sentence.explain(evaluation)
