"""The canvas component as Draw uses it: mounted without pandas, named, and without its own tool bar.

`st_canvas` hands the component a drawing as a dict, and Streamlit looks whether a dict is a data frame, which loads
pandas (75 MiB) and takes a fifth of a stroke's time. So the drawing goes there as JSON, which the component reads as
well. Read off streamlit-drawable-canvas 0.13.

The tool bar shows only under a mouse, has targets under 24 pixels and does what the buttons below the canvas do. A
stroke is sent 0.2 s after the pen is up, or at once where something else is pressed before. Where a new version changes
the component's inside, nothing is found there and the canvas works as it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import streamlit as st

from core.drawing.strokes import CANVAS_SIZE
from pages.text.draw import CANVAS
from pages.ui import colours

_FRAME = "draw-canvas-frame"  # key of the container that holds the canvas and what names it

_manners = st.components.v2.component(
    "draw_manners",
    html='<span class="manners"></span>',
    css="""
    :host { display: block; height: 0 }
    .manners { display: none }
    """,
    js="""
    const WAIT = 200 // milliseconds that the component waits before it sends a stroke
    const rootOf = frame => [...frame.querySelectorAll("*")]
        .map(element => element.shadowRoot)
        .find(root => root && root.querySelector("canvas.upper-canvas"))

    const listening = new WeakMap()

    // What is pressed right after a stroke (a link, Undo) must find the stroke sent: the tool bar's first button sends.
    function sendBeforeOthers(frame, signal) {
        let isDrawing = false, penUp = -WAIT
        const on = (kind, act) => document.addEventListener(kind, act, { capture: true, signal })
        const canvas = () => rootOf(document.querySelector(`.st-key-${frame}`) ?? document.body)
        const sendNow = () => {
            if (performance.now() - penUp < WAIT) canvas()?.querySelector(".dc-toolbar button")?.click()
            penUp = -WAIT
        }
        on("pointerdown", event => {
            if (!event.isPrimary) return
            isDrawing = event.composedPath().includes(canvas())
            if (!isDrawing) sendNow()
        })
        on("pointerup", event => {
            if (!event.isPrimary) return
            if (isDrawing) penUp = performance.now()
            isDrawing = false
        })
        on("keydown", sendNow)
    }

    export default function ({ parentElement, data }) {
        let tries = 0
        if (!listening.has(parentElement)) {
            listening.set(parentElement, new AbortController())
            sendBeforeOthers(data.frame, listening.get(parentElement).signal)
        }
        const teach = () => {
            const frame = document.querySelector(`.st-key-${data.frame}`)
            const root = frame && rootOf(frame)
            if (!root) {
                timer = tries++ < 100 ? setTimeout(teach, 50) : null
                return
            }
            const canvas = root.querySelector("canvas.upper-canvas")
            canvas.setAttribute("role", "img")
            canvas.setAttribute("aria-label", data.name)
            if (!root.querySelector("style.manners")) {
                const style = document.createElement("style")
                style.className = "manners"
                style.textContent = ".dc-toolbar { display: none !important }"
                root.append(style)
            }
        }
        let timer = null
        teach()
        return () => {
            clearTimeout(timer)
            listening.get(parentElement)?.abort()
            listening.delete(parentElement)
        }
    }
    """,
)


def show(drawing: Mapping, *, pen_width: int, key: str, on_change: Callable[[], None]) -> None:
    """Draw the canvas; what is drawn comes as `{"drawing": {"raw": ...}}` under `key`.

    Args:
        drawing: what it shows, as it writes drawings itself; another one than last time replaces what is on it.
        pen_width: in canvas pixels.
        key: of the session's state.
        on_change: is called when a drawing has come.
    """
    from streamlit_drawable_canvas import out as canvas  # it can only be imported where a page runs

    with st.container(key=_FRAME, gap=None):
        canvas(
            key=key,
            data={
                "drawingMode": "freedraw",
                "initialDrawing": json.dumps({**drawing, "background": colours.CANVAS_PAPER}),
                "strokeWidth": pen_width,
                "strokeColor": colours.CANVAS_INK,
                "fillColor": colours.CANVAS_PAPER,
                "backgroundColor": colours.CANVAS_PAPER,
                "backgroundImageURL": None,
                "backgroundImageFit": "stretch",
                "canvasWidth": CANVAS_SIZE,
                "canvasHeight": CANVAS_SIZE,
                "maxDisplayHeight": None,
                "realtimeUpdateStreamlit": True,
                "returnImageData": False,
                "disabled": False,
                "displayRadius": 3,
                "fontSize": 20,
                "label": "",
            },
            default={"drawing": None, "backgroundFit": None},
            on_drawing_change=on_change,
            on_backgroundFit_change=lambda: None,
            width="content",
            height="content",
        )
        _manners(key="draw-manners", height=1, data={"frame": _FRAME, "name": CANVAS.name})
