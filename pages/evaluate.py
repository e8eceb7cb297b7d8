"""Evaluate: how good is it, really? The score with its count and interval, the mistakes, the network to take away."""

from __future__ import annotations

import streamlit as st

from pages.parts.evaluate import accuracy, mistakes, per_digit, take_away
from pages.parts.frame import other_classes, selected_model
from pages.parts.frame.frame import frame
from pages.state import slots
from pages.text import pages as page_texts
from pages.text.evaluate import Mistakes, Tabs

with frame(page_texts.EVALUATE, digit=True, model=True):
    model = selected_model.current()
    score, files = st.tabs([Tabs.SCORE, Tabs.TAKE_AWAY], key=slots.EVALUATE_TAB.key, bind="query-params")
    if files.open:
        with files:
            take_away.show(model)
    elif score.open:
        with score:
            evaluation = accuracy.read_test_images(model) if other_classes.tell(model) else None
            if evaluation is not None:
                accuracy.show(model, evaluation)
                if evaluation.wrong:
                    mistakes.show_mix_ups(evaluation)
                    mistakes.show_worst(evaluation)
                else:
                    st.markdown(Mistakes.none(evaluation.count))
                left, right = st.columns(2, gap="medium")
                with left:
                    per_digit.show(evaluation)
                with right:
                    accuracy.explain(evaluation)
