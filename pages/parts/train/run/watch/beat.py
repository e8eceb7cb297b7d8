"""Keeps a page up with a run that trains: asks for its news, beat by beat, while somebody can see the page."""

from __future__ import annotations

import streamlit as st

from pages.parts.train.run.watch import news
from pages.parts.train.run.watch.watched import Watched
from pages.state.socket.beats import KEY
from pages.ui import widgets
from pages.ui.component_files import component

_beat = component("beat", __file__)


def keep_up(watched: Watched) -> None:
    """Have the page's parts told what changes of a run; the fragment around is drawn anew where more has changed."""
    values = {"url": news.address(watched), "structure": watched.structure, "details": watched.details}
    with st.container(key="run-beat-place"):
        _beat(key=KEY, data=widgets.component_data(values), on_other_change=_note)


def _note() -> None:
    """Do nothing: what asks is there to have the fragment drawn. A callback."""
