"""The Enter key as a button of a page: wherever the focus is on nothing that Enter means something for."""

from __future__ import annotations

from pages.ui.component_files import component

_enter_key = component("enter_key", __file__)


def listen(*, button: str) -> None:
    """Have the Enter key press the button with a key, after what is painted has been sent."""
    _enter_key(key=f"{button}-by-enter", data={"button": button}, height=1)
