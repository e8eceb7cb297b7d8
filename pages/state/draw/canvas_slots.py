"""What the server remembers of the canvas and the pad beside what is on them: `pages.state.slots` goes on here."""

from __future__ import annotations

from typing import Literal

from pages.state.slot import Slot, one_of

CanvasShape = Literal["square", "wide"]
CANVAS_SHAPES: tuple[CanvasShape, ...] = ("square", "wide")

DRAW_SHAPE: Slot[CanvasShape | None] = one_of("draw-shape", CANVAS_SHAPES)  # widget
# What Undo took off the canvas, the last one last: {"stroke": ...}, or of all of it {"objects": ..., "shape": ...}
DRAW_UNDONE = Slot("draw-undone", tuple[dict, ...], default=())
DRAW_CELLS_AFTER = Slot("draw-cells-after", tuple[str, ...], default=())  # the pad's that Undo took back, the last last
