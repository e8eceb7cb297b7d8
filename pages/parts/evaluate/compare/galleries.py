"""The images that one of two models alone reads right, as tiles; a click selects the digit, on every page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from core.data.gallery import ImageName
from core.evaluation.comparison import Comparison
from core.inference.evaluation import Evaluation
from pages.parts.frame import selected_digit
from pages.state import cached, selected, state
from pages.state.evaluate import compare_slots
from pages.state.slot import Slot
from pages.text import pages as page_texts
from pages.text.evaluate import Mistakes
from pages.text.evaluate_compare import LETTERS, Galleries
from pages.ui import widgets
from pages.ui.pixels import picture_tiles
from pages.ui.pixels.picture_tiles import Tile

FRAGMENT = "compare-galleries"
MOST_TILES = 10  # in each


@st.fragment(key=FRAGMENT)
@widgets.show_errors()
def show(evaluations: tuple[Evaluation, Evaluation], comparison: Comparison) -> None:
    """Draw both galleries; of each the first images of which the wrong one was surest."""
    if not np.array_equal(cached.dataset().test_labels, evaluations[0].labels):
        st.rerun()  # the whole page: other digits have arrived since these were counted
    only = [
        _surest_first(evaluations[1], comparison.only_first_right),
        _surest_first(evaluations[0], comparison.only_second_right),
    ]
    _draw_ways([index for indices in only for index in indices])
    for place, column in enumerate(st.columns(2, gap="medium")):
        with column:
            _draw(place, evaluations, only[place], (comparison.only_first_right, comparison.only_second_right)[place])


def _surest_first(wrong: Evaluation, indices: np.ndarray) -> list[int]:
    sureness = wrong.probabilities[indices, wrong.predicted_digits[indices]]
    return indices[np.argsort(-sureness, kind="stable")][:MOST_TILES].tolist()


def _draw_ways(shown: Sequence[int]) -> None:
    """Draw what a click does, or where the selected image can be looked at."""
    chosen = _chosen(shown)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="compare-ways"):
        if chosen is None:
            st.caption(widgets.worded(Mistakes.TAKE) if shown else Galleries.NO_DIFFERENCE, width="content")
            return
        st.caption(Mistakes.selected(chosen), width="content")
        for page, label, icon in (
            (page_texts.INSIDE, Mistakes.INSIDE, "search"),
            (page_texts.BROWSE, Mistakes.BROWSE, "grid_view"),
        ):
            widgets.page_link(page, label, icon, width="content")


def _chosen(shown: Sequence[int]) -> int | None:
    digit = selected.digit()
    return digit.index if digit is not None and digit.collection == "test" and digit.index in shown else None


def _draw(place: int, evaluations: tuple[Evaluation, Evaluation], shown: list[int], everything: np.ndarray) -> None:
    if not shown:
        st.markdown(f"**{Galleries.none(LETTERS[place])}**")
        return
    title = Galleries.title(LETTERS[place], len(shown), len(everything))
    st.markdown(f"**{title}**")
    if len(shown) < len(everything):
        st.caption(Galleries.about(LETTERS[1 - place]))
    slot = compare_slots.COMPARE_ONLY.of(LETTERS[place].lower())
    images, labels = cached.images_at("test", np.array(shown))
    picture_tiles.draw(
        [
            _tile(place, evaluations, index, pixels, cached.say(int(label)))
            for index, pixels, label in zip(shown, images, labels, strict=True)
        ],
        name=title,
        key=slot.key,
        on_chosen=partial(_take, slot, shown),
        chosen=_chosen(shown),
    )


def _tile(place: int, evaluations: tuple[Evaluation, Evaluation], index: int, pixels: np.ndarray, label: int) -> Tile:
    answers = [cached.say(int(one.predicted_digits[index])) for one in evaluations]
    name = Galleries.alt(index, label, answers, evaluations[1 - place].sureness(index))
    return Tile(index=index, pixels=pixels, name=name, lines=Galleries.lines(answers, right=place))


def _take(slot: Slot[Any], shown: Sequence[int]) -> None:
    """Select the chosen digit; a callback."""
    index = state.event(slot, "chosen")
    if isinstance(index, int) and index in shown:  # the browser may send anything
        selected.set_digit(ImageName("test", index))
    widgets.draw_only(selected_digit.FRAGMENT, FRAGMENT)
