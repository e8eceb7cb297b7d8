"""Mistakes as pictures, each a button that takes the digit in hand, and the ways on from there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from core.data.gallery import PictureName
from core.inference.evaluation import Evaluation
from pages.parts.frame import selected_digit
from pages.state import cached, session
from pages.state.session import Key
from pages.text import general
from pages.text.evaluate import Mistakes
from pages.ui import plotly_figures, widgets
from pages.ui.colours import INK, TEXT

PICTURE_SIZE = 72  # pixels on screen

_tiles = st.components.v2.component(
    "picture_tiles",
    html='<div class="tiles" role="figure"></div>',
    css=f"""
    .tiles {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(6.25rem, 1fr));
        gap: 0.5rem; padding: 4px }}
    button {{ all: unset; box-sizing: border-box; cursor: pointer; padding: 0.5rem 0; border-radius: 6px;
        display: flex; flex-direction: column; align-items: center; gap: 0.1rem;
        border: 1px solid color-mix(in srgb, {TEXT} 25%, transparent);
        color: {TEXT}; font: 0.8125rem/1.35 var(--st-font); font-variant-numeric: tabular-nums }}
    button:hover {{ background: var(--st-secondary-background-color) }}
    button[aria-pressed=true] {{ outline: 2px solid {TEXT} }}
    button:focus-visible {{ outline: 3px solid var(--st-primary-color) }}
    i {{ width: {PICTURE_SIZE}px; height: {PICTURE_SIZE}px; background: {INK}; image-rendering: pixelated }}
    """,
    js="""
    export default function ({ data: { json }, parentElement, setTriggerValue }) {
        const data = JSON.parse(json)
        const list = parentElement.querySelector(".tiles")
        const shown = JSON.stringify(data.tiles)
        if (list.shown !== shown) list.replaceChildren(...data.tiles.map((tile) => {
            const button = Object.assign(document.createElement("button"), { type: "button" })
            button.dataset.index = tile.index
            button.setAttribute("aria-label", tile.name)
            const picture = button.appendChild(document.createElement("i"))
            picture.style.mask = `url(${tile.mask}) 0 0 / 100% 100%`
            for (const line of tile.lines) button.appendChild(document.createElement("span")).textContent = line
            return button
        }))
        list.shown = shown
        list.setAttribute("aria-label", data.name)
        const mark = (index) => {
            for (const button of list.children)
                button.setAttribute("aria-pressed", String(Number(button.dataset.index) === index))
        }
        mark(data.chosen)
        for (const button of list.children) button.onclick = () => {
            mark(Number(button.dataset.index))
            setTriggerValue("chosen", Number(button.dataset.index))
        }
    }
    """,
)


def show(found: Evaluation, indices: Sequence[int], *, name: str, key: Key, redraw: Sequence[str]) -> None:
    """Draw test images that were misread; a click takes one in hand, and the ways to look closer appear.

    Args:
        found: the evaluation that they are from.
        indices: of the test images, in the order to draw.
        name: of all of them together.
        key: of the tiles.
        redraw: keys of the fragments that show which digit is in hand.
    """
    held = session.digit()
    chosen = held.index if held is not None and held.collection == "test" and held.index in indices else None
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"{key}-ways"):
        if chosen is None:
            st.caption(Mistakes.TAKE, width="content")
        else:
            st.caption(Mistakes.in_hand(chosen), width="content")
            for page, label, icon in (
                (general.INSIDE, Mistakes.INSIDE, "search"),
                (general.BROWSE, Mistakes.BROWSE, "grid_view"),
            ):
                st.page_link(
                    page.file,
                    label=label,
                    icon=f":material/{icon}:",
                    query_params=session.carried(),
                    width="content",
                )
    dataset = cached.dataset()
    if len(dataset.test_labels) != found.count or not np.array_equal(dataset.test_labels, found.labels):
        st.rerun()  # the whole page: other digits have arrived since these were counted
    images, labels = cached.images_at("test", np.array(indices))
    _tiles(
        key=key,
        data=widgets.component_data(
            {
                "name": name,
                "tiles": [
                    _tile(found, index, plotly_figures.ink_mask(pixels), int(label))
                    for index, pixels, label in zip(indices, images, labels, strict=True)
                ],
                "chosen": chosen,
            }
        ),
        on_chosen_change=lambda: _take(key, indices, redraw),
    )


def _tile(found: Evaluation, index: int, mask: str, label: int) -> dict[str, object]:
    answer, sureness = int(found.answers[index]), found.sureness(index)
    return {
        "index": index,
        "mask": mask,
        "name": Mistakes.tile_alt(index, label, answer, sureness),
        "lines": [Mistakes.tile(label, answer), Mistakes.sure(sureness)],
    }


def _take(key: Key, indices: Sequence[int], redraw: Sequence[str]) -> None:
    """Take the chosen digit in hand; a callback."""
    index = session.sent(key, "chosen")
    if index in indices:
        session.hold_digit(PictureName("test", int(index)))
    st.rerun([selected_digit.FRAGMENT, *redraw])
