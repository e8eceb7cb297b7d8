"""Who the visitor is, what their browser tells, and which pages they have seen; the only user of cookies."""

from __future__ import annotations

import contextlib
import re
import secrets
from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import streamlit as st

from pages.state import slots, state

OWNER_COOKIE = "digitlab-owner"


def is_owner(text: object) -> bool:
    """Return whether a text has the form of an owner's id: 128 bits as 32 hexadecimal digits."""
    return isinstance(text, str) and re.fullmatch(r"[0-9a-f]{32}", text) is not None


def owner() -> str:
    """Return the id of the person at this browser: the cookie's, or one for this session alone."""
    cookie = st.context.cookies.get(OWNER_COOKIE)
    if cookie is not None and is_owner(cookie):
        return cookie
    return state.setdefault(slots.OWNER, secrets.token_hex(16))


def is_remembered() -> bool:
    """Return whether `owner` is the same at this browser's next visit: it keeps our cookie."""
    return is_owner(st.context.cookies.get(OWNER_COOKIE))


def time_zone() -> tzinfo | None:
    """Return the zone of this person's clock, as the browser tells it; None where it tells none."""
    name, minutes = st.context.timezone, st.context.timezone_offset
    if name is not None:
        with contextlib.suppress(KeyError, ValueError, OSError):  # no name of a zone, or none that this machine knows
            return ZoneInfo(name)
    if minutes is not None:
        with contextlib.suppress(ValueError):  # a day or more, which no browser tells
            return timezone(-timedelta(minutes=minutes))  # as browsers count: from that clock to UTC
    return None


def count_theme_switch() -> None:
    """Note that the theme was switched. A callback."""
    state.put(slots.THEME_SWITCHES, state.get(slots.THEME_SWITCHES) + 1)


def note_page(path: str) -> None:
    """Note that this session sees the page with this path; once per run of a page."""
    state.put(slots.VISITED, state.get(slots.VISITED) | {path})
    if state.get(slots.PAGE_MODE)[0] != path:
        state.put(slots.PAGE_MODE, (path, ""))


def enter_mode(mode: str) -> bool:
    """Note in which mode the page is drawn; return whether it was drawn in another one before."""
    path, before = state.get(slots.PAGE_MODE)
    state.put(slots.PAGE_MODE, (path, mode))
    return before != mode


def has_mode() -> bool:
    """Return whether the page was drawn in some mode since it was opened."""
    return bool(state.get(slots.PAGE_MODE)[1])


def watch_run(run: str) -> None:
    """Note that this session sees a run while it trains."""
    state.put(slots.RUN_WATCHED, run)


def stop_watching(run: str) -> bool:
    """Return whether this session saw the run while it trained: true once."""
    if state.get(slots.RUN_WATCHED) != run:
        return False
    state.pop(slots.RUN_WATCHED)
    return True
