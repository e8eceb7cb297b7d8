"""What the session remembers of Browse: its open tab, and what its tab Pictures shows."""

from __future__ import annotations

from core.data.gallery import SPLITS, SplitName
from core.data.selection.image_query import ORDERS, READINGS, SIZES
from core.errors import LabError
from pages.state.slot import Slot, one_of

BROWSE_IN_VAIN = Slot("browse-in-vain", bool, default=False)  # the page says that what is in its address is not there
BROWSE_MORE = Slot("browse-more", bool, default=False)  # widget: whether more filters are shown
BROWSE_PRESETS = Slot("browse-presets", bool, default=False)  # widget: whether the presets are shown
BROWSE_TAB = Slot("browse", str)  # widget: the open tab's label, as the URL writes it
BROWSE_SHOW = Slot("pictures", str)  # which pictures, as an address writes a core.data.selection.image_query.ImageQuery
BROWSE_SPLIT: Slot[SplitName | None] = one_of("browse-split", SPLITS)  # widget
BROWSE_LABEL = Slot("browse-label", list[int], default=[])  # widget; none for all
BROWSE_READING = one_of("browse-reading", ("any", *READINGS))  # widget
BROWSE_SURENESS = Slot("browse-sureness", tuple[int, int])  # widget, percent
BROWSE_ORDER = one_of("browse-order", ORDERS)  # widget
BROWSE_REVERSED = Slot("browse-reversed", bool)  # widget
BROWSE_SIZE = one_of("browse-size", tuple(SIZES))  # widget
BROWSE_SEED = Slot("browse-seed", int)  # widget
BROWSE_INDEX = Slot("browse-index", int)  # widget: the index that is jumped to
BROWSE_MOSAIC = Slot("browse-mosaic", object)  # component, read-only: the tile that was clicked
BROWSE_PICTURE = Slot("browse-picture", object)  # widget, read-only: the pixel that was clicked
BROWSE_NUMBERS = Slot("browse-numbers", bool, default=False)  # widget
BROWSE_ROW = Slot("browse-row", int)  # widget: 0 to 27
BROWSE_COLUMN = Slot("browse-column", int)  # widget: 0 to 27
BROWSE_REFUSAL = Slot("browse-refusal", LabError)  # why suspicious labels were not looked for, until the next click
