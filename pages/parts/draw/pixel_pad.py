"""The pad on Draw: 28 x 28 pixels painted by arrow keys and Space, for who draws without a pointer.

As with the canvas, the session keeps what is painted (`DRAW_CELLS`), and the pad is given other pixels
(`DRAW_PAD_START`) only to replace what is on it.
"""

from __future__ import annotations

from typing import TypeGuard

import numpy as np
import streamlit as st

from core.drawing.digit_segmentation import digits_in_ink
from core.drawing.mnist_preprocess import MNIST_SIZE, crop_to_ink
from core.drawing.photos import prepare_ink
from core.errors import DrawingError, EmptyDrawingError
from pages.parts.draw.surface import Surface
from pages.state import slots, state
from pages.text.draw import PAD, Draw
from pages.ui.canvas.canvas import Drawn
from pages.ui.component_files import component

CELLS = MNIST_SIZE**2
BLANK = "0" * CELLS
FULL_INK = 255
MOST_UNDONE = 50  # changes
FEWEST_CELLS = 4  # to a digit's longer side

_pad = component("draw_pad", __file__)


def _show() -> None:
    """Draw the pad, with what was on it when this page was left, and its buttons."""
    if state.get(slots.DRAW_PAD) is None:  # it is new on the page
        kept = state.get(slots.DRAW_CELLS)
        _replace(kept if _is_whole(kept) else BLANK)
    start = state.get(slots.DRAW_PAD_START) or {}
    words = {"name": PAD.name, "where": Draw.WHERE, "ink": Draw.INK, "paper": Draw.PAPER}
    is_new = start["revision"] == 1 and _is_empty()  # then the browser says what it has kept over a reload
    _pad(
        key=slots.DRAW_PAD.key,
        data={**start, **words, "isNew": is_new},  # no dict in it: see canvas_component
        default={"cells": start["cells"]},
        on_cells_change=_take,
    )
    with st.container(horizontal=True, gap="xsmall"):
        if state.get(slots.DRAW_CELLS_BEFORE):
            st.button(Draw.UNDO, key="draw-undo", shortcut=Draw.UNDO_KEYS, on_click=_undo)
        if not _is_empty():
            st.button(Draw.CLEAR, key="draw-clear", on_click=_clear)


def _read() -> Drawn:
    """Return the digit that is painted.

    Raises:
        DrawingError: the browser sent something else than 784 pixels.
        EmptyDrawingError: all is paper.
    """
    cells = state.get(slots.DRAW_CELLS)
    if not _is_whole(cells):
        raise DrawingError(Draw.FORGED)
    ink = np.frombuffer(cells.encode(), np.uint8).reshape(MNIST_SIZE, MNIST_SIZE)
    ink = np.where(ink == ord("1"), np.uint8(FULL_INK), np.uint8(0))
    if max(crop_to_ink(ink).shape) < FEWEST_CELLS:
        raise EmptyDrawingError(Draw.ONLY_DOTS)
    return [prepare_ink(digit) for digit in digits_in_ink(ink)], ink


def _is_empty() -> bool:
    return state.get(slots.DRAW_CELLS) == BLANK


def _is_whole(cells: object) -> TypeGuard[str]:
    return isinstance(cells, str) and len(cells) == CELLS and set(cells) <= {"0", "1"}


def _take() -> None:
    """Keep what the pad has just sent."""
    _note_change()
    state.put(slots.DRAW_CELLS, state.event(slots.DRAW_PAD, "cells"))


def _note_change() -> None:
    """Keep the pixels as they are before a change, for Undo."""
    before = state.get(slots.DRAW_CELLS)
    if _is_whole(before):
        state.put(slots.DRAW_CELLS_BEFORE, (*state.get(slots.DRAW_CELLS_BEFORE), before)[-MOST_UNDONE:])


def _undo() -> None:
    kept = state.get(slots.DRAW_CELLS_BEFORE)
    if not kept:  # a quick second click
        return
    state.put(slots.DRAW_CELLS_BEFORE, kept[:-1])
    _replace(kept[-1])


def _clear() -> None:
    _note_change()
    _replace()


def _replace(cells: str = BLANK) -> None:
    """Put other pixels on the pad, or none."""
    start = state.get(slots.DRAW_PAD_START)
    revision = start["revision"] + 1 if start else 1
    state.put(slots.DRAW_CELLS, cells)
    state.put(slots.DRAW_PAD_START, {"cells": cells, "revision": revision})


SURFACE = Surface(show=_show, read=_read, is_empty=_is_empty, words=PAD)
