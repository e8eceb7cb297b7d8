"""What is said of a set-up before Train that is allowed and will hardly learn."""

from __future__ import annotations

import streamlit as st

from core.training.diagnosis.before import rate_far_off, zero_starts
from pages.parts.train.setup import label_warning
from pages.parts.train.setup.form import Form
from pages.text.before_training import Warnings
from pages.ui import widgets


def show(form: Form) -> None:
    """Draw the warnings of a form, if there are any."""
    with st.container(key="set-up-warnings"):  # one, whatever is said: what stands below keeps its place
        label_warning.show(() if form.config is None else (form.config,), key="set-up")
        found = None if form.config is None else rate_far_off(form.config)
        if found is not None:
            st.warning(widgets.plain(Warnings.rate(found)))
        layers = () if form.review.spec is None else form.review.spec.layers
        for index, function in zero_starts(layers).items():
            st.warning(widgets.plain(Warnings.zeros(index + 1, layers[index].text, function)))
