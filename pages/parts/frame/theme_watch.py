"""Charts follow when a person switches between light and dark.

Streamlit fills its theme's colours into a Plotly figure once, when the chart appears; after a switch the old ones stay,
and dark labels stand on dark paper. So the page tells the server of a switch, and every chart is drawn anew.
"""

from __future__ import annotations

from pages.state import visitor
from pages.ui.component_files import component

# The browser announces a switch itself: a colour that changes over a moment sends an event when it has changed.
_watch = component("theme_watch", __file__)


def watch() -> None:
    """Draw nothing, and have the page run again when its theme is switched."""
    _watch(key="theme-watch", height=1, on_switched_change=visitor.count_theme_switch)
