"""Who asks for what is worked on in the background: one visitor's page, and a place on it."""

from __future__ import annotations

import uuid

from pages.state import state
from pages.state.slot import Slot

_ASKER = Slot("draw-asker", str)


def asker(place: str) -> str:
    """Return a name that no other visitor has, and no other place on this page."""
    mine = state.get(_ASKER)
    if mine is None:
        mine = uuid.uuid4().hex
        state.put(_ASKER, mine)
    return f"{mine}-{place}"
