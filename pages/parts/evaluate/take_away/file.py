"""One file of a network on the screen: asked for, made behind the page with its progress, then there to download.

What draws it is a fragment, which is drawn again while the file is made.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core import lab
from core.export.formats import Exported
from core.runs.exporting.export_state import ExportRequest, ExportState
from pages.text.take_away import TakeAway
from pages.ui import polling, widgets

LOOK_SECONDS = 0.4


def show(request: ExportRequest, *, mime: str, text_of: Callable[[Exported], str], key: str) -> None:
    """Draw the button that has a file made, how far it is, or what it is and its download. Within a fragment.

    Args:
        request: for the file.
        mime: its type.
        text_of: gives what is said of the file once it is made, as Markdown.
        key: of the widgets, unlike other files'.
    """
    state = lab.current().exporter.state(request)
    with st.container():  # one, whatever is said: what stands below keeps its place
        _draw(request, state, mime=mime, text_of=text_of, key=key)
    polling.draw_again(LOOK_SECONDS if state.status in ("waiting", "making") else None)


def _draw(
    request: ExportRequest, state: ExportState, *, mime: str, text_of: Callable[[Exported], str], key: str
) -> None:
    if state.status in ("none", "failed"):
        if state.error is not None:
            st.error(widgets.plain(str(state.error)))
        make = TakeAway.make(request.file_name)
        if st.button(make, key=f"primary-make-{key}", type="primary", icon=":material/build:"):
            lab.current().exporter.submit(request)
            st.rerun(scope="fragment")
    elif state.made is not None and state.path is not None:
        st.markdown(text_of(state.made))
        st.download_button(
            TakeAway.download(request.file_name),
            data=state.path.read_bytes,
            file_name=request.file_name,
            mime=mime,
            on_click="ignore",
            type="primary",
            icon=":material/download:",
            key=f"primary-download-{key}",
        )
    else:
        fraction, text = _progress(state)
        st.progress(fraction, text)


def _progress(state: ExportState) -> tuple[float, str]:
    if state.status == "waiting" and not state.waking_seconds:
        return 0.0, TakeAway.waiting(state.ahead)
    progress = state.progress
    fraction = progress.fraction if progress is not None and progress.stage == "measuring" else 0.0
    return fraction, TakeAway.making(progress, state.waking_seconds)
