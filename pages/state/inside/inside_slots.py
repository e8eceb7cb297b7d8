"""The table of what the server remembers of one visitor on Inside: `pages.state.slots` goes on here."""

from __future__ import annotations

from typing import Literal

from core.serving.damage import RANKED
from pages.state.slot import Slot, SlotFamily, one_of
from pages.state.slots import LABELS

LearnedView = Literal["epochs", "kernels", "digits", "values", "map"]
LearnedWhich = Literal["first", "one"]
LearnedOrder = Literal["place", "norm"]
InsideValues = Literal["after", "before"]
KernelSide = Literal["learned", "own"]
LEARNED_VIEWS: tuple[LearnedView, ...] = ("epochs", "kernels", "digits", "values", "map")
LEARNED_WHICHES: tuple[LearnedWhich, ...] = ("first", "one")
LEARNED_ORDERS: tuple[LearnedOrder, ...] = ("place", "norm")

# Inside: layers, maps and cells
INSIDE_STRIP = Slot("inside-strip", int)  # widget, as LAYER
INSIDE_MAPS = SlotFamily(Slot("inside-maps", object))  # widget, of a layer, read-only: the clicked map or unit
INSIDE_CELLS = SlotFamily(Slot("inside-cells", object))  # widget, of a layer, read-only: the cell that was clicked
INSIDE_KERNELS = SlotFamily(Slot("inside-own-kernels", object))  # widget, of a layer, read-only: the clicked kernel
INSIDE_MAP = Slot("inside-map", int)  # widget: a map's or a unit's number from 0
INSIDE_ROW = Slot("inside-row", int)  # widget
INSIDE_COLUMN = Slot("inside-column", int)  # widget
INSIDE_CHANNEL = Slot("inside-channel", int)  # widget: the input map whose part of the sum is shown
INSIDE_DIGIT = Slot("inside-digit", int)  # widget: 0 to 9, the digit whose logit is worked out
INSIDE_OWN_SCALE = Slot("inside-own-scale", bool, default=False)  # widget: each map on its own scale
INSIDE_DROPPED = Slot("inside-dropped", int, default=0)  # how often other cells were dropped
# Inside: Break it
BROKEN = Slot("broken", str)  # what is changed, as the URL writes it
BREAK_TILES = Slot("break-tiles", object)  # component, read-only: the filter that was clicked
BREAK_RANKING = Slot("break-ranking", object)  # component, read-only: the same
BREAK_FILTER = Slot("break-filter", int, default=0)  # widget: a filter's or a unit's number from 0
BREAK_NORM = Slot("break-norm", bool, default=False)  # widget: whether a batch normalisation is off
BREAK_SLIDER = SlotFamily(Slot("break-slider", float))  # widget, of a kind of change
BREAK_NAME = SlotFamily(Slot("break-name", str))  # widget, of how often a name was proposed
BREAK_NAMED = Slot("break-named", tuple[str, int], default=("", 0))  # proposed last; how often
BREAK_IMAGES = Slot("break-images", int, default=RANKED[1], within=RANKED)  # widget: how many judge a filter
BREAK_RANKED = Slot("break-ranked", tuple, default=())  # network, layer and images whose ranking was asked for
BREAK_CURVE = Slot("break-curve", tuple, default=())  # network and layer whose curve was asked for
BREAK_CURVE_OF = one_of("break-curve-of", ("all", "layer"), default="all")  # widget: whose weights it prunes
# Inside: why this answer
WHY_CLASS = Slot("class", str)  # the digit that is explained, as the URL writes it; none is the answer
WHY_NOT = Slot("not", str)  # the digit that it is set against, as the URL writes it
WHY_METHOD = Slot("method", str)  # one of core.inference.attribution.attribution.METHODS, as the URL writes it
WHY_PICTURE = Slot("why-picture", int)  # checksum of the picture that the two digits were chosen for
WHY_DIGIT = Slot("why-digit", int, within=LABELS)  # widget
WHY_AGAINST = Slot("why-against", int, default=-1)  # widget: a digit, or -1 for none
WHY_HOW = Slot("why-method", str)  # widget, as WHY_METHOD
WHY_SQUARE = Slot("why-square", int, default=4, within=range(2, 8))  # widget: side of the square, in pixels
WHY_PLACE = Slot("why-place", tuple[int, int])  # top row and left column of the square that is looked at
WHY_ROW = Slot("why-row", int)  # widget
WHY_COLUMN = Slot("why-column", int)  # widget
WHY_MAP = Slot("why-map", object)  # widget, read-only: the square that was clicked
WHY_SCRAMBLED = Slot("why-scrambled", bool, default=False)  # widget
WHY_CHECKED = Slot("why-checked", list)  # widget: the methods whose order is erased
# Inside: What it learned
LEARNED = Slot("learned", str)  # which view is shown, as the URL writes it: one of LEARNED_VIEWS
LEARNED_VIEW: Slot[LearnedView | None] = one_of("learned-view", LEARNED_VIEWS)  # widget
LEARNED_NUMBER = SlotFamily(Slot("learned-number", int))  # widget, of a layer: the map or unit that is looked at
LEARNED_WHICH: Slot[LearnedWhich | None] = one_of("learned-which", LEARNED_WHICHES)  # widget
LEARNED_ORDER: Slot[LearnedOrder | None] = one_of("learned-order", LEARNED_ORDERS)  # widget
LEARNED_PAGE = SlotFamily(Slot("learned-page", int, default=0))  # of a layer: which page of its kernels, from 0
LEARNED_SEEDS = SlotFamily(Slot("learned-seeds", int))  # of network, layer, unit: the newest start's seed, if asked for
LEARNED_OPEN = Slot("learned-open", int)  # widget: index of one of the strongest training images
LEARNED_DIGITS = Slot("learned-digits", object)  # widget, read-only: the test image that was clicked on the map
LEARNED_INDEX = Slot("learned-index", int)  # widget: a test image of the map
# Inside: Follow the pixels
MAP = Slot("map", str)  # number of the map or unit that is looked at, as the URL writes it; None for the strongest
CELL = Slot("cell", str)  # "row,column" of the cell that is looked at, as the URL writes it
INSIDE_ADDRESS = Slot("inside-address", tuple[str | None, str | None], default=(None, None))  # both, as written there
INSIDE_VALUES: Slot[InsideValues | None] = one_of("inside-values", ("after", "before"))  # widget
INSIDE_MANY = Slot("inside-many", str, default="")  # identity of the network whose maps were looked at over many digits
INSIDE_POSITION = Slot("inside-position", int)  # widget: a place in the row that Flatten lays out
INSIDE_TEMPERATURE = Slot("inside-temperature", float, default=1.0)  # widget: what the logits are divided by

