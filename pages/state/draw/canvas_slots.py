"""What the server remembers of the canvas and the pad beside what is on them: `pages.state.slots` goes on here."""

from __future__ import annotations

from typing import Literal

from pages.state.slot import Slot, one_of

CanvasShape = Literal["square", "wide"]
CANVAS_SHAPES: tuple[CanvasShape, ...] = ("square", "wide")

DRAW_SHAPE: Slot[CanvasShape | None] = one_of("draw-shape", CANVAS_SHAPES)  # widget
# What Undo took off the canvas, the last one last: {"stroke": ...}, or of all of it {"objects": ..., "shape": ...}
DRAW_UNDONE = Slot("draw-undone", tuple[dict, ...], default=())
DRAW_TAKEN = Slot("draw-taken", object)  # what the canvas sent last, for as far as it was taken
DRAW_CELLS_TAKEN = Slot("draw-cells-taken", object)  # so of the pad
DRAW_CELLS_AFTER = Slot("draw-cells-after", tuple[str, ...], default=())  # the pad's that Undo took back, the last last
DRAW_READ = Slot("draw-read", tuple, default=())  # the drawing that was read last, and its strokes
