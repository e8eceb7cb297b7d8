"""The parameters of the page's address; the only user of st.query_params.

A message that was sent before the browser had what was written last brings what was there before: that is put right
before anything is read or written. What the tabs of Train have there, the browser itself changes, and that counts as it
comes.

Whatever sends an address is where Streamlit interrupts a run for the next message. So a change is noted before it is
sent, and the session's part of it comes after an address has been put right: a run that ends there has changed nothing,
or what the next one finds noted.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.state import slots, state
from pages.state.late_address import Values, WrittenAddress
from pages.state.slot import Slot

LATE_SECONDS = 5.0  # after a change of the address; the longest way to a browser and back, on a machine that is busy
ADDRESS_WRITTEN = Slot("address-written", WrittenAddress)
_BROWSERS_OWN = {slots.TRAIN_TAB.key}
LONGEST_NAME = 40  # characters; whatever is longer in a URL names no picture, no run and no model


def parameter(slot: Slot[Any]) -> str | None:
    """Return what the URL says under a slot's key: the last value of several, "" for an empty one, None for none."""
    values = _values(slot.key)
    return values[-1] if values else None


def is_exactly(slot: Slot[Any], text: str) -> bool:
    """Return whether the URL says this under a slot's key, once."""
    return _values(slot.key) == (text,)


def write(slot: Slot[Any], text: str) -> None:
    """Write a parameter into the URL."""
    before = _values(slot.key)
    _written().note(slot.key, before, (text,), now=time.monotonic())
    st.query_params[slot.key] = text


def remove(slot: Slot[Any]) -> None:
    """Take a parameter out of the URL."""
    before = _values(slot.key)
    if before:
        _written().note(slot.key, before, (), now=time.monotonic())
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
    _put_right()
    if text is None:
        state.pop(slot)
        remove(slot)
    else:
        state.put(slot, text)
        write(slot, text)


def put_all(texts: Mapping[Slot[str | None], str | None], held: Mapping[Slot[str | None], str | None]) -> None:
    """Set slots and write the URL as one change of it, which is one step in the browser's history.

    Args:
        texts: what the URL says from now on; None for nothing.
        held: what the session holds from now on.
    """
    before = {slot.key: _values(slot.key) for slot in texts}
    for slot, text in held.items():
        state.pop(slot) if text is None else state.put(slot, text)
    after = {slot.key: () if text is None else (text,) for slot, text in texts.items()}
    if before == after:
        return
    for key, values in after.items():
        _written().note(key, before[key], values, now=time.monotonic())
    whole = {name: st.query_params.get_all(name) for name in st.query_params} | {
        key: list(values) for key, values in after.items()
    }
    st.query_params.from_dict({name: values for name, values in whole.items() if values})


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


def _values(key: str) -> Values:
    """Return what the URL says under a key, after what comes from before the last change was put right."""
    _put_right()
    return tuple(st.query_params.get_all(key))


def _put_right() -> None:
    corrections = _written().corrections(
        {name: tuple(st.query_params.get_all(name)) for name in st.query_params if name not in _BROWSERS_OWN},
        _browsers_parameters(),
        is_step=is_step_in_history(),
        now=time.monotonic(),
        seconds=LATE_SECONDS,
    )
    if corrections:
        st.query_params.update({name: list(values) for name, values in corrections.items()})  # one message, one address
        for name in (name for name, values in corrections.items() if not values):
            del st.query_params[name]


def _written() -> WrittenAddress:
    """Return what was written into the address of this page."""
    held, context = state.get(ADDRESS_WRITTEN), get_script_run_ctx()
    page = "" if context is None else context.page_script_hash
    if held is None or held.page != page:
        held = WrittenAddress(page=page)
        state.put(ADDRESS_WRITTEN, held)
    return held


def _browsers_parameters() -> dict[str, Values] | None:
    """Return the parameters in the line of the browser that sent the message, or None where it did not say."""
    context = get_script_run_ctx()
    if context is None or context.context_info is None or not context.context_info.HasField("url"):
        return None
    said = parse_qs(urlsplit(context.context_info.url).query, keep_blank_values=True)
    return {key: tuple(values) for key, values in said.items() if key not in _BROWSERS_OWN}
