"""Evaluate: how good is it, really? The score with its count and interval, then the mistakes one by one."""

from __future__ import annotations

import streamlit as st

from pages.shared import evaluate_digits, evaluate_mistakes, evaluate_score, model_in_hand, words
from pages.shared.page_frame import frame
from pages.shared.words.evaluate import Mistakes

with frame(words.EVALUATE, digit=True, model=True):
    model = model_in_hand.current()
    found = evaluate_score.evaluation(model)
    if found is not None:
        evaluate_score.show(model, found)
        if found.wrong:
            evaluate_mistakes.show_mix_ups(found)
            evaluate_mistakes.show_worst(found)
        else:
            st.markdown(Mistakes.none(found.count))
        left, right = st.columns(2, gap="medium")
        with left:
            evaluate_digits.show(found)
        with right:
            evaluate_score.explain(found)
