"""The score of the selected model as a sentence, whose score it is, and what makes it too kind."""

from __future__ import annotations

import streamlit as st

from core.inference.evaluation import Evaluation
from core.runs.log.models import Model
from pages.parts.evaluate.shared import too_kind
from pages.state import cached, visitor
from pages.state.evaluate import evaluations, looks
from pages.state.evaluate.evaluations import EvaluatedSplit
from pages.text.evaluate import Score
from pages.text.evaluate_score import Learned, Looks
from pages.text.labels import of_pictures
from pages.text.model import ModelText
from pages.ui import run_titles, widgets


def show(model: Model, evaluation: Evaluation, split: EvaluatedSplit) -> None:
    """Draw the score as a sentence, whose score it is, what makes it too kind, and how often one has looked."""
    dataset = cached.dataset()
    with st.container(gap=None):
        st.subheader(Score.sentence(evaluation), anchor=False)
        run, zone = run_titles.of_model(model), visitor.time_zone()
        st.caption(widgets.plain(ModelText.about(model, run, zone, has_score=dataset.is_fallback)))
        seen = looks.count(model) if split == "test" else None
        if seen is not None:
            st.caption(Looks.seen(seen))
        else:
            widgets.keep_place()
    said = too_kind.said_of(model) if split == "test" else _may_have_learned(model)
    if said:
        st.info(said)
    else:
        widgets.keep_place()


def _may_have_learned(model: Model) -> str:
    images = evaluations.images_of(model, "validation")
    return Learned.OWN if images is not None and evaluations.may_have_learned(model, images) else ""


def explain(evaluation: Evaluation, *, has_looks: bool) -> None:
    """Draw what the interval means and why one looks once, and of a run's network why looks are counted."""
    because = of_pictures(Score.because_interval(evaluation), cached.class_names())
    st.expander(Score.WHY_INTERVAL).markdown(because)
    why, text = (Looks.WHY, Looks.BECAUSE) if has_looks else (Score.WHY_ONCE, Score.BECAUSE_ONCE)
    st.expander(why).markdown(text)
