"""The parameters of the page's address; the only user of st.query_params."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit, urlunsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.state import state
from pages.state.slot import Slot

LONGEST_NAME = 40  # characters; whatever is longer in a URL names no picture, no run and no model


def parameter(slot: Slot[Any]) -> str | None:
    """Return what the URL says under a slot's key: the last value of several, "" for an empty one, None for none."""
    values = st.query_params.get_all(slot.key)
    return values[-1] if values else None


def is_exactly(slot: Slot[Any], text: str) -> bool:
    """Return whether the URL says this under a slot's key, once."""
    return st.query_params.get_all(slot.key) == [text]


def write(slot: Slot[Any], text: str) -> None:
    """Write a parameter into the URL."""
    st.query_params[slot.key] = text


def remove(slot: Slot[Any]) -> None:
    """Take a parameter out of the URL."""
    if slot.key in st.query_params:
        del st.query_params[slot.key]


def is_step_in_history() -> bool:
    """Return whether this run of the page answers the browser's Back or Forward."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def page_path() -> str:
    """Return the page's path, below the server's address; "" where none is known."""
    return urlsplit(st.context.url or "").path.rpartition("/")[2]


def mirror(slot: Slot[str | None], *, longest: int = LONGEST_NAME, stays: bool = False) -> None:
    """Have the same in the URL and in the session: the URL's, or where it says nothing, the session's.

    The URL wins, for it changes by a person's link, reload or Back, and what the session has is what they left.
    What it says is cut after `longest` characters. After Back or Forward, nothing there means nothing; where it
    `stays`, the session's all the same.
    """
    text, held = parameter(slot), state.get(slot)
    if text is not None:
        state.put(slot, text[:longest])
    elif held and is_step_in_history() and not stays:
        state.pop(slot)
    elif held:
        write(slot, held)


def put(slot: Slot[str | None], text: str | None) -> None:
    """Set a slot, in the URL too; None sets it to nothing."""
    if text is None:
        state.pop(slot)
        remove(slot)
    else:
        state.put(slot, text)
        write(slot, text)


def page_address(path: str, slot: Slot[Any], text: str) -> str:
    """Return the whole address of a page with one parameter; below the server's where none is known.

    Args:
        path: the page's, below the server's address.
        slot: whose key the parameter has.
        text: the parameter's value, which needs no escaping.
    """
    here = urlsplit(st.context.url or "")
    below = here.path.rpartition("/")[0]
    return urlunsplit((here.scheme, here.netloc, f"{below}/{path}", f"{slot.key}={text}", ""))
