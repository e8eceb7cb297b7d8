"""How far the engine is with what the filters or the order need, and what to do where it fails."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core import lab
from core.data.selection.image_query import ANY_SURENESS
from core.errors import LabError
from pages.state.browse import pictures, query
from pages.state.browse.pictures import Pictures
from pages.text.browse_filters import Filters, Waiting
from pages.text.model import ModelText
from pages.ui import polling, widgets

LOOK_SECONDS = 0.4  # between two looks at how far it is


@st.fragment
@widgets.show_errors()
def show() -> None:
    """Ask for it, draw how far it is, and have the page drawn anew once all of it is there."""
    polling.draw_again(None)  # also where what follows raises
    try:
        found = pictures.of(replace(query.current(), preset=None), asks=True)
        _wake()
    except LabError as error:
        _fail(error)
        return
    if found.waits_for is None:
        st.rerun()
    _tell(found)
    polling.draw_again(LOOK_SECONDS)


def _wake() -> None:
    if not lab.current().inference.is_awake:
        lab.current().inference.wake()


def _tell(found: Pictures) -> None:
    known, inference = found.known, lab.current().inference
    assert known is not None
    if not inference.is_awake:
        st.info(ModelText.waking(inference.waking_seconds))
    elif found.waits_for == "network":
        split = found.query.split
        text = Waiting.network(split, known.done, known.images, known.seconds_left)
        st.progress(known.done / max(known.images, 1), text)
    else:
        st.progress(known.done / max(known.images, 1), Waiting.pixels(known.done, known.images, known.seconds_left))


def _fail(error: LabError) -> None:
    """Say what is wrong, and offer to try again, or to go on without it."""
    st.error(widgets.plain(str(error)))
    with st.container(horizontal=True):
        st.button(Filters.TRY_AGAIN, key="browse-try-again")  # draws this fragment anew, which asks anew
        st.button(Filters.LEAVE_OUT, key="browse-leave-out", on_click=_leave_out)


def _leave_out() -> None:
    query.change(reading=None, sureness=ANY_SURENESS, order="index", is_reversed=False)
    st.rerun()
