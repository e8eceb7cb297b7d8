"""What the server remembers of one visitor's explained digits: `pages.state.slots` goes on here."""

from __future__ import annotations

from pages.state.slot import Slot, SlotFamily
from pages.state.slots import LABELS

LIKE_DIGIT = SlotFamily(Slot("draw-like-digit", int, within=LABELS))  # widget, of a picture's key: compared with
LIKE_OF = SlotFamily(Slot("draw-like-of", tuple[int, int]))  # of the same: checksum and answer that it was chosen for
