"""All mistakes of a network as tiles: in an order, of one mix-up or all, some at first and more at a click."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from core.data.splits import ImageRange
from core.evaluation import mistake_order
from core.inference.evaluation import Evaluation, MixUp
from pages.parts.evaluate.mistakes import fragments
from pages.parts.evaluate.shared import tiles
from pages.state import cached, state
from pages.state.evaluate import mistakes_slots as slots
from pages.state.evaluate.mistakes_slots import ALL_PAIRS, PAGE, GalleryOrder
from pages.text.evaluate import Mistakes
from pages.text.evaluate_mistakes import Gallery
from pages.ui import widgets


@st.fragment(key=fragments.GALLERY)
@widgets.show_errors()
def show(evaluation: Evaluation, images: ImageRange) -> None:
    """Draw the mistakes, with the switch of their order and the choice of a mix-up."""
    if not evaluation.wrong:
        st.markdown(Mistakes.none(evaluation.count))
        return
    st.subheader(Gallery.title(evaluation.wrong, evaluation.count), anchor=False)
    order, pair = _choices(evaluation)
    st.caption(Gallery.about(order, evaluation.accuracy))
    indices = in_order(evaluation, order, pair).tolist()
    shown = indices[: state.get(slots.GALLERY_SHOWN)]
    losses = mistake_order.label_losses(evaluation)
    heads = _headings(evaluation, shown) if order == "pair" else {}

    def read(index: int) -> tuple[int, int, float]:
        label, answer = evaluation.labels[index], evaluation.predicted_digits[index]
        return cached.say(int(label)), cached.say(int(answer)), evaluation.sureness(index)

    def lines(index: int) -> tuple[str, str]:
        label, answer, sureness = read(index)
        return Mistakes.tile(label, answer), Gallery.loss(losses[index]) if order == "loss" else Mistakes.sure(sureness)

    tiles.show(
        evaluation,
        shown,
        images=images,
        name=Gallery.title(evaluation.wrong, evaluation.count),
        slot=slots.GALLERY_TILES,
        lines_of=lines,
        name_of=lambda index: Gallery.tile_alt(index, *read(index), losses[index]),
        heading_of=lambda index: heads.get(index, ""),
        fragments=fragments.ALL,
    )
    left = len(indices) - len(shown)
    if left:
        st.button(Gallery.more(min(PAGE, left), left), key="gallery-more", icon=":material/add:", on_click=_show_more)
    else:
        widgets.keep_place()


def in_order(evaluation: Evaluation, order: GalleryOrder, pair: int) -> np.ndarray:
    """Return the indices of the mistakes, (M,) int64, in an order; of one mix-up, or with ALL_PAIRS of all."""
    if order == "loss":
        indices = mistake_order.by_loss(evaluation)
    elif order == "pair":
        indices = mistake_order.by_pair(evaluation)
    else:
        indices = evaluation.mistakes
    if pair == ALL_PAIRS:
        return indices
    label, answer = divmod(pair, 10)
    return indices[(evaluation.labels[indices] == label) & (evaluation.predicted_digits[indices] == answer)]


def _choices(evaluation: Evaluation) -> tuple[GalleryOrder, int]:
    """Draw the two choices, and return them: the order, and the mix-up or ALL_PAIRS."""
    pairs = {10 * mix_up.label + mix_up.answer: mix_up for mix_up in evaluation.mix_ups}
    order = state.setdefault(slots.GALLERY_ORDER, slots.GALLERY_ORDERS[0])
    if state.get(slots.GALLERY_PAIR) not in pairs:  # another network's
        state.put(slots.GALLERY_PAIR, ALL_PAIRS)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        widgets.switch(
            Gallery.ORDER,
            Gallery.ORDERS,
            slots.GALLERY_ORDER.key,
            persist_state="session",
            on_change=_show_first,
            width="content",
        )
        st.selectbox(
            Gallery.PAIR,
            [ALL_PAIRS, *pairs],
            format_func=lambda pair: Gallery.all_pairs(evaluation.wrong) if pair == ALL_PAIRS else _said(pairs[pair]),
            key=slots.GALLERY_PAIR.key,
            persist_state="session",
            on_change=_show_first,
            width=260,
        )
    pair = state.get(slots.GALLERY_PAIR)
    return state.get(slots.GALLERY_ORDER) or order, ALL_PAIRS if pair is None else pair


def _headings(evaluation: Evaluation, shown: list[int]) -> dict[int, str]:
    """Return what stands above the first tile of each mix-up."""
    counts = {(mix_up.label, mix_up.answer): mix_up for mix_up in evaluation.mix_ups}
    heads: dict[int, str] = {}
    before = None
    for index in shown:
        pair = int(evaluation.labels[index]), int(evaluation.predicted_digits[index])
        if pair != before:
            heads[index] = _said(counts[pair])
        before = pair
    return heads


def _said(mix_up: MixUp) -> str:
    return Gallery.pair(replace(mix_up, label=cached.say(mix_up.label), answer=cached.say(mix_up.answer)))


def _show_first() -> None:
    state.put(slots.GALLERY_SHOWN, PAGE)


def _show_more() -> None:
    state.put(slots.GALLERY_SHOWN, state.get(slots.GALLERY_SHOWN) + PAGE)
