"""What changes the drawing as a whole, and what takes that back: Undo, Redo, Clear, an example, pen and shape.

A stroke taken back is kept alone, so that Redo costs no more than the drawing. A new stroke ends what can be redone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.drawing.fabric_path import without_last_stroke
from core.drawing.square_fit import into_square
from core.drawing.strokes import MAX_POINTS, MAX_STROKES
from pages.state import slots, state
from pages.state.draw import canvas_slots
from pages.state.draw.canvas_slots import CANVAS_SHAPES
from pages.ui.canvas import canvas_drawing as drawing
from pages.ui.canvas.canvas_component import SHARPNESS
from pages.ui.canvas.example import example


def can_undo() -> bool:
    """Return whether there is a stroke, or a drawing that was replaced."""
    return not drawing.is_empty() or bool((state.get(slots.DRAW_REPLACED) or {}).get("objects"))


def can_redo() -> bool:
    """Return whether Undo took something back that nothing else has followed."""
    return bool(state.get(canvas_slots.DRAW_UNDONE))


def undo() -> None:
    """Take back the last stroke, or what has replaced a whole drawing."""
    drawing.take()
    replaced, now = state.pop(slots.DRAW_REPLACED), drawing.whole()
    if replaced is not None:
        _note_undone({**now, "objects": [_bare(stroke) for stroke in now["objects"]]})
        _show_whole(replaced)
    elif now["objects"]:  # not a quick second click
        _note_undone({"stroke": _bare(now["objects"][-1])})
        drawing.replace(without_last_stroke(now))


def redo() -> None:
    """Bring back what Undo took last."""
    drawing.take()
    undone = state.pop(canvas_slots.DRAW_UNDONE)
    if not undone:  # a quick second click
        return
    *others, last = undone
    state.put(canvas_slots.DRAW_UNDONE, tuple(others))
    now = drawing.whole()
    if "stroke" in last:
        drawing.replace({"objects": [*now["objects"], last["stroke"]]})
    else:
        state.put(slots.DRAW_REPLACED, now)
        _show_whole(last)


def clear() -> None:
    """Take all off the canvas; Undo brings it back."""
    _replace_whole({"objects": []})


def draw_example() -> None:
    """Put an example in place of what is drawn; Undo brings that back."""
    _replace_whole({"objects": [_stroke(path) for path in example(drawing.revision())]})


def thicken() -> None:
    """Draw all strokes with the pen's new width, also those that come back."""
    drawing.take()
    if not drawing.is_empty():
        drawing.replace({"objects": _in_pen_width(drawing.whole()["objects"])})
    replaced = state.get(slots.DRAW_REPLACED)
    if replaced is not None:
        state.put(slots.DRAW_REPLACED, {**replaced, "objects": _in_pen_width(replaced["objects"])})
    undone = [
        {"stroke": _bare(one["stroke"])} if "stroke" in one else {**one, "objects": _in_pen_width(one["objects"])}
        for one in state.get(canvas_slots.DRAW_UNDONE)
    ]
    state.put(canvas_slots.DRAW_UNDONE, tuple(undone))


def reshape() -> None:
    """Follow the choice of a shape: what is drawn comes onto a square canvas; Undo brings back where it was."""
    drawing.take()
    if drawing.is_wide():
        return
    before: dict = {**drawing.whole(), "shape": "wide"}
    after = into_square(before, sharpness=SHARPNESS)
    state.pop(canvas_slots.DRAW_UNDONE)  # it may lie where there is no paper any more
    if after["objects"] != before["objects"]:
        state.put(slots.DRAW_REPLACED, before)
        drawing.replace(after)


def _replace_whole(other: Mapping) -> None:
    drawing.take()
    state.put(slots.DRAW_REPLACED, drawing.whole())
    state.pop(canvas_slots.DRAW_UNDONE)
    drawing.replace(other)


def _show_whole(whole: Mapping) -> None:
    state.put(canvas_slots.DRAW_SHAPE, whole.get("shape", CANVAS_SHAPES[0]))
    drawing.replace({"objects": whole.get("objects", [])})


def _note_undone(what: dict) -> None:
    undone = [*state.get(canvas_slots.DRAW_UNDONE), what][-MAX_STROKES:]
    while sum(map(_size, undone)) > 2 * MAX_POINTS:
        undone.pop(0)
    state.put(canvas_slots.DRAW_UNDONE, tuple(undone))


def _size(undone: dict) -> int:
    """Return how many points something that was undone has."""
    return sum(len(stroke["path"]) for stroke in undone.get("objects", [undone.get("stroke")]))


def _bare(stroke: Mapping) -> dict:
    """Return a stroke without whatever else the browser sent of it."""
    return {**drawing.pen(), "path": stroke["path"]}


def _in_pen_width(objects: Sequence[Mapping]) -> list[dict]:
    return [{**stroke, "strokeWidth": drawing.pen_width() * SHARPNESS} for stroke in objects]


def _stroke(path: Sequence) -> dict:
    larger = [[letter, *(SHARPNESS * number for number in numbers)] for letter, *numbers in path]
    return {**drawing.pen(), "path": larger}
