"""What every page says of the data set: how far it is on its way; where it is not all of MNIST, why not; what was done.

Where a copy that another program keeps could take the small digits' place, it is offered, and used when a person says
so; where one is in use, the way back stands here.
"""

from __future__ import annotations

import streamlit as st

from core import lab
from core.data.dataset import Dataset
from core.data.local_copies import LocalCopy
from core.data.progress import DatasetProgress
from core.errors import LabError
from pages.parts.frame.data import findings
from pages.state import cached
from pages.text.frame import Frame
from pages.ui import widgets
from pages.ui.widgets import plain, show_errors

POLL_SECONDS = 1.0
IDLE_POLL_SECONDS = 10.0  # somebody else may try again


def show() -> bool:
    """Draw what there is to say of the data set; return whether there is one, so that a page can be drawn.

    A page that waits, or that shows the digits that need no download, draws itself again when something better is
    there. Each thing that may be said has a place of its own, also while it is not.
    """
    provider = lab.current().dataset_provider
    with st.container(gap=None, key="data-banner"):  # always there, so that what follows keeps its place too
        waiting = st.container() if not provider.is_ready else st.empty()
        if not provider.is_ready:
            with waiting, st.spinner(Frame.PREPARING):
                provider.wait_for_news()
        if not provider.is_ready:
            with waiting:
                st.fragment(show_errors()(_wait), run_every=POLL_SECONDS)()
            return False
        try:
            dataset = cached.dataset()
        except LabError as error:
            for _ in ("what is odd", "the small digits", "a copy"):
                widgets.keep_place()
            st.error(plain(str(error)))
            st.button(Frame.TRY_AGAIN, on_click=provider.try_again, key="data-try-again")
            return False
        _say_what_is_odd(dataset)
        _say_whose_they_are(dataset)
        if remarks := Frame.remarks(dataset.remarks, dataset.test_count):
            st.caption(remarks)
    return True


def _say_what_is_odd(dataset: Dataset) -> None:
    if not findings.has_any(dataset):
        widgets.keep_place()
        return
    with st.container(gap=None):
        findings.show(dataset)


def _say_whose_they_are(dataset: Dataset) -> None:
    """Say that these are the digits that need no download, or another program's copy."""
    provider = lab.current().dataset_provider
    progress = provider.progress
    stage = progress.stage
    is_of_copy = not dataset.is_fallback and (progress.copy is not None or stage in {"preparing", "failed"})
    small, copy = (st.container(gap=None) if shown else st.empty() for shown in (dataset.is_fallback, is_of_copy))
    if dataset.is_fallback:
        has_failed = stage == "failed"
        may_change = provider.can_download or bool(progress.offers)
        interval = (IDLE_POLL_SECONDS if may_change else None) if has_failed else POLL_SECONDS
        with small:
            st.fragment(show_errors()(_explain), run_every=interval)(has_failed=has_failed)
    elif is_of_copy:
        interval = None if stage == "arrived" else POLL_SECONDS
        with copy:
            st.fragment(show_errors()(_explain_copy), run_every=interval)(was_in_use=stage == "arrived")


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
        for copy in progress.offers:
            _offer(copy, progress, is_only=len(progress.offers) == 1)
        if progress.refused is not None and progress.refused[0] not in progress.offers:  # it is gone
            st.caption(Frame.copy_refused(progress.refused[0].place, plain(str(progress.refused[1]))), width="content")
        st.popover(Frame.OWN_FILE, type="tertiary").markdown(Frame.OWN_FILE_HELP)


def _offer(copy: LocalCopy, progress: DatasetProgress, *, is_only: bool) -> None:
    """Offer one copy; where it was refused, say why: somebody may mend it."""
    refused, reason = progress.refused or (None, None)
    said = Frame.copy_offered(copy.place) if refused != copy else Frame.copy_refused(copy.place, plain(str(reason)))
    st.caption(said, width="content")
    label = Frame.USE_COPY if is_only else Frame.use_copy(copy.place)
    st.button(
        label,
        on_click=lab.current().dataset_provider.use_copy,
        args=(copy.place,),
        key=f"data-use-{copy.place}",
        type="tertiary",
    )


def _explain_copy(*, was_in_use: bool) -> None:
    """Say in one quiet line whose copy the digits are, with the way back."""
    provider = lab.current().dataset_provider
    progress = provider.progress
    if was_in_use != (progress.copy is not None) or cached.dataset().is_fallback:
        st.rerun()  # the whole page: other digits, or a timer
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="data-line"):
        if progress.copy is not None:
            st.caption(Frame.copy_in_use(progress.copy.place), width="content")
            st.button(Frame.LEAVE_COPY, on_click=provider.leave_copy, key="data-leave-copy", type="tertiary")
        elif progress.stage != "failed":
            st.caption(Frame.PREPARING_OTHERS, width="content")
        else:  # no room for the small digits, perhaps
            if progress.reason is not None:
                st.caption(plain(str(progress.reason)), width="content")
            st.button(Frame.TRY_AGAIN, on_click=provider.try_again, key="data-try-again", type="tertiary")
