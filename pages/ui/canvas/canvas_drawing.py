"""What is on the canvas, as the canvas wrote it, kept in the session (`DRAW_MESSAGE`).

The canvas is given another drawing (`DRAW_START`) only to replace what is on it: whatever is new to it, it loads, and
forgets strokes that it has not sent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np

from core.drawing.strokes import CANVAS_SIZE, read_canvas
from core.errors import DrawingError
from pages.state import slots, state
from pages.state.draw import canvas_slots
from pages.state.draw.canvas_slots import CANVAS_SHAPES, CanvasShape
from pages.ui.canvas import canvas_component
from pages.ui.canvas.canvas_component import SHARPNESS

PEN_WIDTHS = (6, 36)  # canvas pixels, of which the component has SHARPNESS each
FIRST_PEN_WIDTH = 16
# Of a stroke that the canvas was given, this tells with which drawing; where lines are joined round, it shows nowhere.
_MARK, _FIRST_MARK = "strokeMiterLimit", 1000
WIDE_SIZE = 2 * CANVAS_SIZE  # canvas pixels: a wide canvas's width


def shape() -> CanvasShape:
    """Return the canvas's shape; presets it for the first view."""
    return state.setdefault(canvas_slots.DRAW_SHAPE, CANVAS_SHAPES[0])


def is_wide() -> bool:
    """Return whether the canvas is twice as wide as it is high."""
    return shape() == "wide"


def is_empty() -> bool:
    """Return whether nothing is drawn."""
    drawn = state.get(slots.DRAW_MESSAGE)
    return not (drawn.get("objects") if isinstance(drawn, Mapping) else drawn)


def strokes() -> list[np.ndarray]:
    """Return the pen paths in canvas pixels, each (n, 2) float64, read-only.

    A drawing is read once: that takes longer than all else that a stroke costs the server.

    Raises:
        DrawingError: the browser sent something else than strokes.
    """
    drawn, known = state.get(slots.DRAW_MESSAGE), state.get(canvas_slots.DRAW_READ)
    if known and known[0] is drawn:
        return list(known[1])
    read = [stroke / SHARPNESS for stroke in read_canvas(drawn)]
    for stroke in read:
        stroke.setflags(write=False)
    state.put(canvas_slots.DRAW_READ, (drawn, tuple(read)))
    return read


def stroke_count() -> int:
    """Return how many strokes are drawn, as it was sent."""
    return _stroke_count(state.get(slots.DRAW_MESSAGE))


def paths() -> list:
    """Return the strokes' paths as the canvas wrote them, not yet checked."""
    return _paths(state.get(slots.DRAW_MESSAGE))


def pen_width() -> int:
    """Return the pen's width in canvas pixels; presets it for the first view."""
    width = state.setdefault(slots.DRAW_PEN, FIRST_PEN_WIDTH)
    return min(max(width, PEN_WIDTHS[0]), PEN_WIDTHS[1])


def pen() -> dict[str, object]:
    """Return how a stroke looks, as the canvas writes it."""
    return {
        "type": "Path",
        "fill": None,
        "stroke": canvas_component.INK,
        "strokeWidth": pen_width() * SHARPNESS,
        "strokeLineCap": "round",
        "strokeLineJoin": "round",
    }


def take() -> None:
    """Keep what the canvas has just sent, once; a new stroke ends what could be undone at once, and what redone.

    A button that is pressed right after a stroke comes in the same run, and its callback is the first one: so whatever
    acts on the drawing takes that stroke before. The canvas also sends each drawing back that it was given: one that
    another has replaced since, by a second press of Undo, is nothing new.
    """
    drawn = state.event(slots.DRAW_CANVAS, "drawing")
    message = drawn.get("raw") if isinstance(drawn, Mapping) else drawn
    if drawn is None or message == state.get(canvas_slots.DRAW_TAKEN):
        return
    state.put(canvas_slots.DRAW_TAKEN, message)
    if _is_replaced(message):
        return
    state.put(slots.DRAW_MESSAGE, message)
    if _stroke_count(message) > _stroke_count(state.get(slots.DRAW_START)):  # no echo of what the canvas was given
        state.pop(slots.DRAW_REPLACED)
        state.pop(canvas_slots.DRAW_UNDONE)


