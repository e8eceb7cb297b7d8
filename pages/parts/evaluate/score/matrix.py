"""The confusion matrix with the pictures of one of its cells beside it.

A fragment, so that a click redraws what it changes and counts nothing again.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.data.splits import ImageRange
from core.inference.evaluation import Evaluation, MixUp
from pages.parts.evaluate.score.choices import Choice
from pages.parts.evaluate.shared import tiles
from pages.state import cached, slots, state
from pages.text.evaluate import Mistakes
from pages.text.evaluate_score import Matrix
from pages.text.labels import all_said, of_classes, read_as
from pages.ui import table_downloads, tables, widgets
from pages.ui.matrix import cells, confusion_matrix

MIX_UP_TILES = 15


@st.fragment(key=tiles.MIX_UPS)
@widgets.show_errors()
def show(evaluation: Evaluation, images: ImageRange, choice: Choice, other: Evaluation | None) -> None:
    """Draw which digit was read as which, and the pictures of the cell that is chosen.

    Args:
        evaluation: with at least one mistake, or the other has one.
        images: that were evaluated.
        choice: what the cells show.
        other: of the network whose matrix is taken off; None where none is.
    """
    left, right = st.columns(2, gap="medium")
    mix_ups = evaluation.mix_ups if other is None else (*evaluation.mix_ups, *_only_in(other, evaluation))
    chosen = _said(_chosen(mix_ups))
    with left:
        if other is None:
            _show_matrix(evaluation, choice, chosen)
        else:
            _show_difference(evaluation, choice, other, chosen)
        _show_table(evaluation)
    with right:
        own = evaluation.mixed_up(chosen.label, chosen.answer)
        source = evaluation if len(own) or other is None else other
        indices = source.mixed_up(chosen.label, chosen.answer)[:MIX_UP_TILES].tolist()
        title = Mistakes.chosen(chosen, len(indices))
        if source is not evaluation:
            title = Matrix.others_alone(title)
        st.markdown(f"**{title}**")
        slot = slots.EVALUATE_TILES
        tiles.show(source, indices, images=images, name=title, slot=slot, fragments=[tiles.MIX_UPS])


def _show_matrix(evaluation: Evaluation, choice: Choice, chosen: MixUp) -> None:
    labels, largest = all_said(cached.class_names()), _said(evaluation.mix_ups[0])
    is_shares = choice.kind == "shares"
    st.markdown(f"**{Mistakes.TITLE}**")
    confusion_matrix.show(
        (cells.shares if is_shares else cells.counts)(evaluation.confusion, labels),
        key=slots.EVALUATE_MATRIX.key,
        alt=Mistakes.matrix_alt(largest),
        labels=labels,
        chosen=(int(chosen.label), int(chosen.answer)),
        on_chosen_change=_choose,
    )
    st.caption(Matrix.LEGEND_SHARES if is_shares else Mistakes.legend(largest.count))


def _show_difference(evaluation: Evaluation, choice: Choice, other: Evaluation, chosen: MixUp) -> None:
    assert choice.other is not None
    labels, title = all_said(cached.class_names()), choice.other[1]
    st.markdown(f"**{widgets.plain(Matrix.minus(title))}**")
    confusion_matrix.show(
        cells.differences(evaluation.confusion, other.confusion, labels, as_shares=choice.kind == "shares"),
        key=slots.EVALUATE_MATRIX.key,
        alt=Matrix.minus_alt(title, other.wrong - evaluation.wrong),
        labels=labels,
        chosen=(int(chosen.label), int(chosen.answer)),
        on_chosen_change=_choose,
    )
    st.caption(Matrix.LEGEND_POINTS if choice.kind == "shares" else Matrix.LEGEND_DIFFERENCE)


def _show_table(evaluation: Evaluation) -> None:
    names = cached.class_names()
    labels = all_said(names)
    rows = ((label, *counts) for label, counts in zip(labels, evaluation.confusion.tolist(), strict=True))
    caption, corner = of_classes(Mistakes.TABLE, names), f"{Mistakes.IS} / {read_as(*labels)}"
    tables.show_in_expander(caption, (corner, *labels), rows)
    table_downloads.confusion_button(evaluation, names, key="matrix")


def _only_in(other: Evaluation, evaluation: Evaluation) -> list[MixUp]:
    """Return the mix-ups of another network that this one never makes, without an image of this one's."""
    own = {(mix_up.label, mix_up.answer) for mix_up in evaluation.mix_ups}
    return [mix_up for mix_up in other.mix_ups if (mix_up.label, mix_up.answer) not in own]


def _chosen(mix_ups: tuple[MixUp, ...]) -> MixUp:
    """Return the mix-up that was chosen; the first, the largest, where there is no such one."""
    chosen = state.get(slots.EVALUATE_MIX_UP)
    return next((mix_up for mix_up in mix_ups if (mix_up.label, mix_up.answer) == chosen), mix_ups[0])


def _said(mix_up: MixUp) -> MixUp:
    """Return a mix-up whose two digits or classes are said as texts say them."""
    return replace(mix_up, label=cached.say(mix_up.label), answer=cached.say(mix_up.answer))


def _choose() -> None:
    cell = state.event(slots.EVALUATE_MATRIX, "chosen")
    if isinstance(cell, list | tuple) and len(cell) == 2:  # the browser may send anything
        state.put(slots.EVALUATE_MIX_UP, tuple(cell))
