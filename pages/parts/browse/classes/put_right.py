"""The sentence of an address that names what is not there, and the button that takes all of that out."""

from __future__ import annotations

from pages.parts.browse.classes import fragment
from pages.state.browse import classes_choice
from pages.text.browse import Address
from pages.ui import widgets


def show(key: str, *, is_unknown: bool) -> None:
    """Draw both, or keep their place; `key` is the button's."""
    if is_unknown:
        widgets.way_back(Address.UNKNOWN, Address.PUT_RIGHT, key=key, on_click=_forget)
    else:
        widgets.keep_place()


def _forget() -> None:
    classes_choice.forget_unknown()
    widgets.draw_only(fragment.FRAGMENT, fragment.INPUT_FRAGMENT)  # either may have said it