def give_again() -> None:
    """Give the canvas what is on it."""
    replace(_readable())


def to_keep() -> str | None:
    """Return what the browser is to keep, as JSON; None before there was anything: then it says what it has kept."""
    drawn = _readable()
    if drawn is not None:
        return json.dumps({"objects": drawn["objects"], "shape": shape()})
    return None if revision() == 1 and is_empty() else ""


def restore(*, is_aside: bool) -> None:
    """Take what the browser has kept, of which it may be told anything.

    Over a reload it is put on the canvas, or where Undo finds it; strokes that were not sent before their page was left
    are added to the drawing that they belong to.
    """
    kept = state.event(slots.DRAW_KEPT, "kept")
    if to_keep() is None:
        if isinstance(kept, Mapping) and kept.get("shape") in CANVAS_SHAPES:
            state.put(canvas_slots.DRAW_SHAPE, kept["shape"])
        state.put(slots.DRAW_MESSAGE, kept)
        replaced = whole()
        replace(None if is_aside else replaced)
        if is_aside:
            state.put(slots.DRAW_REPLACED, replaced)
    elif isinstance(kept, Mapping) and kept.get("after") == stroke_count() and _stroke_count(kept):
        objects = [*whole()["objects"], *kept["objects"]]
        if _is_readable({"objects": objects}):
            state.pop(slots.DRAW_REPLACED)
            state.pop(canvas_slots.DRAW_UNDONE)
            replace({"objects": objects})


def replace(drawing: Mapping | None = None) -> None:
    """Put another drawing on the canvas, or none."""
    drawing = {"objects": list((drawing or {}).get("objects", []))}
    state.put(slots.DRAW_MESSAGE, dict(drawing))
    # the canvas loads what differs from what it was last given, so the same drawing again needs another number
    number = revision() + 1
    marked = [{**stroke, _MARK: _FIRST_MARK + number} for stroke in drawing["objects"]]
    state.put(slots.DRAW_START, {"objects": marked, "revision": number})


def whole() -> dict:
    """Return what is on the canvas, and its shape."""
    drawn = _readable()
    objects = [] if drawn is None else list(drawn["objects"])
    return {"objects": objects, "shape": shape()}


def revision() -> int:
    """Return how often the canvas was given a drawing."""
    return (state.get(slots.DRAW_START) or {"revision": 0})["revision"]


def _is_replaced(message: object) -> bool:
    """Return whether a message is of a drawing that the canvas was given before the one that it has to show."""
    objects = message.get("objects") if isinstance(message, Mapping) else None
    marks = [one.get(_MARK) for one in objects if isinstance(one, Mapping)] if isinstance(objects, list) else []
    now = _FIRST_MARK + revision()
    return any(isinstance(mark, int) and _FIRST_MARK < mark < now for mark in marks)


def _stroke_count(message: object) -> int:
    objects = message.get("objects") if isinstance(message, Mapping) else None
    return len(objects) if isinstance(objects, list) else 0


def _paths(message: object) -> list:
    objects = message.get("objects") if isinstance(message, Mapping) else None
    return (
        [one.get("path") if isinstance(one, Mapping) else None for one in objects] if isinstance(objects, list) else []
    )


def _readable() -> Mapping | None:
    """Return the drawing as the canvas wrote it, or None where it is none or cannot be read."""
    drawn = state.get(slots.DRAW_MESSAGE)
    if not isinstance(drawn, Mapping) or not drawn.get("objects"):
        return None
    try:
        strokes()
    except DrawingError:
        return None
    return drawn


def _is_readable(drawn: object) -> bool:
    try:
        read_canvas(drawn)
    except DrawingError:
        return False
    return True
