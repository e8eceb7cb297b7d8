"""The canvas: square for a digit, or wide for a number, and the buttons that change what is on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

import numpy as np
import streamlit as st

from core import lab
from core.drawing.mnist_preprocess import shrink_canvas, to_mnist_image, without_dots
from core.drawing.numbers.gaps import digits_in_strokes
from core.drawing.numbers.segmentation import FoundDigit, FoundMark, PreparedDrawing
from core.drawing.rasterize import draw_lines
from core.drawing.strokes import CANVAS_SIZE
from pages.state import cached, slots, state
from pages.state.draw import canvas_slots
from pages.text.draw import CANVAS, Draw
from pages.ui import widgets
from pages.ui.canvas import canvas_component
from pages.ui.canvas import canvas_drawing as drawing
from pages.ui.canvas import canvas_history as history
from pages.ui.canvas.drawn import Drawn, both, nothing, unjudged
from pages.ui.canvas.undo_buttons import show_undo_buttons

PICTURE_SIZE = 140  # pixels of a copy's height
WIDTHS = {"square": CANVAS_SIZE, "wide": drawing.WIDE_SIZE}  # canvas pixels

_Found = TypeVar("_Found", FoundDigit, FoundMark)

is_empty, is_wide, take, clear = drawing.is_empty, drawing.is_wide, drawing.take, history.clear


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
        drawing.give_again()
    shape = drawing.shape()
    canvas_component.show(
        state.get(slots.DRAW_START) or {},
        width=WIDTHS[shape],
        pen=drawing.pen(),
        key=slots.DRAW_CANVAS.key,
        on_change=then(drawing.take),
        kept=drawing.to_keep(),
        stroke_count=drawing.stroke_count(),
        kept_key=slots.DRAW_KEPT.key,
        on_kept=then(partial(drawing.restore, is_aside=sets_kept_aside)),
        on_gone=give_again,
        name=name,
        is_small=is_small,
    )
    key = None if is_small else "draw-tools"  # whose room on a phone is kept, so that the answer below does not move
    with st.container(key=key, horizontal=True, gap="xsmall", vertical_alignment="center"):
        show_undo_buttons(
            undo=then(history.undo) if history.can_undo() else None,
            redo=then(history.redo) if history.can_redo() else None,
            clear=then(clear) if not is_empty() else None,
            is_small=is_small,
        )
        if not is_small:
            _show_more(then)


def _show_more(then: Callable[[Callable[[], None]], Callable[[], None]]) -> None:
    """Draw what else changes the canvas; what `then` returns is called."""
    st.button(Draw.EXAMPLE, key="draw-example", on_click=then(history.draw_example))
    with st.popover(Draw.MORE, key="draw-more"):
        st.slider(
            Draw.PEN,
            *drawing.PEN_WIDTHS,
            key=slots.DRAW_PEN.key,
            persist_state="session",
            help=Draw.PEN_HELP,
            on_change=history.thicken,
        )
    widgets.switch(
        Draw.SHAPE,
        Draw.SHAPES,
        canvas_slots.DRAW_SHAPE.key,
        persist_state="session",
        label_visibility="collapsed",
        on_change=then(history.reshape),
        width="content",
    )


def read() -> Drawn:
    """Return the digits that are drawn; told apart by the paper between them alone while the engine wakes up.

    Raises:
        DrawingError: the browser sent something else than strokes.
        EmptyDrawingError: there is no digit.
        LabError: the engine does not answer.
    """
    strokes = drawing.strokes()
    unprepared = _shrunk(strokes)
    if without_dots(strokes) and lab.current().inference.is_awake:
        prepared = cached.prepared_strokes(strokes)
        return Drawn(prepared=_on_wide(prepared) if is_wide() else prepared, unprepared=unprepared)
    digits = [to_mnist_image(digit) for digit in digits_in_strokes(strokes)]
    return Drawn(prepared=unjudged(digits, to_mnist_image(strokes)), unprepared=unprepared)


def picture() -> np.ndarray:
    """Return a copy of what `read` can read: (PICTURE_SIZE, columns) uint8, ink bright; columns as wide as it is."""
    scale = PICTURE_SIZE / CANVAS_SIZE
    paths = [stroke * scale for stroke in drawing.strokes()]
    if not is_wide():
        return draw_lines(paths, PICTURE_SIZE, drawing.pen_width() * scale)
    return draw_lines(paths, 2 * PICTURE_SIZE, drawing.pen_width() * scale)[:PICTURE_SIZE]


def give_again() -> None:
    """Put on the canvas what is on it, where the browser makes it anew: elsewhere on the page, or after it was gone."""
    if state.get(slots.DRAW_CANVAS) is not None:
        take()
        drawing.give_again()


def _shrunk(strokes: list[np.ndarray]) -> np.ndarray:
    """Return the whole canvas shrunk to (28, 28) uint8: a wide one with paper above and below."""
    if not is_wide():
        return shrink_canvas(strokes, pen_width=drawing.pen_width())
    squared = [np.add(stroke, (0, CANVAS_SIZE / 2)) / 2 for stroke in strokes]
    return shrink_canvas(squared, pen_width=drawing.pen_width() / 2)


def _on_wide(prepared: PreparedDrawing) -> PreparedDrawing:
    """Return a drawing with boxes that are shares of a wide canvas: those of strokes are of a square one."""
    ways = tuple(
        replace(way, digits=tuple(map(_narrowed, way.digits)), marks=tuple(map(_narrowed, way.marks)))
        for way in prepared.segmentations
    )
    return replace(prepared, segmentations=ways, whole=_narrowed(prepared.whole))


def _narrowed(found: _Found) -> _Found:
    left, top, right, bottom = found.box
    return replace(found, box=(left / 2, top, right / 2, bottom))