# Inside: my own kernel
KERNEL = Slot("kernel", str)  # its numbers, and its bias where it has one, as the URL writes them
INSIDE_KERNEL_SIDE: Slot[KernelSide | None] = one_of("inside-kernel-side", ("learned", "own"))  # widget
INSIDE_KERNEL_SIZE = Slot("inside-kernel-size", int)  # widget: one of core.inference.by_hand.own_kernel.SIZES
INSIDE_KERNEL_PRESET = Slot("inside-kernel-preset", str)  # widget: a ready kernel's name, or "learned"
INSIDE_KERNEL_GRID = Slot("inside-kernel-grid", object)  # component, read-only: the numbers that were typed
INSIDE_KERNEL_GIVEN = Slot("inside-kernel-given", tuple[int, str], default=(0, ""))  # revision; what it shows
INSIDE_KERNEL_REFUSAL = Slot("inside-kernel-refusal", str)  # why what it sent last was refused, shown once
INSIDE_KERNEL_CELL = Slot("inside-kernel-cell", tuple[int, int])  # of the result; None for the largest
INSIDE_KERNEL_ROW = Slot("inside-kernel-row", int)  # widget
INSIDE_KERNEL_COLUMN = Slot("inside-kernel-column", int)  # widget

# Inside: a drawing goes on
INSIDE_BEGUN = Slot("inside-begun", bool, default=False)  # a canvas is open for the first stroke of a drawing
INSIDE_BY_KEYBOARD = Slot("inside-by-keyboard", bool, default=False)  # the pad for the keyboard is the canvas
INSIDE_TO_FOLLOW = Slot("inside-to-follow", bool, default=False)  # the last stroke, once the engine is awake
INSIDE_CANVAS_TAB = Slot("inside-canvas-tab", str)  # in which it stood last
INSIDE_CANVAS = Slot("inside-canvas", bool)  # widget: whether the canvas is shown

# Inside: pooling
INSIDE_SHIFT = Slot("inside-shift", tuple[int, int], default=(0, 0))  # pixels that the picture is shifted down, right
