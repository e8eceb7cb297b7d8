"""What was drawn on Draw while a guided round has the canvas and the pad: it comes back when the round is left."""

from __future__ import annotations

from pages.state import slots, state
from pages.state.draw import canvas_slots, own_digits_slots
from pages.ui.canvas import canvas_drawing, pixel_pad, surfaces

_UNDO = (slots.DRAW_REPLACED, canvas_slots.DRAW_UNDONE, slots.DRAW_CELLS_BEFORE, canvas_slots.DRAW_CELLS_AFTER)


def set_aside() -> None:
    """Take what is drawn, and what Undo and Redo could bring back, off the canvas and the pad."""
    undo = {slot.key: state.get(slot) for slot in _UNDO}
    aside = {"drawing": canvas_drawing.whole(), "cells": state.get(slots.DRAW_CELLS), "undo": undo}
    state.put(own_digits_slots.ROUND_ASIDE, aside)
    for surface in (surfaces.CANVAS, surfaces.PAD):
        if not surface.is_empty():
            surface.clear()
    state.put(canvas_slots.DRAW_SHAPE, canvas_slots.CANVAS_SHAPES[0])  # for one digit at a time
    forget_undo()


def forget_undo() -> None:
    """Leave Undo and Redo nothing to bring back."""
    for slot in _UNDO:
        state.pop(slot)


def bring_back() -> None:
    """Put back what was set aside; whatever was drawn since is what Undo brings back."""
    aside = state.pop(own_digits_slots.ROUND_ASIDE)
    if aside is None:
        return
    drawn, painted = canvas_drawing.whole(), state.get(slots.DRAW_CELLS)
    has_painted = not surfaces.PAD.is_empty()
    for slot in _UNDO:
        state.put(slot, aside["undo"][slot.key])
    state.put(canvas_slots.DRAW_SHAPE, aside["drawing"]["shape"])
    canvas_drawing.replace(aside["drawing"])
    if drawn["objects"]:
        state.put(slots.DRAW_REPLACED, drawn)
        state.pop(canvas_slots.DRAW_UNDONE)
    state.put(slots.DRAW_CELLS, aside["cells"])
    surfaces.PAD.give_again()
    if has_painted and isinstance(painted, str):
        state.put(
            slots.DRAW_CELLS_BEFORE, (*aside["undo"][slots.DRAW_CELLS_BEFORE.key], painted)[-pixel_pad.MOST_UNDONE :]
        )
        state.pop(canvas_slots.DRAW_CELLS_AFTER)
