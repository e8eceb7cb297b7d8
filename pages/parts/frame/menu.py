"""The menu of a narrow window closes once a page was chosen in it; and a page bears a browser's translation of it.

Where the window is narrower than 768 pixels, as on a phone or with a large zoom, Streamlit puts the pages' names into a
sidebar that lies over the page. It closes this after a choice only where the browser says that it is a phone's.

A translation replaces texts behind React's back, which React answers with an error in their place (translation.js).
"""

from __future__ import annotations

from pages.ui.component_files import component

_menu = component("menu", __file__, scripts=["translation.js"])


def close_after_choice() -> None:
    """Draw nothing, and have the menu close after each choice; before the page, which leaves it where it is."""
    _menu(key="menu", height=1)
