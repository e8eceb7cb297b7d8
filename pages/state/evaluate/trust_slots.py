"""What the session remembers of the calibration on Evaluate's tab "Trust"."""

from __future__ import annotations

from typing import Literal

from pages.state.slot import Slot, one_of

Look = Literal["before", "after"]
LOOKS: tuple[Look, ...] = ("before", "after")

TRUST_SCALED = Slot("trust-scaled", frozenset[str], default=frozenset())  # networks that got a temperature, by identity
TRUST_LOOK: Slot[Look | None] = one_of("trust-look", LOOKS)  # widget: before or after it
