"""Keeps a page up with a run that trains: asks for its news, beat by beat, while somebody can see the page."""

from __future__ import annotations

import streamlit as st

from pages.parts.train.run.watch import news
from pages.parts.train.run.watch.watched import Shown, Watched
from pages.state.socket.beats import KEY
from pages.ui import widgets
from pages.ui.component_files import component

_beat = component("beat", __file__)


def keep_up(watched: Watched) -> None:
    """Have the page's parts told what changes of a run; the fragment around is drawn anew where more has changed."""
    key = news.key_of(watched.record) if watched.is_owner else ""
    _show(news.address(watched.record.id, watched.shown, key), watched.structure, watched.details)


def try_again(run: str, shown: Shown) -> None:
    """Have the fragment around drawn anew in a while: something of a run could not be read."""
    _show(news.address(run, shown, ""), "", "")


def _show(url: str, structure: str, details: str) -> None:
    values = {"url": url, "structure": structure, "details": details}
    with st.container(key="run-beat-place"):
        _beat(key=KEY, data=widgets.component_data(values), on_other_change=_note)


def _note() -> None:
    """Do nothing: what asks is there to have the fragment drawn. A callback."""
