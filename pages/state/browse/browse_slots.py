"""What the session remembers of Browse: its open tab, and what its tab Pictures shows."""

from __future__ import annotations

from core.data.gallery import SPLITS, SplitName
from pages.state.slot import Slot, one_of
from pages.state.slots import LABELS

BROWSE_TAB = Slot("browse", str)  # widget: the open tab's label, as the URL writes it
BROWSE_SPLIT: Slot[SplitName | None] = one_of("browse-split", SPLITS)  # widget
BROWSE_LABEL = Slot("browse-label", int, within=LABELS)  # widget; None for all
BROWSE_PAGE = Slot("browse-page", int, default=1)  # of the mosaic, from 1; may lie past the last one
BROWSE_MOSAIC = Slot("browse-mosaic", object)  # widget, read-only: the tile that was clicked
BROWSE_PICTURE = Slot("browse-picture", object)  # widget, read-only: the pixel that was clicked
BROWSE_NUMBERS = Slot("browse-numbers", bool, default=False)  # widget
BROWSE_ROW = Slot("browse-row", int)  # widget: 0 to 27
BROWSE_COLUMN = Slot("browse-column", int)  # widget: 0 to 27
