"""What the session remembers of Browse's tab Classes.

Those whose keys begin with `class-` are the address's, as text; each has a widget's slot beside it.
"""

from __future__ import annotations

from typing import Literal

from core.data.gallery import SPLITS, SplitName
from pages.state.slot import Slot, one_of
from pages.state.slots import LABELS

ClassView = Literal["mean", "spread"]
NetworkKind = Literal["dense", "convolution"]

CLASS_VIEWS: tuple[ClassView, ...] = ("mean", "spread")
NETWORK_KINDS: tuple[NetworkKind, ...] = ("dense", "convolution")

CLASS_A, CLASS_B = Slot("class-a", str), Slot("class-b", str)
CLASS_SPLIT, CLASS_VIEW = Slot("class-split", str), Slot("class-view", str)
CLASS_INPUT = Slot("class-input", str)
A_WIDGET = Slot("browse-class-a", int, within=LABELS)  # widget
B_WIDGET = Slot("browse-class-b", int, within=LABELS)  # widget
SPLIT_WIDGET: Slot[SplitName | None] = one_of("browse-class-split", SPLITS)  # widget
VIEW_WIDGET: Slot[ClassView | None] = one_of("browse-class-view", CLASS_VIEWS)  # widget
INPUT_WIDGET: Slot[NetworkKind | None] = one_of("browse-class-input", NETWORK_KINDS)  # widget
MEAN_TILES = Slot("browse-class-means", object)  # component, read-only: the label that was clicked
NEAR_TILES = Slot("browse-class-near", object)  # component, read-only: index of the image that was clicked
FAR_TILES = Slot("browse-class-far", object)  # component, read-only: the same
ASKER = Slot("browse-class-asker", str)  # a name that no other visitor has
