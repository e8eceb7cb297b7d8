"""Whether one of two models is better: in words first, then counted, then how that is decided."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.evaluation.comparison import Comparison
from core.runs.log.models import Model
from pages.parts.evaluate.compare.model_facts import Facts, facts_of
from pages.parts.evaluate.shared import too_kind
from pages.text.evaluate_compare import (
    SideBySide,
    Verdict,
    interval_text,
    kilobytes,
    legend,
    rights,
    seconds_text,
)
from pages.text.numbers import count, percent
from pages.ui import tables, widgets


def show(models: tuple[Model, Model], names: Sequence[str], comparison: Comparison) -> None:
    """Draw the verdict on two models, the selected one first.

    Args:
        models: the two.
        names: what they are called; a person may have typed them.
        comparison: of their answers.
    """
    with st.container(gap=None, key="compare-verdict"):
        st.subheader(widgets.plain(Verdict.headline(names, comparison)), anchor=False)
        st.markdown(widgets.plain(Verdict.sentence(names, comparison)))
        st.caption(widgets.plain(legend(names)))
    with st.container(key="compare-too-kind"):
        _draw_what_is_too_kind(models, names)
    left, right = st.columns([2, 3], gap="medium")
    with left:
        st.markdown(f"**{Verdict.TITLE}**")
        tables.show(Verdict.TABLE, Verdict.HEADER, Verdict.cells(comparison))
        st.expander(Verdict.WHY).markdown(Verdict.because(comparison))
        st.expander(Verdict.OVERLAP).markdown(Verdict.because_overlap(comparison))
    with right:
        st.markdown(f"**{SideBySide.TITLE}**")
        facts = [facts_of(model) for model in models]
        tables.show(SideBySide.TITLE, SideBySide.HEADER, _rows(facts, rights(comparison), comparison.count))
        st.caption(SideBySide.ABOUT)


def _draw_what_is_too_kind(models: tuple[Model, Model], names: Sequence[str]) -> None:
    said: dict[str, list[str]] = {}
    for model, name in zip(models, names, strict=True):
        said.setdefault(too_kind.said_of(model), []).append(name)
    said.pop("", None)
    for text, whose in said.items():
        st.info(f"{widgets.plain(Verdict.about(whose))} {text}")
    if not said:
        widgets.keep_place()


def _rows(facts: Sequence[Facts], correct: Sequence[int], images: int) -> list[tuple[str, ...]]:
    return [
        (SideBySide.ACCURACY, *(percent(one, images) for one in correct)),
        (SideBySide.INTERVAL, *(interval_text(one, images) for one in correct)),
        (SideBySide.ERRORS, *(count(images - one) for one in correct)),
        (SideBySide.PARAMETERS, *(count(one.parameters) for one in facts)),
        (SideBySide.MULTIPLY_ADDS, *(count(one.multiply_adds) for one in facts)),
        (SideBySide.SECONDS, *(seconds_text(one.seconds, is_further=one.is_further) for one in facts)),
        (SideBySide.SIZE, *(kilobytes(one.weights_bytes) for one in facts)),
    ]
