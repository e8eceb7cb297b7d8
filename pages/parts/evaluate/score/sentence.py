"""The score of the selected model as a sentence, whose score it is, and what makes it too kind."""

from __future__ import annotations

import streamlit as st

from core.data.download.mirrors import MNIST_DIGEST
from core.inference.evaluation import Evaluation
from core.runs.log.models import Model
from pages.state import cached, visitor
from pages.text.evaluate import Score
from pages.text.labels import of_pictures
from pages.text.model import ModelText
from pages.ui import run_titles, widgets


def show(model: Model, evaluation: Evaluation) -> None:
    """Draw the score as a sentence, whose score it is, and what makes it too kind."""
    dataset = cached.dataset()
    with st.container(gap=None):
        st.subheader(Score.sentence(evaluation), anchor=False)
        run, zone = run_titles.of_model(model), visitor.time_zone()
        st.caption(widgets.plain(ModelText.about(model, run, zone, has_score=dataset.is_fallback)))
    said = _what_makes_it_too_kind(model)
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


def explain(evaluation: Evaluation) -> None:
    """Draw what the interval means and why one looks once."""
    because = of_pictures(Score.because_interval(evaluation), cached.class_names())
    st.expander(Score.WHY_INTERVAL).markdown(because)
    st.expander(Score.WHY_ONCE).markdown(Score.BECAUSE_ONCE)
