"""The confusion matrix with the pictures of one of its cells beside it.

A fragment, so that a click redraws what it changes and counts nothing again.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.inference.evaluation import Evaluation, MixUp
from pages.parts.evaluate.shared import tiles
from pages.state import cached, slots, state
from pages.text.evaluate import Mistakes
from pages.text.labels import all_said, of_classes, read_as
from pages.ui import confusion_matrix, table_downloads, tables, widgets

MIX_UP_TILES = 15


@st.fragment(key=tiles.MIX_UPS)
@widgets.show_errors()
def show(evaluation: Evaluation) -> None:
    """Draw which digit was read as which, and the pictures of the mix-up that is chosen."""
    names = cached.class_names()
    chosen, labels = _said(_chosen(evaluation)), all_said(names)
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(f"**{Mistakes.TITLE}**")
        largest = _said(evaluation.mix_ups[0])
        confusion_matrix.show(
            evaluation.confusion,
            key=slots.EVALUATE_MATRIX.key,
            alt=Mistakes.matrix_alt(largest),
            labels=labels,
            chosen=(int(chosen.label), int(chosen.answer)),
            on_chosen_change=_choose,
        )
        st.caption(Mistakes.legend(largest.count))
        rows = ((label, *counts) for label, counts in zip(labels, evaluation.confusion.tolist(), strict=True))
        caption, corner = of_classes(Mistakes.TABLE, names), f"{Mistakes.IS} / {read_as(*labels)}"
        tables.show_in_expander(caption, (corner, *labels), rows)
        table_downloads.confusion_button(evaluation, names, key="matrix")
    with right:
        indices = evaluation.mixed_up(chosen.label, chosen.answer)[:MIX_UP_TILES].tolist()
        title = Mistakes.chosen(chosen, len(indices))
        st.markdown(f"**{title}**")
        tiles.show(evaluation, indices, name=title, slot=slots.EVALUATE_TILES)


def _chosen(evaluation: Evaluation) -> MixUp:
    """Return the mix-up that was chosen; the largest where this network has no such one."""
    chosen = state.get(slots.EVALUATE_MIX_UP)
    return next(
        (mix_up for mix_up in evaluation.mix_ups if (mix_up.label, mix_up.answer) == chosen), evaluation.mix_ups[0]
    )


def _said(mix_up: MixUp) -> MixUp:
    """Return a mix-up whose two digits or classes are said as texts say them."""
    return replace(mix_up, label=cached.say(mix_up.label), answer=cached.say(mix_up.answer))


def _choose() -> None:
    cell = state.event(slots.EVALUATE_MATRIX, "chosen")
    if isinstance(cell, list | tuple) and len(cell) == 2:  # the browser may send anything
        state.put(slots.EVALUATE_MIX_UP, tuple(cell))
