"""The presets of the tab Pictures: ready queries, and those that bring images of their own."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import streamlit as st

from core.data.selection.image_query import DEFAULT_SIZE, FIRST_20_SIZE, MAX_SEED, ImageQuery
from pages.parts.browse.pictures.source import Source
from pages.parts.browse.pictures.sources import SOURCES
from pages.state import state
from pages.state.browse import browse_slots, query
from pages.text.browse_filters import Filters


def show(asked: ImageQuery, *, has_answers: bool) -> None:
    """Draw them; without a network's answers to compare, not those that its loss decides."""
    with st.popover(Filters.PRESETS, key=browse_slots.BROWSE_PRESETS.key, on_change="rerun"):
        hardest = ImageQuery(split=asked.split, order="hardest")
        ready: list[tuple[str, str, str, Callable[[], None]]] = [
            (
                "first-20",
                Filters.FIRST_20,
                Filters.FIRST_20_HELP,
                lambda: query.put(ImageQuery(split="train", size=FIRST_20_SIZE, page=1)),
            ),
            ("hardest", Filters.HARDEST, Filters.HARDEST_HELP, lambda: query.put(hardest)),
            ("random", Filters.RANDOM, Filters.RANDOM_HELP, draw_lots),
        ]
        ready += [(source.key, source.label, source.help, _opening(asked, source)) for source in SOURCES]
        for key, label, about, act in ready:
            if key == "hardest" and not has_answers:
                continue
            st.button(label, key=f"browse-preset-{key}", on_click=_choose, args=(act,), width="stretch")
            st.caption(about)


def draw_lots() -> None:
    """Show what matches now in a random order, by another seed; a callback."""
    size = query.current().size
    query.change(
        order="random",
        seed=secrets.randbelow(MAX_SEED + 1),
        is_reversed=False,
        size=DEFAULT_SIZE if size == FIRST_20_SIZE else size,
    )


def _choose(act: Callable[[], None]) -> None:
    """Do what a preset is for, and close the presets, which would lie over what they show; a callback."""
    state.put(browse_slots.BROWSE_PRESETS, False)
    act()


def _opening(asked: ImageQuery, source: Source) -> Callable[[], None]:
    return lambda: query.put(ImageQuery(split=asked.split, preset=source.key, size=source.size))
