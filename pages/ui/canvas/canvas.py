"""The canvas: what is on it, and the buttons that change it.

The drawing itself is kept in the session as the canvas wrote it (`DRAW_MESSAGE`). The canvas is given another one
(`DRAW_START`) only to replace what is on it: whatever is new to it, it loads, and forgets strokes that it has not sent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
import streamlit as st

from core import lab
from core.drawing.fabric_path import without_last_stroke
from core.drawing.mnist_preprocess import shrink_canvas, to_mnist_image, without_dots
from core.drawing.numbers.gaps import digits_in_strokes
from core.drawing.rasterize import draw_lines
from core.drawing.strokes import CANVAS_SIZE, read_canvas
from core.errors import DrawingError
from pages.state import cached, slots, state
from pages.text.draw import CANVAS, Draw
from pages.ui.canvas import canvas_component
from pages.ui.canvas.canvas_component import SHARPNESS
from pages.ui.canvas.drawn import Drawn, both, nothing, unjudged
from pages.ui.canvas.example import example

PEN_WIDTHS = (6, 36)  # canvas pixels, of which the component has SHARPNESS each
FIRST_PEN_WIDTH = 16
PICTURE_SIZE = 140  # pixels of a copy's side


def show(
    *,
    on_drawn: Callable[[], None] = nothing,
    name: str = CANVAS.name,
    is_small: bool = False,
    sets_kept_aside: bool = False,
) -> None:
    """Draw the canvas, with what was on it when its page was left, and its buttons.

    Args:
        on_drawn: is called in the callback when what is on it has changed.
        name: of the canvas, for who does not see it.
        is_small: it has fewer buttons, and sends a stroke at once: it has not the page to itself.
        sets_kept_aside: it stays empty after a reload; Undo brings back what was on it before.
    """
    then = partial(both, then=on_drawn)
    if state.get(slots.DRAW_CANVAS) is None:  # it is new on the page
        _replace(_readable())
    canvas_component.show(
        state.get(slots.DRAW_START) or {},
        pen_width=_pen_width() * SHARPNESS,
        key=slots.DRAW_CANVAS.key,
        on_change=then(_take),
        kept=_to_keep(),
        kept_key=slots.DRAW_KEPT.key,
        on_kept=then(partial(_restore, is_aside=sets_kept_aside)),
        name=name,
        is_prompt=is_small,
    )
    with st.container(horizontal=True, gap="xsmall"):
        can_undo, can_clear = not is_empty() or bool(state.get(slots.DRAW_REPLACED)), not is_empty()
        if can_undo or is_small:  # where it is small, the buttons keep their place
            keys = {"key": "draw-undo", "shortcut": Draw.UNDO_KEYS}
            st.button(Draw.UNDO, disabled=not can_undo, on_click=then(_undo), **keys)
        if can_clear or is_small:
            st.button(Draw.CLEAR, key="draw-clear", disabled=not can_clear, on_click=then(clear))
        if is_small:
            return
        st.button(Draw.EXAMPLE, key="draw-example", on_click=then(_draw_example))
        with st.popover(Draw.MORE, key="draw-more"):
            st.slider(
                Draw.PEN,
                *PEN_WIDTHS,
                key=slots.DRAW_PEN.key,
                persist_state="session",
                help=Draw.PEN_HELP,
                on_change=_thicken,
            )


def read() -> Drawn:
    """Return the digits that are drawn; told apart by the paper between them alone while the engine wakes up.

    Raises:
        DrawingError: the browser sent something else than strokes.
        EmptyDrawingError: there is no digit.
        LabError: the engine does not answer.
    """
    strokes = _strokes()
    unprepared = shrink_canvas(strokes, pen_width=_pen_width())
    if without_dots(strokes) and lab.current().inference.is_awake:
        return Drawn(prepared=cached.prepared_strokes(strokes), unprepared=unprepared)
    digits = [to_mnist_image(digit) for digit in digits_in_strokes(strokes)]
    return Drawn(prepared=unjudged(digits, to_mnist_image(strokes)), unprepared=unprepared)


def picture() -> np.ndarray:
    """Return a copy of what `read` can read: (PICTURE_SIZE, PICTURE_SIZE) uint8, ink bright."""
    scale = PICTURE_SIZE / CANVAS_SIZE
    paths = [stroke * scale for stroke in _strokes()]
    return draw_lines(paths, PICTURE_SIZE, _pen_width() * scale)


def is_empty() -> bool:
    """Return whether nothing is drawn."""
    drawn = state.get(slots.DRAW_MESSAGE)
    return not (drawn.get("objects") if isinstance(drawn, Mapping) else drawn)


def _strokes() -> list[np.ndarray]:
    """Return the pen paths in canvas pixels; raises as `read`."""
    return [stroke / SHARPNESS for stroke in read_canvas(state.get(slots.DRAW_MESSAGE))]


def _pen_width() -> int:
    """Return the pen's width in canvas pixels; presets it for the first view."""
    width = state.setdefault(slots.DRAW_PEN, FIRST_PEN_WIDTH)
    return min(max(width, PEN_WIDTHS[0]), PEN_WIDTHS[1])


