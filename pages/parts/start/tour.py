"""The way through the app, and what runs on this server."""

from __future__ import annotations

import streamlit as st

from core.data.identity import MNIST
from core.inference.pretrained import pretrained
from core.machine import available_cores
from pages.state import cached, selected, slots, state
from pages.state.classes import known
from pages.text import pages as page_texts
from pages.text.start import Path, Server
from pages.ui import widgets

LINK_WIDTH = 112  # pixels, of the longest page's name
SEEN, OPEN = "check_circle", "radio_button_unchecked"  # icons


def show() -> None:
    """Draw the six pages as steps, with a tick at those on which this person has seen what they show."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="start-tour"
    ):
        st.subheader(Path.TITLE, anchor=False, width="content")
        widgets.page_link(page_texts.TRAIN, Path.SKIP, "fast_forward", width="content")
    with st.container(key="start-path", gap="xsmall"):
        for number, page in enumerate(page_texts.PAGES, 1):
            with st.container(horizontal=True, gap="small", wrap=False):
                is_seen = _is_seen(page)
                link, icon = Path.link(number, page.title), SEEN if is_seen else OPEN
                widgets.page_link(page, link, icon, help=page.minutes, width=LINK_WIDTH)
                said = page_texts.worded(page, known.so_far())
                st.caption(Path.seen(said.seen) if is_seen else said.does)


def _is_seen(page: page_texts.PageText) -> bool:
    """Return whether a person has seen what a page shows: for some of them that takes more than to open it."""
    done = {
        page_texts.START: state.get(slots.START_ANSWERED),
        page_texts.TRAIN: selected.run() is not None,
        page_texts.DRAW: state.get(slots.DRAWING) is not None,
    }
    return page.path in state.get(slots.VISITED) and done.get(page, True)


def show_server() -> None:
    """Draw what runs here: the digits, the machine, the network."""
    dataset = cached.dataset()
    with st.expander(Server.TITLE), widgets.show_errors():
        st.markdown(
            Server.data(
                dataset.train_count,
                dataset.test_count,
                source="fallback" if dataset.is_fallback else "mnist" if dataset.is_mnist else "own",
                identity=dataset.identity,
            )
        )
        st.markdown(Server.machine(available_cores()))
        network, score = pretrained().network, pretrained().score
        right = (score["correct"], score["images"]) if dataset.identity.name == MNIST.name else None
        st.markdown(Server.network(network.spec.parameters, right))
