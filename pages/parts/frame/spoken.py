"""A sentence that only a screen reader tells, once, when it has changed; whatever the page then shows."""

from __future__ import annotations

from pages.ui.component_files import component

_spoken = component("spoken", __file__)


def tell(text: str, *, key: str) -> None:
    """Have a sentence told; draw it with "" before, as only what changes is told."""
    _spoken(key=key, data={"text": text}, height=1)
