"""Evaluate: how good is it, really? The score with its count and interval, the mistakes, the network to take away."""

from __future__ import annotations

import streamlit as st

from pages.shared import evaluate_digits, evaluate_mistakes, evaluate_score, model_in_hand, take_away, words
from pages.shared.page_frame import frame
from pages.shared.session import Key
from pages.shared.words.evaluate import Mistakes, Tabs

with frame(words.EVALUATE, digit=True, model=True):
    model = model_in_hand.current()
    score, files = st.tabs([Tabs.SCORE, Tabs.TAKE_AWAY], key=Key.EVALUATE_TAB, bind="query-params")
    if files.open:
        with files:
            take_away.show(model)
    elif score.open:
        with score:
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
