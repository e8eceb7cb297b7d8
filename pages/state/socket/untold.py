"""What a run of the page has set (`state.put`) and the browser has not been told of yet, by session.

A widget's new value goes to the browser where the widget is drawn, which may be long after the callback that set it.
Were the run ended before, Streamlit 1.67 would never send it: the browser would show the old value for good.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable

from streamlit.runtime.scriptrunner import get_script_run_ctx

_lock = threading.Lock()
_keys: dict[str, set[str]] = {}  # by session


def note(key: str) -> None:
    """Take note that the session whose page runs in this thread has set a key of its state."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None:
        with _lock:
            _keys.setdefault(context.session_id, set()).add(key)


def has_any(session: str, widgets: Iterable[str]) -> bool:
    """Return whether one of these widgets, by their ids, was set and the browser does not know it yet."""
    with _lock:
        keys = _keys.get(session, set())
        return bool(keys) and any(_key_of(widget) in keys for widget in widgets)


def tell(session: str, widget: str) -> None:
    """Take note that the browser was told what a widget is set to."""
    with _lock:
        _keys.get(session, set()).discard(_key_of(widget))


def forget(session: str) -> None:
    """Take note that there is nothing to be told: a run has ended."""
    with _lock:
        _keys.pop(session, None)


def _key_of(widget: str) -> str:
    """Return the key in an id, which is `$$ID-<hash>-<key>`."""
    return widget.split("-", 2)[-1]
