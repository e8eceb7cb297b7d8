"""The mistakes of a network: the matrix with the pictures of one mix-up beside it, and the surest mistakes.

Fragments, so that a click redraws what it changes and counts nothing again.
"""

from __future__ import annotations

import streamlit as st

from core.inference.evaluation import DIGITS, Evaluation, MixUp
from pages.shared import controls, evaluate_matrix, evaluate_tiles, session, take_away_tables
from pages.shared.session import Key
from pages.shared.words.evaluate import Mistakes

MIX_UP_TILES, WORST_TILES = 15, 20
MIX_UPS, WORST = "evaluate-mix-ups", "evaluate-worst"  # fragments
FRAGMENTS = (MIX_UPS, WORST)


@st.fragment(key=MIX_UPS)
@controls.show_errors()
def show_mix_ups(found: Evaluation) -> None:
    """Draw which digit was read as which, and the pictures of the mix-up that is chosen."""
    chosen = _chosen(found)
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(f"**{Mistakes.TITLE}**")
        evaluate_matrix.show(found, (chosen.label, chosen.answer), on_chosen=_choose)
        st.caption(Mistakes.legend(found.mix_ups[0].count))
        rows = ((label, *counts) for label, counts in enumerate(found.confusion.tolist()))
        controls.table(Mistakes.TABLE, (f"{Mistakes.IS} / {Mistakes.READ_AS}", *range(DIGITS)), rows)
        take_away_tables.confusion_button(found, key="matrix")
    with right:
        indices = found.mixed_up(chosen.label, chosen.answer)[:MIX_UP_TILES].tolist()
        title = Mistakes.chosen(chosen, len(indices))
        st.markdown(f"**{title}**")
        evaluate_tiles.show(found, indices, name=title, key=Key.EVALUATE_TILES, redraw=FRAGMENTS)


@st.fragment(key=WORST)
@controls.show_errors()
def show_worst(found: Evaluation) -> None:
    """Draw the mistakes that the network was surest of."""
    indices = found.mistakes[:WORST_TILES].tolist()
    title = Mistakes.worst(len(indices), found.wrong)
    st.subheader(title, anchor=False)
    st.markdown(Mistakes.ABOUT_WORST)
    evaluate_tiles.show(found, indices, name=title, key=Key.EVALUATE_WORST, redraw=FRAGMENTS)


def _chosen(found: Evaluation) -> MixUp:
    """Return the mix-up that was chosen; the largest where this network has no such one."""
    asked = session.value(Key.EVALUATE_MIX_UP)
    return next((mix_up for mix_up in found.mix_ups if (mix_up.label, mix_up.answer) == asked), found.mix_ups[0])


def _choose() -> None:
    cell = session.sent(Key.EVALUATE_MATRIX, "chosen")
    if isinstance(cell, list | tuple) and len(cell) == 2:  # the browser may send anything
        session.preset(Key.EVALUATE_MIX_UP, tuple(cell))