def _take() -> None:
    """Keep what the canvas has just sent."""
    drawn = state.event(slots.DRAW_CANVAS, "drawing")
    message = drawn.get("raw") if isinstance(drawn, Mapping) else drawn
    state.put(slots.DRAW_MESSAGE, message)
    if _stroke_count(message) > _stroke_count(state.get(slots.DRAW_START)):  # no echo of what the canvas was given
        state.pop(slots.DRAW_REPLACED)


def _replace(drawing: Mapping | None = None) -> None:
    """Put another drawing on the canvas, or none."""
    drawing = drawing or {"objects": []}
    state.put(slots.DRAW_MESSAGE, dict(drawing))
    # the canvas loads what differs from what it was last given, so the same drawing again needs another number
    state.put(slots.DRAW_START, {**drawing, "revision": _revision() + 1})


def _revision() -> int:
    return (state.get(slots.DRAW_START) or {"revision": 0})["revision"]


def _to_keep() -> str | None:
    """Return what the browser is to keep, as JSON; None before there was anything: then it says what it has kept."""
    drawn = _readable()
    if drawn is not None:
        return json.dumps({"objects": drawn["objects"]})
    return None if _revision() == 1 and is_empty() else ""


def _restore(*, is_aside: bool) -> None:
    """Put on the canvas, or where Undo finds it, what the browser has kept over a reload if that can be read."""
    if _to_keep() is None:
        state.put(slots.DRAW_MESSAGE, state.event(slots.DRAW_KEPT, "kept"))
        if is_aside:
            clear()
        else:
            _replace(_readable())


def _undo() -> None:
    """Take back the last stroke, or what has replaced a whole drawing."""
    replaced = state.pop(slots.DRAW_REPLACED)
    _replace(without_last_stroke(_readable()) if replaced is None else replaced)


def clear() -> None:
    """Take all off the canvas; Undo brings it back."""
    state.put(slots.DRAW_REPLACED, dict(_readable() or {}))
    _replace()


def give_again() -> None:
    """Put on the canvas, before it is drawn elsewhere on the page and so anew, what is on it."""
    if state.get(slots.DRAW_CANVAS) is not None:
        _replace(_readable())


def _thicken() -> None:
    """Draw all strokes with the pen's new width."""
    drawn = _readable()
    if drawn is not None:
        width = _pen_width() * SHARPNESS
        _replace({**drawn, "objects": [{**stroke, "strokeWidth": width} for stroke in drawn["objects"]]})


def _draw_example() -> None:
    state.put(slots.DRAW_REPLACED, dict(_readable() or {}))
    _replace({"objects": [_stroke(path) for path in example(_revision())]})


def _stroke(path: Sequence) -> dict:
    pen = {
        "stroke": canvas_component.INK,
        "strokeWidth": _pen_width() * SHARPNESS,
        "strokeLineCap": "round",
        "strokeLineJoin": "round",
    }
    larger = [[letter, *(SHARPNESS * number for number in numbers)] for letter, *numbers in path]
    return {"type": "Path", "path": larger, "fill": None, **pen}


def _stroke_count(message: object) -> int:
    strokes = message.get("objects") if isinstance(message, Mapping) else None
    return len(strokes) if isinstance(strokes, list) else 0


def _readable() -> Mapping | None:
    """Return the drawing as the canvas wrote it, or None where it is none or cannot be read."""
    drawn = state.get(slots.DRAW_MESSAGE)
    try:
        read_canvas(drawn)
    except DrawingError:
        return None
    return drawn if isinstance(drawn, Mapping) and drawn.get("objects") else None
