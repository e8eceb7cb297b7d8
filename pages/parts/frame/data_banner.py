"""What every page says of the data set: how far it is on its way, and, where it is not all of MNIST, why not."""

from __future__ import annotations

import streamlit as st

from core import lab
from core.errors import LabError
from pages.state import cached
from pages.text.frame import Frame
from pages.ui.widgets import plain, show_errors

POLL_SECONDS = 1.0
IDLE_POLL_SECONDS = 10.0  # somebody else may try again


def show() -> bool:
    """Draw what there is to say of the data set; return whether there is one, so that a page can be drawn.

    A page that waits, or that shows the digits that need no download, draws itself again when something better is
    there.
    """
    provider = lab.current().dataset_provider
    with st.container():  # always there, so that what follows keeps its place on the page when this has nothing to say
        if not provider.is_ready:
            with st.spinner(Frame.PREPARING):
                provider.wait_for_news()
        if not provider.is_ready:
            st.fragment(show_errors()(_wait), run_every=POLL_SECONDS)()
            return False
        try:
            dataset = cached.dataset()
        except LabError as error:
            st.error(plain(str(error)))
            st.button(Frame.TRY_AGAIN, on_click=provider.try_again, key="data-try-again")
            return False
        if dataset.is_fallback:
            has_failed = provider.progress.stage == "failed"
            interval = (IDLE_POLL_SECONDS if provider.can_download else None) if has_failed else POLL_SECONDS
            st.fragment(show_errors()(_explain), run_every=interval)(has_failed=has_failed)
    return True


def _wait() -> None:
    """Say how far the data set is, until it is there."""
    provider = lab.current().dataset_provider
    if provider.is_ready:
        st.rerun()
    progress = provider.progress
    if progress.total_bytes:
        share = min(1.0, progress.done_bytes / progress.total_bytes)
        st.progress(share, Frame.fetching(progress.done_bytes, progress.total_bytes))
    else:
        st.progress(0.0, Frame.PREPARING)


def _explain(*, has_failed: bool) -> None:
    """Say in one quiet line which digits these are, why, and what a person can do."""
    provider, dataset = lab.current().dataset_provider, cached.dataset()
    progress = provider.progress
    if not dataset.is_fallback or has_failed != (progress.stage == "failed"):
        st.rerun()  # the whole page: other digits, or another timer
    count = dataset.train_count + dataset.test_count
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="data-line"):
        if not has_failed:
            st.caption(Frame.fallback_meanwhile(count, progress.done_bytes, progress.total_bytes), width="content")
            return
        st.caption(Frame.fallback(count, can_download=provider.can_download), width="content")
        if progress.reason is not None:
            st.popover(Frame.WHY, type="tertiary").markdown(Frame.why(plain(str(progress.reason))))
        if provider.can_download:
            st.button(Frame.TRY_AGAIN, on_click=provider.try_again, key="data-try-again", type="tertiary")
        st.popover(Frame.OWN_FILE, type="tertiary").markdown(Frame.OWN_FILE_HELP)
