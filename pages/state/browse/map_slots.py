"""What the session remembers of Browse's tab Map."""

from __future__ import annotations

from typing import Literal

from core.data.gallery import SPLITS, SplitName
from pages.state.slot import Slot, one_of

MapMethod = Literal["pca", "tsne", "umap"]
MapColour = Literal["digit", "answer"]

METHODS: tuple[MapMethod, ...] = ("pca", "tsne", "umap")
COLOURS: tuple[MapColour, ...] = ("digit", "answer")
# As the address writes them:
MAP_SPLIT = Slot("map-split", str)
MAP_LAYER = Slot("map-layer", str)  # 0 for the picture, 1 for the first layer
MAP_METHOD = Slot("map-method", str)
MAP_COLOUR = Slot("map-colour", str)
MAP_START = Slot("map-start", str)  # "off": not beside the map before training
# Widgets:
MAP_SPLIT_SHOWN: Slot[SplitName | None] = one_of("map-split-shown", SPLITS)
MAP_LAYER_SHOWN = Slot("map-layer-shown", int)  # 0 for the picture
MAP_COLOUR_SHOWN: Slot[MapColour | None] = one_of("map-colour-shown", COLOURS)
MAP_START_SHOWN = Slot("map-start-shown", bool)
MAP_FIGURE = Slot("map-figure", object)  # component, read-only: the point that was opened, or those that were chosen
MAP_CHOSEN = Slot("map-chosen", tuple[str, ...], default=())  # names of the images that were chosen on a map
MAP_CHOSEN_OF = Slot("map-chosen-of", str)  # the digest of the data set that they are of
MAP_CHOICES = Slot("map-choices", int, default=0)  # number of the choice that they are of, as the browser counts
MAP_REFUSAL = Slot("map-refusal", Exception)  # why a click was refused, shown once
