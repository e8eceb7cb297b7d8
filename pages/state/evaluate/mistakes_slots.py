"""What the session remembers of Evaluate's tab "Mistakes"."""

from __future__ import annotations

from typing import Literal

from pages.state.slot import Slot, one_of

GalleryOrder = Literal["surest", "loss", "pair"]

GALLERY_ORDERS: tuple[GalleryOrder, ...] = ("surest", "loss", "pair")
ALL_PAIRS = -1
PAGE = 24  # tiles of the gallery that are shown at first, and further ones at a click

NAMING_PAD = Slot("evaluate-naming-pad", object)  # component, read-only: round, place and label of an answer
NAMED_TILES = Slot("evaluate-named-tiles", object)  # component, read-only: index of the test image that was chosen
GALLERY_ORDER: Slot[GalleryOrder | None] = one_of("evaluate-order", GALLERY_ORDERS)  # widget
GALLERY_PAIR = Slot("evaluate-pair", int)  # widget: 10 times the label plus the answer, or ALL_PAIRS
GALLERY_SHOWN = Slot("evaluate-shown", int, default=PAGE)  # how many tiles are shown at most
GALLERY_TILES = Slot("evaluate-gallery-tiles", object)  # component, read-only: as NAMED_TILES
COMPARED_READ = Slot("evaluate-compared-read", tuple[str, ...], default=())  # names of models that are to read them
COMPARED_TILES = Slot("evaluate-compared-tiles", object)  # component, read-only: as NAMED_TILES
DOUBTED_TILES = Slot("evaluate-doubted-tiles", object)  # component, read-only: as NAMED_TILES
