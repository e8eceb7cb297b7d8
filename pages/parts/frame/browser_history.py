"""The browser's Back leads from one step of a person's to the step before it, and to nothing in between.

Streamlit makes an entry of the browser's history of every parameter that the server writes into the address: one click
that begins a run would be three steps for Back, and the end of a run one that nobody took.
"""

from __future__ import annotations

from pages.ui.component_files import component

_history = component("browser_history", __file__)


def keep_own_steps() -> None:
    """Draw nothing, and have an address that no click or key asked for take the place of the one before."""
    _history(key="browser-history", height=1)
