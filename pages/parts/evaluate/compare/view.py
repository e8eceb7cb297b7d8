"""Evaluate's tab "Compare": which of two models is better, how much a seed matters, how all models stand."""

from __future__ import annotations

import streamlit as st

from core.evaluation.comparison import compare
from core.runs.log.models import Model
from pages.parts.evaluate.compare import all_models, galleries, second_model, seeds, verdict
from pages.parts.evaluate.compare.names import names_of
from pages.parts.evaluate.shared import reading


def show(model: Model) -> None:
    """Draw the tab."""
    with st.container(key="compare-pair"):
        second = second_model.show(model)
        if second is not None:
            _compare(model, second)
    seeds.show(model)
    all_models.show(model)


def _compare(first: Model, second: Model) -> None:
    found = reading.read((first, second), key="-compare")
    if found is None:
        return
    comparison = compare(*found)
    verdict.show((first, second), names_of(first, second), comparison)
    galleries.show((found[0], found[1]), comparison)
