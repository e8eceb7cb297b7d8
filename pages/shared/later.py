"""Wait for something: on the server for a moment, or by having the page or a fragment drawn again a little later.

A fragment's own timer would go on until the whole page is drawn; this one ends by itself with what was awaited.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import streamlit as st

from pages.shared import controls
from pages.shared.session import Key

LOOK_SECONDS = 0.02

_timer = st.components.v2.component(
    "timer",
    html="<div></div>",
    css=":host { display: block; height: 0 }",
    js="""
    export default function ({ data, setTriggerValue }) {
        const { seconds } = JSON.parse(data.json)
        const timer = setTimeout(() => setTriggerValue("due", true), 1000 * seconds)
        const rest = () => clearTimeout(timer)
        // The browser's Back has all drawn anew; what came due then would tell what widgets were set to before it.
        window.addEventListener("popstate", rest)
        return () => {
            rest()
            window.removeEventListener("popstate", rest)
        }
    }
    """,
)


def draw_again(seconds: float, *, key: Key = Key.TIMER) -> None:
    """Draw nothing, and have the page or fragment run again in so many seconds, unless this is gone by then.

    Args:
        seconds: until then.
        key: of this timer; each on a page has its own.
    """
    values = controls.component_data({"seconds": seconds, "drawn": time.monotonic()})
    _timer(key=key, data=values, height=1, on_due_change=_nothing)


def wait(is_there: Callable[[], bool], *, seconds: float) -> bool:
    """Return True as soon as something is there, or False after so many seconds; the page waits meanwhile."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if is_there():
            return True
        time.sleep(LOOK_SECONDS)
    return False


def _nothing() -> None:
    """Running again is all that is asked for."""
