"""How good a network is at each digit: which is hardest in words, a bar and a count for each."""

from __future__ import annotations

import streamlit as st

from core.inference.evaluation import DigitScore, Evaluation
from pages.text.evaluate import Digits
from pages.ui import tables


def show(evaluation: Evaluation) -> None:
    """Draw the share of each digit's images that was read wrong, from zero."""
    st.subheader(Digits.TITLE, anchor=False)
    if evaluation.hardest is None or evaluation.easiest is None:
        st.markdown(Digits.ALL_RIGHT)
    else:
        st.markdown(Digits.extremes(evaluation.hardest, evaluation.easiest))
        st.html(bars_html(evaluation.by_digit, evaluation.hardest))
    tables.show_in_expander(Digits.TABLE, Digits.HEADER, map(Digits.row, evaluation.by_digit))


def bars_html(scores: tuple[DigitScore, ...], hardest: DigitScore) -> str:
    """Return a bar for each digit as long as its share of mistakes; the hardest digit's is the longest."""
    longest = hardest.wrong / hardest.count
    bars = [
        tables.Bar(
            name=str(score.digit),
            share=score.wrong / score.count / longest if score.count else 0.0,
            text=Digits.wrong(score),
        )
        for score in scores
    ]
    return tables.bar_list_html(Digits.BARS, bars, css_class="digit-bars")
