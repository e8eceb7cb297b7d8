"""The pad: 28 x 28 pixels painted by arrow keys and Space, for who draws without a pointer.

As with the canvas, the session keeps what is painted (`DRAW_CELLS`), and the pad is given other pixels
(`DRAW_PAD_START`) only to replace what is on it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeGuard

import numpy as np
import streamlit as st

from core import lab
from core.drawing.mnist_preprocess import MNIST_SIZE, crop_to_ink
from core.drawing.numbers.gaps import digits_in_ink
from core.drawing.stroke_width import prepare_ink
from core.errors import DrawingError, EmptyDrawingError
from pages.state import cached, slots, state
from pages.state.draw import canvas_slots
from pages.state.slot import Slot
from pages.text.draw import PAD, Draw
from pages.ui.canvas.drawn import Drawn, both, nothing, unjudged
from pages.ui.canvas.undo_buttons import show_undo_buttons
from pages.ui.component_files import component, style_html

CELLS = MNIST_SIZE**2
BLANK = "0" * CELLS
FULL_INK = 255
MOST_UNDONE = 50  # changes
FEWEST_CELLS = 4  # to a digit's longer side

# Of the buttons on a phone, so that the answer below does not move: a container with nothing in it is not drawn.
_ROOM = style_html(str(Path(__file__).with_name("pixel_pad_tools.css"))) + "<span></span>"

_pad = component("draw_pad", __file__, scripts=("one_hand.js",))


def show(
    *,
    on_drawn: Callable[[], None] = nothing,
    name: str = PAD.name,
    is_small: bool = False,
    sets_kept_aside: bool = False,
) -> None:
    """Draw the pad, with what was on it when its page was left, and its buttons.

    Args:
        on_drawn: is called in the callback when what is on it has changed.
        name: of the pad, for who does not see it.
        is_small: its buttons keep their place: it has not the page to itself.
        sets_kept_aside: it stays empty after a reload; Undo brings back what was on it before.
    """
    then = partial(both, then=on_drawn)
    if state.get(slots.DRAW_PAD) is None:  # it is new on the page
        kept = state.get(slots.DRAW_CELLS)
        _replace(kept if _is_whole(kept) else BLANK)
    start = state.get(slots.DRAW_PAD_START) or {}
    words = {"name": name, "where": Draw.WHERE, "ink": Draw.INK, "paper": Draw.PAPER}
    is_new = _is_new()  # then the browser says what it has kept over a reload
    _pad(
        key=slots.DRAW_PAD.key,
        data={  # no dict in it: see canvas_component
            **start,
            **words,
            "isNew": is_new,
            "isAside": sets_kept_aside,
            "now": state.get(slots.DRAW_CELLS),
        },
        default={"cells": f"{start['revision']} {start['cells']}"},
        on_cells_change=then(take),
        on_kept_change=then(partial(_restore, is_aside=sets_kept_aside)),
        on_unsent_change=then(partial(_restore, is_aside=sets_kept_aside)),
    )
    with st.container(key=None if is_small else "draw-pad-tools", horizontal=True, gap="xsmall"):
        if not is_small:
            st.html(_ROOM)
        show_undo_buttons(
            undo=then(_undo) if state.get(slots.DRAW_CELLS_BEFORE) else None,
            redo=then(_redo) if state.get(canvas_slots.DRAW_CELLS_AFTER) else None,
            clear=then(clear) if not is_empty() else None,
            is_small=is_small,
        )


def read() -> Drawn:
    """Return the digits that are painted; told apart by the paper between them alone while the engine wakes up.

    Raises:
        DrawingError: the browser sent something else than 784 pixels.
        EmptyDrawingError: there is no digit.
        LabError: the engine does not answer.
    """
    ink = picture()
    if max(crop_to_ink(ink).shape) < FEWEST_CELLS:
        raise EmptyDrawingError(Draw.ONLY_DOTS)
    if lab.current().inference.is_awake:
        return Drawn(prepared=cached.prepared_pixels(ink), unprepared=ink)
    digits = [prepare_ink(digit) for digit in digits_in_ink(ink)]
    return Drawn(prepared=unjudged(digits, prepare_ink(ink)), unprepared=ink)


def picture() -> np.ndarray:
    """Return what is painted, (28, 28) uint8, ink bright; raises DrawingError as `read`."""
    cells = state.get(slots.DRAW_CELLS)
    if not _is_whole(cells):
        raise DrawingError(Draw.FORGED)
    ink = np.frombuffer(cells.encode(), np.uint8).reshape(MNIST_SIZE, MNIST_SIZE)
    return np.where(ink == ord("1"), np.uint8(FULL_INK), np.uint8(0))


def is_empty() -> bool:
    """Return whether nothing is painted."""
    return state.get(slots.DRAW_PAD_START) is None or state.get(slots.DRAW_CELLS) == BLANK


def _is_whole(cells: object) -> TypeGuard[str]:
    return isinstance(cells, str) and len(cells) == CELLS and set(cells) <= {"0", "1"}


def take() -> None:
    """Keep what the pad has just sent, once, but for what was painted on another that is no longer there.

    As the canvas's: whatever acts on the pixels takes them before.
    """
    sent = state.event(slots.DRAW_PAD, "cells")
    if sent is None or sent == state.get(canvas_slots.DRAW_CELLS_TAKEN):
        return
    state.put(canvas_slots.DRAW_CELLS_TAKEN, sent)
    revision, _, cells = sent.partition(" ") if isinstance(sent, str) else ("", "", sent)
    if cells and revision != str((state.get(slots.DRAW_PAD_START) or {}).get("revision")):
        return
    _note_change()
    state.put(slots.DRAW_CELLS, cells)


def _restore(*, is_aside: bool) -> None:
    """Take what the browser has kept, over a reload or of a pad that was left before it was sent.

    It is put on the pad, or after a reload perhaps where Undo finds it.
    """
    kept, unsent = state.event(slots.DRAW_PAD, "kept"), state.event(slots.DRAW_PAD, "unsent")
    if _is_new() and _is_whole(kept):
        if is_aside:
            state.put(slots.DRAW_CELLS_BEFORE, (kept,))
        else:
            state.put(slots.DRAW_CELLS, kept)
    elif isinstance(unsent, str):
        before, _, cells = unsent.partition(" ")
        if before == state.get(slots.DRAW_CELLS) and _is_whole(cells):
            _note_change()
            _replace(cells)


def _is_new() -> bool:
    """Return whether nothing was painted in this session."""
    start = state.get(slots.DRAW_PAD_START)
    return bool(start) and start["revision"] == 1 and is_empty() and not state.get(slots.DRAW_CELLS_BEFORE)


def _note_change() -> None:
    """Keep the pixels as they are before a change, for Undo; nothing can be redone after it."""
    state.pop(canvas_slots.DRAW_CELLS_AFTER)
    before = state.get(slots.DRAW_CELLS)
    if _is_whole(before):
        state.put(slots.DRAW_CELLS_BEFORE, (*state.get(slots.DRAW_CELLS_BEFORE), before)[-MOST_UNDONE:])


def _undo() -> None:
    take()
    _step(slots.DRAW_CELLS_BEFORE, canvas_slots.DRAW_CELLS_AFTER)


def _redo() -> None:
    take()
    _step(canvas_slots.DRAW_CELLS_AFTER, slots.DRAW_CELLS_BEFORE)


def _step(kept: Slot[tuple[str, ...]], others: Slot[tuple[str, ...]]) -> None:
    """Put the newest pixels of one pile on the pad, and those on it on the other."""
    pile, now = state.get(kept), state.get(slots.DRAW_CELLS)
    if not pile:  # a quick second click
        return
    state.put(kept, pile[:-1])
    if _is_whole(now):
        state.put(others, (*state.get(others), now)[-MOST_UNDONE:])
    _replace(pile[-1])


def clear() -> None:
    """Take all off the pad; Undo brings it back."""
    take()
    _note_change()
    _replace()


def give_again() -> None:
    """Put on the pad, before it is drawn elsewhere on the page and so anew, what is on it."""
    take()
    kept = state.get(slots.DRAW_CELLS)
    if state.get(slots.DRAW_PAD) is not None and _is_whole(kept):
        _replace(kept)


def _replace(cells: str = BLANK) -> None:
    """Put other pixels on the pad, or none."""
    start = state.get(slots.DRAW_PAD_START)
    revision = start["revision"] + 1 if start else 1
    state.put(slots.DRAW_CELLS, cells)
    state.put(slots.DRAW_PAD_START, {"cells": cells, "revision": revision})
    state.put(canvas_slots.DRAW_CELLS_TAKEN, f"{revision} {cells}")  # it may be said to have sent what it was given
