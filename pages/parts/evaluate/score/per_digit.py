"""How good a network is at each digit: which is hardest in words, a bar and a count for each."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.evaluation.class_scores import class_scores, macro_f1
from core.inference.evaluation import DigitScore, Evaluation
from pages.state import cached
from pages.text.evaluate import Digits
from pages.text.evaluate_score import ClassTable
from pages.text.labels import of_classes
from pages.ui import tables


def show(evaluation: Evaluation) -> None:
    """Draw the share of each digit's images that was read wrong, from zero."""
    names = cached.class_names()
    scores = tuple(map(_said, evaluation.by_digit))
    st.subheader(of_classes(Digits.TITLE, names), anchor=False)
    if evaluation.hardest is None or evaluation.easiest is None:
        st.markdown(of_classes(Digits.ALL_RIGHT, names))
    else:
        st.markdown(Digits.extremes(_said(evaluation.hardest), _said(evaluation.easiest)))
        st.html(bars_html(scores, evaluation.hardest))
    _show_classes(evaluation)


def _show_classes(evaluation: Evaluation) -> None:
    """Draw the table of precision, recall and F1, and what they mean with the numbers of the class that is worst."""
    names = cached.class_names()
    scores = class_scores(evaluation.confusion)
    said = [replace(score, digit=cached.say(score.digit)) for score in scores]
    header = [of_classes(name, names) for name in ClassTable.HEADER]
    rows = [*map(ClassTable.row, said), ClassTable.mean(macro_f1(scores))]
    tables.show_in_expander(of_classes(ClassTable.CAPTION, names), header, rows)
    worst = min(said, key=lambda score: 1.0 if score.f1 is None else score.f1)
    st.expander(ClassTable.WHY).markdown(ClassTable.because(worst))


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
    caption = of_classes(Digits.BARS, cached.class_names())
    return tables.bar_list_html(caption, bars, css_class="digit-bars")


def _said(score: DigitScore) -> DigitScore:
    return replace(score, digit=cached.say(score.digit))
