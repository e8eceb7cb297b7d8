"""Charts follow when a person switches between light and dark.

Streamlit fills its theme's colours into a Plotly figure once, when the chart appears; after a switch the old ones stay,
and dark labels stand on dark paper. So the page tells the server of a switch, and every chart is drawn anew.
"""

from __future__ import annotations

import streamlit as st

from pages.state import session

# The browser announces a switch itself: a colour that changes over a moment sends an event when it has changed.
_watch = st.components.v2.component(
    "theme_watch",
    html='<div class="paper"></div>',
    css="""
    :host { display: block; height: 0 }
    .paper { height: 0; background: var(--st-background-color); transition: background-color 1ms }
    """,
    js="""
    export default function ({ parentElement, setTriggerValue }) {
        const paper = parentElement.querySelector(".paper")
        paper.ontransitionend = () => setTriggerValue("switched", true)
    }
    """,
)


def watch() -> None:
    """Draw nothing, and have the page run again when its theme is switched."""
    _watch(key="theme-watch", height=1, on_switched_change=session.count_theme_switch)
