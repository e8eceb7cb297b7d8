"""Images that a network read, as pictures: a click selects the digit on every page, its link opens it on Inside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

import numpy as np
import streamlit as st

from core.data.gallery import ImageName
from core.data.splits import ImageRange
from core.inference.evaluation import Evaluation
from pages.parts.frame import selected_digit
from pages.state import cached, selected, slots, state
from pages.state.slot import Slot
from pages.text import pages as page_texts
from pages.text.evaluate import Mistakes
from pages.ui import widgets
from pages.ui.pixels import picture_tiles
from pages.ui.pixels.picture_tiles import Tile

MIX_UPS = "evaluate-mix-ups"  # a fragment that draws tiles
_OPENED = Slot("evaluate-opened", bool, default=False)  # a tile's link was clicked: Inside is opened next


def show(
    evaluation: Evaluation,
    indices: Sequence[int],
    *,
    images: ImageRange,
    name: str,
    slot: Slot[Any],
    fragments: Sequence[str],
    lines_of: Callable[[int], Sequence[str]] | None = None,
    name_of: Callable[[int], str] | None = None,
    heading_of: Callable[[int], str] = lambda _: "",
) -> None:
    """Draw images with what was said of them. Within a fragment.

    Args:
        evaluation: that they are from.
        indices: of the images in the evaluation, in the order to draw.
        images: that were evaluated.
        name: of all of them together.
        slot: of the tiles.
        fragments: keys of all those on the tab that draw tiles: of which one may be selected.
        lines_of: gives what stands below an image, by its index; its label, answer and sureness where it is not given.
        name_of: gives the same in words, for who does not see the image.
        heading_of: gives what stands above an image and those that follow; "" for nothing.
    """
    if state.pop(_OPENED):
        st.switch_page(page_texts.INSIDE.file, query_params=selected.link_query())
    places = [images.first + index for index in indices]
    digit = selected.digit()
    is_here = digit is not None and digit.collection == images.collection
    chosen = digit.index if digit is not None and is_here and digit.index in places else None
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"{slot.key}-ways"):
        if chosen is None:
            st.caption(widgets.worded(Mistakes.TAKE), width="content")
        else:
            st.caption(Mistakes.selected(chosen, images.collection), width="content")
            for page, label, icon in (
                (page_texts.INSIDE, Mistakes.INSIDE, "search"),
                (page_texts.BROWSE, Mistakes.BROWSE, "grid_view"),
            ):
                widgets.page_link(page, label, icon, width="content")
    _, all_labels = cached.dataset().arrays_of(images.collection)
    if not np.array_equal(all_labels[images.first : images.end], evaluation.labels):
        st.rerun()  # the whole page: other digits have arrived since these were counted
    pictures, _ = cached.images_at(images.collection, np.array(places, np.int64))
    lines_of = lines_of or (lambda index: _lines(evaluation, index))
    name_of = name_of or (lambda index: _name(evaluation, index, images))
    picture_tiles.draw(
        [
            Tile(
                index=place,
                pixels=pixels,
                name=name_of(index),
                lines=lines_of(index),
                heading=heading_of(index),
                href=_address(ImageName(images.collection, place)),
            )
            for index, place, pixels in zip(indices, places, pictures, strict=True)
        ],
        name=name,
        key=slot.key,
        on_chosen=lambda: _take(slot, places, images, fragments),
        chosen=chosen,
        opens=page_texts.INSIDE.title,
        on_opened=lambda: _open(slot, places, images),
    )


def _lines(evaluation: Evaluation, index: int) -> tuple[str, str]:
    label, answer = cached.say(int(evaluation.labels[index])), cached.say(int(evaluation.predicted_digits[index]))
    return Mistakes.tile(label, answer), Mistakes.sure(evaluation.sureness(index))


def _name(evaluation: Evaluation, index: int, images: ImageRange) -> str:
    label, answer = cached.say(int(evaluation.labels[index])), cached.say(int(evaluation.predicted_digits[index]))
    return Mistakes.tile_alt(images.first + index, label, answer, evaluation.sureness(index), images.collection)


def _address(name: ImageName) -> str:
    """Return the address of a digit on Inside, as this page's links write it."""
    return f"{page_texts.INSIDE.path}?{urlencode(selected.link_query() | {slots.DIGIT.key: str(name)})}"


def _take(slot: Slot[Any], places: Sequence[int], images: ImageRange, fragments: Sequence[str]) -> None:
    """Select the chosen digit; a callback."""
    _select(state.event(slot, "chosen"), places, images)
    widgets.draw_only(selected_digit.FRAGMENT, *fragments)


def _open(slot: Slot[Any], places: Sequence[int], images: ImageRange) -> None:
    """Select the digit whose link was clicked, and open Inside with it; a callback."""
    if _select(state.event(slot, "opened"), places, images):
        state.put(_OPENED, True)


def _select(index: object, places: Sequence[int], images: ImageRange) -> bool:
    """Select an image by what the browser sent, which may be anything; return whether it is one of these."""
    is_one = isinstance(index, int) and index in places
    if is_one:
        selected.set_digit(ImageName(images.collection, index))
    return is_one
