"""The way through the app, and what runs on this server."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.machine import available_cores
from core.runs.log.models import PRETRAINED
from pages.state import cached, slots, state
from pages.text import pages as page_texts
from pages.text.start import Path, Server
from pages.ui import widgets

CARDS_IN_ROW = 3
DONE, OPEN = "check_circle", "radio_button_unchecked"  # icons


def show() -> None:
    """Draw the six pages as steps, with a tick at those that this person has seen."""
    st.subheader(Path.TITLE, anchor=False)
    visited = state.get(slots.VISITED)
    with st.container(key="start-path"):
        for first in range(0, len(page_texts.PAGES), CARDS_IN_ROW):
            row = page_texts.PAGES[first : first + CARDS_IN_ROW]
            for number, (page, column) in enumerate(zip(row, st.columns(CARDS_IN_ROW), strict=True), start=first + 1):
                with column, st.container(border=True, height="stretch", gap="xsmall"):
                    _card(number, page, page.path in visited)


def _card(number: int, page: page_texts.PageText, visited: bool) -> None:
    widgets.page_link(page, Path.link(number, page.title), DONE if visited else OPEN)
    st.caption(Path.minutes(page.minutes, visited=visited))
    st.markdown(page.does)
    st.caption(Path.seen(page.seen, visited=visited))


def show_server() -> None:
    """Draw what runs here: the digits, the machine, the network."""
    dataset = cached.dataset()
    with st.expander(Server.TITLE), widgets.show_errors():
        st.markdown(
            Server.data(
                dataset.train_count,
                dataset.test_count,
                source="fallback" if dataset.is_fallback else "mnist" if dataset.is_mnist else "own",
            )
        )
        st.markdown(Server.machine(available_cores()))
        st.markdown(Server.network(lab.current().models.find(PRETRAINED).network.spec.parameters))
