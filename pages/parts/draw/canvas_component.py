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
from pages.ui.component_files import component

_FRAME = "draw-canvas-frame"  # key of the container that holds the canvas and what names it

_manners = component("draw_manners", __file__)


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
