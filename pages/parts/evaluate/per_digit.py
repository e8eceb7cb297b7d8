"""How good a network is at each digit: which is hardest in words, a bar and a count for each."""

from __future__ import annotations

import html

import streamlit as st

from core.inference.evaluation import DigitScore, Evaluation
from pages.text.evaluate import Digits
from pages.ui import widgets
from pages.ui.colours import INK


def show(found: Evaluation) -> None:
    """Draw the share of each digit's images that was read wrong, from zero."""
    st.subheader(Digits.TITLE, anchor=False)
    if found.hardest is None or found.easiest is None:
        st.markdown(Digits.ALL_RIGHT)
    else:
        st.markdown(Digits.extremes(found.hardest, found.easiest))
        st.html(bars_html(found.by_digit, found.hardest))
    widgets.table(Digits.TABLE, Digits.HEADER, map(Digits.row, found.by_digit))


def bars_html(scores: tuple[DigitScore, ...], hardest: DigitScore) -> str:
    """Return a bar for each digit as long as its share of mistakes; the hardest digit's is the longest."""
    longest = hardest.wrong / hardest.count
    rows = "".join(
        f'<tr><th scope="row" style="padding-right: 0.5rem">{score.digit}</th>'
        f'<td style="width: 100%"><div style="height: 0.9rem; background: {INK}; '
        f'width: max(1px, {100 * score.wrong / score.count / longest if score.count else 0:.2f}%)"></div></td>'
        f'<td style="padding-left: 0.75rem; white-space: nowrap">{html.escape(Digits.wrong(score))}</td></tr>'
        for score in scores
    )
    return (
        f'<table class="digit-bars" aria-label="{html.escape(Digits.BARS, quote=True)}" style="width: 100%; '
        f'border-collapse: collapse; font-size: 0.875rem; font-variant-numeric: tabular-nums">{rows}</table>'
    )
