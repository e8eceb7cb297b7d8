"""The pad on Draw: 28 x 28 pixels painted by arrow keys and Space, for who draws without a pointer.

As with the canvas, the session keeps what is painted (`DRAW_CELLS`), and the pad is given other pixels
(`DRAW_PAD_START`) only to replace what is on it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from core.drawing.digit_segmentation import ink_apart
from core.drawing.mnist_preprocess import MNIST_SIZE, crop_to_ink
from core.drawing.photos import prepare_ink
from core.errors import DrawingError, EmptyDrawingError
from pages.parts.draw.surface import Drawn, Surface
from pages.state import session
from pages.state.session import Key
from pages.text.draw import PAD, Draw
from pages.ui import colours

CELLS = MNIST_SIZE**2
BLANK = "0" * CELLS
FULL_INK = 255
FEWEST_CELLS = 4  # to a digit's longer side

_pad = st.components.v2.component(
    "draw_pad",
    html="""
    <div class="pad" role="application" tabindex="0"><canvas width="280" height="280"></canvas></div>
    <div class="where" role="status" aria-live="polite"></div>
    """,
    css="""
    .pad { width: 280px; height: 280px; border: 1px solid var(--st-border-color); touch-action: none; cursor: cell }
    .pad:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px }
    canvas { display: block }
    .where { margin-top: 0.25rem; color: var(--st-text-color); font: 0.875rem/1.5 var(--st-font) }
    .where { font-variant-numeric: tabular-nums }
    """,
    js="""
    const SIDE = 28, CELL = 10, WAIT = 200
    const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }
    const pads = new WeakMap()
    const within = place => Math.min(Math.max(place, 0), SIDE - 1)

    function paint(pad) {
        const context = pad.canvas.getContext("2d")
        pad.cells.forEach((ink, place) => {
            context.fillStyle = ink ? pad.data.inkColour : pad.data.paperColour
            context.fillRect((place % SIDE) * CELL, Math.floor(place / SIDE) * CELL, CELL, CELL)
        })
        context.lineWidth = 2
        context.strokeStyle = pad.data.markColour
        context.strokeRect(pad.column * CELL + 1, pad.row * CELL + 1, CELL - 2, CELL - 2)
        const what = pad.cells[pad.row * SIDE + pad.column] ? pad.data.ink : pad.data.paper
        const said = pad.data.where.replace("{row}", pad.row).replace("{column}", pad.column).replace("{what}", what)
        if (pad.where.textContent !== said) pad.where.textContent = said
    }

    function put(pad, ink) {
        pad.cells[pad.row * SIDE + pad.column] = ink
        forget(pad)
        pad.timer = setTimeout(() => sendNow(pad), WAIT)
    }

    function forget(pad) {
        clearTimeout(pad.timer)
        pad.timer = null
    }

    function sendNow(pad) {
        forget(pad)
        pad.send("cells", pad.cells.join(""))
    }

    function goTo(pad, event) {
        const box = pad.canvas.getBoundingClientRect()
        pad.row = within(Math.floor((event.clientY - box.top) * SIDE / box.height))
        pad.column = within(Math.floor((event.clientX - box.left) * SIDE / box.width))
    }

    export default function ({ parentElement, data, setStateValue }) {
        const element = parentElement.querySelector(".pad")
        const pad = pads.get(parentElement) ?? { row: 13, column: 13, revision: null, timer: null }
        pads.set(parentElement, pad)
        Object.assign(pad, { data, send: setStateValue, canvas: element.querySelector("canvas") })
        pad.where = parentElement.querySelector(".where")
        element.setAttribute("aria-label", data.name)
        if (pad.revision !== data.revision) {
            pad.revision = data.revision
            pad.cells = [...data.cells].map(Number)
            forget(pad)
        }
        const at = () => pad.row * SIDE + pad.column
        element.onkeydown = event => {
            const step = STEPS[event.key]
            if (event.ctrlKey || event.metaKey || event.altKey || !(step || event.key === " ")) return
            event.preventDefault()
            event.stopPropagation()
            if (!step) put(pad, 1 - pad.cells[at()])
            else {
                if (event.shiftKey) put(pad, 1)
                pad.row = within(pad.row + step[0])
                pad.column = within(pad.column + step[1])
                if (event.shiftKey) put(pad, 1)
            }
            paint(pad)
        }
        element.onblur = () => { if (pad.timer !== null) sendNow(pad) }
        element.onpointerdown = event => {
            goTo(pad, event)
            element.setPointerCapture(event.pointerId)
            pad.brush = 1 - pad.cells[at()]
            put(pad, pad.brush)
            paint(pad)
        }
        element.onpointermove = event => {
            if (!event.buttons || pad.brush === undefined) return
            goTo(pad, event)
            put(pad, pad.brush)
            paint(pad)
        }
        paint(pad)
        return () => forget(pad)
    }
    """,
)


def _show() -> None:
    if session.value(Key.DRAW_PAD) is None:  # it is new on the page
        _replace(_kept())
    start = session.value(Key.DRAW_PAD_START)
    words = {"name": PAD.name, "where": Draw.WHERE, "ink": Draw.INK, "paper": Draw.PAPER}
    inks = {"inkColour": colours.CANVAS_INK, "paperColour": colours.CANVAS_PAPER, "markColour": colours.CANVAS_MARK}
    _pad(
        key=Key.DRAW_PAD,
        data={**start, **words, **inks},  # no dict in it: see draw_component
        default={"cells": start["cells"]},
        on_cells_change=_take,
    )
    if not _is_empty():
        st.button(Draw.CLEAR, key="draw-clear", on_click=_replace)


def _read() -> Drawn:
    """Return the digit that is painted.

    Raises:
        DrawingError: the browser sent something else than 784 pixels.
        EmptyDrawingError: all is paper.
    """
    cells = session.value(Key.DRAW_CELLS)
    if not _is_whole(cells):
        raise DrawingError(Draw.FORGED)
    ink = np.frombuffer(cells.encode(), np.uint8).reshape(MNIST_SIZE, MNIST_SIZE)
    ink = np.where(ink == ord("1"), np.uint8(FULL_INK), np.uint8(0))
    if max(crop_to_ink(ink).shape) < FEWEST_CELLS:
        raise EmptyDrawingError(Draw.ONLY_DOTS)
    return Drawn(digits=tuple(prepare_ink(digit) for digit in ink_apart(ink)), unprepared=ink)


def _is_empty() -> bool:
    return session.value(Key.DRAW_CELLS) == BLANK


def _is_whole(cells: object) -> bool:
    return isinstance(cells, str) and len(cells) == CELLS and set(cells) <= {"0", "1"}


def _kept() -> str:
    """Return what was painted when this page was left."""
    cells = session.value(Key.DRAW_CELLS)
    return cells if _is_whole(cells) else BLANK


def _take() -> None:
    """Keep what the pad has just sent."""
    sent = session.value(Key.DRAW_PAD)
    session.preset(Key.DRAW_CELLS, sent.get("cells") if isinstance(sent, Mapping) else None)


def _replace(cells: str = BLANK) -> None:
    """Put other pixels on the pad, or none."""
    start = session.value(Key.DRAW_PAD_START)
    revision = start["revision"] + 1 if isinstance(start, Mapping) else 1
    session.preset(Key.DRAW_CELLS, cells)
    session.preset(Key.DRAW_PAD_START, {"cells": cells, "revision": revision})


SURFACE = Surface(show=_show, read=_read, is_empty=_is_empty, words=PAD)
