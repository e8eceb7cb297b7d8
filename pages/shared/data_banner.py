"""What every page says of the data set: how far it is on its way, and, where it is not MNIST, why and what to do."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.arrival import Progress
from core.errors import LabError
from pages.shared import cached
from pages.shared.controls import plain, show_errors
from pages.shared.words import Frame

POLL_SECONDS = 1.0
IDLE_POLL_SECONDS = 10.0  # somebody else may try again


def show() -> bool:
    """Draw what there is to say of the data set; return whether there is one, so that a page can be drawn.

    A page that waits, or that shows the small digits, draws itself again when something better is there.
    """
    with st.container():  # always there, so that what follows keeps its place on the page when this has nothing to say
        return _show()


def _show() -> bool:
    arrival = cached.arrival()
    if not arrival.is_ready:
        with st.spinner(Frame.PREPARING):
            arrival.wait_for_news()
    if not arrival.is_ready:
        st.fragment(show_errors()(_wait), run_every=POLL_SECONDS)()
        return False
    try:
        found = cached.dataset()
    except LabError as error:
        st.error(plain(error.message))
        st.button(Frame.TRY_AGAIN, on_click=arrival.try_again, key="data-try-again")
        return False
    if found.is_fallback:
        has_failed = arrival.progress.stage == "failed"
        interval = (IDLE_POLL_SECONDS if arrival.can_download else None) if has_failed else POLL_SECONDS
        st.fragment(show_errors()(_explain), run_every=interval)(has_failed=has_failed)
    return True


def _wait() -> None:
    arrival = cached.arrival()
    if arrival.is_ready:
        st.rerun()
    _show_progress(arrival.progress, Frame.fetching)


def _explain(*, has_failed: bool) -> None:
    """Say that these are the small digits, why, and what a person can do."""
    arrival, found = cached.arrival(), cached.dataset()
    progress = arrival.progress
    if not found.is_fallback or has_failed != (progress.stage == "failed"):
        st.rerun()  # the whole page: other digits, or another timer
    count = found.train_count + found.test_count
    if not has_failed:
        st.warning(Frame.fallback(count))
        _show_progress(progress, Frame.fetching_behind)
        return
    st.warning(Frame.fallback(count, plain(progress.reason) if arrival.can_download else None))
    with st.container(horizontal=True):
        if arrival.can_download:
            st.button(Frame.TRY_AGAIN, on_click=arrival.try_again, key="data-try-again")
        with st.popover(Frame.OWN_FILE):
            st.markdown(Frame.OWN_FILE_HELP)


def _show_progress(progress: Progress, text: Callable[[int, int], str]) -> None:
    if progress.total_bytes:
        share = min(1.0, progress.done_bytes / progress.total_bytes)
        st.progress(share, text(progress.done_bytes, progress.total_bytes))
    else:
        st.progress(0.0, Frame.PREPARING)
