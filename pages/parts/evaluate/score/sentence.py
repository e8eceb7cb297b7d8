"""The score of the selected model as a sentence, whose score it is, and what makes it too kind."""

from __future__ import annotations

import streamlit as st

from core.data.download.mirrors import MNIST_DIGEST
from core.inference.evaluation import Evaluation
from core.runs.log.models import Model
from pages.state import cached, visitor
from pages.state.evaluate import looks
from pages.state.evaluate.evaluations import EvaluatedSplit
from pages.text.evaluate import Score
from pages.text.evaluate_score import Looks
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
    said = _what_makes_it_too_kind(model) if split == "test" else ""
    if said:
        st.info(of_pictures(said, cached.class_names()))
    else:
        widgets.keep_place()


def _what_makes_it_too_kind(model: Model) -> str:
    dataset, record = cached.dataset(), model.record
    if model.imported is not None:
        return Score.CHANGED_HERE if model.imported.is_changed_here else Score.TRAINED_ELSEWHERE
    if dataset.is_fallback and (record is None or record.data == MNIST_DIGEST):
        is_known = record is None or not (record.config.train_images or record.config.wrong_label_fraction)
        return Score.SEEN if is_known else Score.MAY_HAVE_SEEN
    if record is None:
        return ""
    if record.data != dataset.digest:
        return Score.OTHER_DIGITS
    return Score.TOO_KIND if record.config.validation_source == "test" else ""


def explain(evaluation: Evaluation, *, has_looks: bool) -> None:
    """Draw what the interval means and why one looks once, and of a run's network why looks are counted."""
    because = of_pictures(Score.because_interval(evaluation), cached.class_names())
    st.expander(Score.WHY_INTERVAL).markdown(because)
    why, text = (Looks.WHY, Looks.BECAUSE) if has_looks else (Score.WHY_ONCE, Score.BECAUSE_ONCE)
    st.expander(why).markdown(text)
