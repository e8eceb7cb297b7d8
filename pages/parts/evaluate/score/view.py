"""Evaluate's tab "Score": how many images a network reads right, which it mixes up, how good it is at each digit."""

from __future__ import annotations

import streamlit as st

from core.inference.evaluation import Evaluation
from core.runs.log.models import Model
from pages.parts.evaluate.score import choices, matrix, other_split, per_digit, sentence
from pages.parts.evaluate.score.choices import Choice
from pages.parts.evaluate.shared import reading
from pages.state.evaluate import evaluations
from pages.text.evaluate import Mistakes
from pages.text.evaluate_score import Learned
from pages.ui import widgets


def show(model: Model) -> None:
    """Draw the tab."""
    choice = choices.choose(model)
    found = reading.read([model], choice.split)
    if found is None:
        return
    (evaluation,) = found
    with st.container(gap="xxsmall"):
        sentence.show(model, evaluation, choice.split)
        if evaluations.images_of(model, "validation") is not None:
            other_split.show(model, "validation" if choice.split == "test" else "test")
        else:
            widgets.keep_place()
    _show_matrix(model, evaluation, choice)
    left, right = st.columns(2, gap="medium")
    with left:
        per_digit.show(evaluation)
    with right:
        sentence.explain(evaluation, has_looks=model.record is not None)


def _show_matrix(model: Model, evaluation: Evaluation, choice: Choice) -> None:
    images, other = evaluations.images_read(model, choice.split), None
    if choice.other is not None:
        found = reading.read_same([choice.other[0]], images, key="-minus")
        other = found[0] if found is not None else None
    else:
        widgets.keep_place()
    if choice.other is not None and evaluations.may_have_learned(choice.other[0], images):
        st.caption(Learned.OTHER)
    else:
        widgets.keep_place()
    with st.container():
        if evaluation.wrong or (other is not None and other.wrong):
            matrix.show(evaluation, images, choice, other)
        else:
            st.markdown(Mistakes.none(evaluation.count))
