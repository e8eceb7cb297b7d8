"""Mistakes as pictures, each a button that selects the digit, and the ways on from there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from core.data.gallery import ImageName
from core.inference.evaluation import Evaluation
from pages.parts.frame import selected_digit
from pages.state import cached, selected, state
from pages.state.slot import Slot
from pages.text import pages as page_texts
from pages.text.evaluate import Mistakes
from pages.ui import widgets
from pages.ui.pixels import picture_tiles
from pages.ui.pixels.picture_tiles import Tile

FRAGMENTS = MIX_UPS, WORST = "evaluate-mix-ups", "evaluate-worst"  # that draw tiles, of which one may be selected


def show(evaluation: Evaluation, indices: Sequence[int], *, name: str, slot: Slot[Any]) -> None:
    """Draw test images that were misread; a click selects one, and the ways to look closer appear.

    Args:
        evaluation: the evaluation that they are from.
        indices: of the test images, in the order to draw.
        name: of all of them together.
        slot: of the tiles.
    """
    digit = selected.digit()
    chosen = digit.index if digit is not None and digit.collection == "test" and digit.index in indices else None
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"{slot.key}-ways"):
        if chosen is None:
            st.caption(widgets.worded(Mistakes.TAKE), width="content")
        else:
            st.caption(Mistakes.selected(chosen), width="content")
            for page, label, icon in (
                (page_texts.INSIDE, Mistakes.INSIDE, "search"),
                (page_texts.BROWSE, Mistakes.BROWSE, "grid_view"),
            ):
                widgets.page_link(page, label, icon, width="content")
    dataset = cached.dataset()
    if len(dataset.test_labels) != evaluation.count or not np.array_equal(dataset.test_labels, evaluation.labels):
        st.rerun()  # the whole page: other digits have arrived since these were counted
    images, labels = cached.images_at("test", np.array(indices))
    picture_tiles.draw(
        [
            _tile(evaluation, index, pixels, cached.say(int(label)))
            for index, pixels, label in zip(indices, images, labels, strict=True)
        ],
        name=name,
        key=slot.key,
        on_chosen=lambda: _take(slot, indices),
        chosen=chosen,
    )


def _tile(evaluation: Evaluation, index: int, pixels: np.ndarray, label: int) -> Tile:
    answer, sureness = cached.say(int(evaluation.predicted_digits[index])), evaluation.sureness(index)
    return Tile(
        index=index,
        pixels=pixels,
        name=Mistakes.tile_alt(index, label, answer, sureness),
        lines=(Mistakes.tile(label, answer), Mistakes.sure(sureness)),
    )


def _take(slot: Slot[Any], indices: Sequence[int]) -> None:
    """Select the chosen digit; a callback."""
    index = state.event(slot, "chosen")
    if isinstance(index, int) and index in indices:  # the browser may send anything
        selected.set_digit(ImageName("test", index))
    widgets.draw_only(selected_digit.FRAGMENT, *FRAGMENTS)
