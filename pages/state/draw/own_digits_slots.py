"""The table of what the server remembers of one visitor's own digits on Draw: `pages.state.slots` goes on here."""

from __future__ import annotations

from typing import Literal

from core.own_digits.guided_round import GuidedRound
from core.own_digits.own_digit import OwnDigit
from pages.state.slot import Slot, SlotFamily, one_of
from pages.state.slots import LABELS

MineOrder = Literal["newest", "misread"]
RoundSurface = Literal["pen", "keyboard"]
MINE_ORDERS: tuple[MineOrder, ...] = ("newest", "misread")
ROUND_SURFACES: tuple[RoundSurface, ...] = ("pen", "keyboard")
TILES_AT_ONCE = 60

# Below an answer
KEEP = SlotFamily(Slot("draw-keep", int, within=LABELS))  # widget, of a place on the page and a picture
KEEP_REFUSAL = Slot("draw-keep-refusal", tuple[str, str], default=("", ""))  # a picture's id, why it was not kept

# My digits: the tray
MINE_TILES = Slot("draw-mine-tiles", object)  # component, read-only: the id of the tile that was clicked
MINE_CHOSEN = Slot("draw-mine-chosen", str, default="")  # id of the digit that is looked at
MINE_ORDER: Slot[MineOrder | None] = one_of("draw-mine-order", MINE_ORDERS)  # widget
MINE_LABEL = Slot("draw-mine-label", int, within=LABELS)  # widget; None for all
MINE_RELABEL = SlotFamily(Slot("draw-mine-relabel", int, within=LABELS))  # widget, of a digit's id
MINE_SHOWN = Slot("draw-mine-shown", int, default=TILES_AT_ONCE)  # tiles at most
MINE_REMOVED = Slot(
    "draw-mine-removed", tuple[OwnDigit, ...], default=()
)  # the digits that were deleted last, for Undo
MINE_NO_ROOM = Slot("draw-mine-no-room", tuple[OwnDigit, ...], default=())  # those that Undo found no room for
MINE_REFUSAL = Slot("draw-mine-refusal", str, default="")  # why a click was refused, shown once

# My digits: files
MINE_FILE = SlotFamily(Slot("draw-mine-file", object))  # widget, of the number of files taken so far
MINE_FILES = Slot("draw-mine-files", int, default=0)  # how many files were taken or refused
MINE_FILE_SAID = Slot("draw-mine-file-said", tuple[bool, str], default=(False, ""))  # whether it was taken; what of it

# My digits: the guided round
ROUND = Slot("draw-round", GuidedRound)  # how far it is
ROUND_OPEN = Slot("draw-round-open", bool, default=False)  # whether it has the page
ROUND_SURFACE: Slot[RoundSurface | None] = one_of("draw-round-surface", ROUND_SURFACES)  # widget
ROUND_HASTE = Slot("draw-round-haste", tuple[int, float], default=(-1, 0.0))  # prompt of a Next without a drawing; when
ROUND_SAID = Slot("draw-round-said", str, default="")  # why the last click did nothing
ROUND_ASIDE = Slot("draw-round-aside", dict)  # what was drawn on Draw when the round got the page, by what it is
