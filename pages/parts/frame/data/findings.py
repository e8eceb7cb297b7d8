"""The lines under a page's head on a data set that is not MNIST: its name, what is odd, and one click that mends it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core import lab
from core.data.dataset import Dataset
from core.data.examination import mends
from core.data.examination.mends import Mend
from pages.state import cached
from pages.text.data_set import DataSet
from pages.ui import widgets

POLL_SECONDS = 0.5  # while a copy is mended
IDLE_POLL_SECONDS = 10.0  # somebody else may mend it


def has_any(dataset: Dataset) -> bool:
    """Return whether there is a line to draw of a data set."""
    return not dataset.is_fallback and (not dataset.is_mnist or bool(dataset.mends))


def show(dataset: Dataset) -> None:
    """Draw the lines; a page that shows them draws itself again once another copy is used."""
    is_at_work = lab.current().dataset_provider.mending.is_at_work
    interval = POLL_SECONDS if is_at_work else IDLE_POLL_SECONDS
    st.fragment(widgets.show_errors()(_lines), run_every=interval)(dataset.digest, is_at_work=is_at_work)


def begin(mend: Mend | None, digest: str) -> None:
    """Have the data set in use mended, None for as it was, where it is still the one of `digest`. A callback."""
    lab.current().dataset_provider.mending.begin(mend, of=digest)


def mend_button(mend: Mend | None, digest: str, *, key: str, **options: Any) -> None:
    """Draw the button that mends a data set, or (None) takes that back.

    Args:
        mend: what is done.
        digest: of the data set that is looked at.
        key: of the button.
        options: more of `st.button`'s arguments.
    """
    is_at_work = lab.current().dataset_provider.mending.is_at_work
    label = DataSet.AS_IT_WAS if mend is None else DataSet.MENDS[mend.kind]
    st.button(
        DataSet.AT_WORK if is_at_work else label,
        key=key,
        on_click=begin,
        args=(mend, digest),
        disabled=is_at_work,
        icon=f":material/{'undo' if mend is None else 'auto_fix_high'}:",
        **options,
    )


def _lines(digest: str, *, is_at_work: bool) -> None:
    dataset, mending = cached.dataset(), lab.current().dataset_provider.mending
    if dataset.digest != digest or mending.is_at_work != is_at_work:
        st.rerun()  # the whole page: other images, or another timer
    identity = dataset.identity
    with st.container(gap=None, key="data-findings"):
        if not dataset.is_mnist:
            said = DataSet.identity(identity, dataset.train_count, dataset.test_count)
            _line("name", said, DataSet.identity_why(identity))
        for number, finding in enumerate(dataset.findings):
            said, why = DataSet.finding(finding, identity), DataSet.finding_why(finding, identity.class_names)
            mend = mends.mend_of(finding)
            _line(f"finding-{number}", said, why, *(() if mend is None else (mend,)), digest=digest)
        for mend in dataset.mends:
            if mend.is_of_labels:
                said, other = DataSet.reading(mend), mends.other_reading(mend)
                _line("reading", said, DataSet.READING_WHY, other, digest=digest)
        done = [mend for mend in dataset.mends if not mend.is_of_labels]
        if done:
            _line("mended", DataSet.mended(done), DataSet.MENDED_WHY, None, digest=digest)
        if mending.reason is not None:
            st.error(widgets.plain(DataSet.failed(str(mending.reason))))
        else:
            widgets.keep_place()


def _line(name: str, said: str, why: str, *offered: Mend | None, digest: str = "") -> None:
    """Draw one sentence, a button for each mend that is offered, None for the way back, and why it is said."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"data-line-{name}"):
        st.caption(widgets.plain(said), width="content")
        for mend in offered:
            mend_button(mend, digest, key=f"data-mend-{name}", type="tertiary")
        st.popover(DataSet.WHY, type="tertiary").markdown(why)
