"""The canvas component as Draw uses it: without pandas and its own tool bar, named, in the theme's colours.

`st_canvas` hands the component a drawing as a dict, and Streamlit looks whether a dict is a data frame, which loads
pandas (75 MiB) and takes a fifth of a stroke's time. So the drawing goes there as JSON, which the component reads as
well. Read off streamlit-drawable-canvas 0.13.

The tool bar shows only under a mouse, has targets under 24 pixels and does what the buttons below the canvas do. A
stroke is sent 0.2 s after the pen is up, or at once where something else is pressed before. A change of the canvas's
ground would clear it: so the ink is black on nothing in both themes, and `canvas_inside.css` blends it, turned round in
the dark, into the theme's ink and paper.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit as st

from core.drawing.strokes import CANVAS_SIZE
from pages.text.draw import CANVAS
from pages.ui.component_files import component, style_html

INK = "#000000"
SHARPNESS = 2  # of the component's pixels to one of the canvas's: on screen it is larger than that

_NOTHING = "rgba(0, 0, 0, 0)"
_FRAME = "draw-canvas-frame"  # key of the container that holds the canvas and what names it
_FRAME_STYLE, _WIDE_STYLE, _WIDE_PAGE_STYLE, _INSIDE_STYLE = (
    style_html(str(Path(__file__).with_name(name)))
    for name in ("canvas_frame.css", "canvas_frame_wide.css", "canvas_frame_wide_page.css", "canvas_inside.css")
)

_manners = component("draw_manners", __file__, scripts=("one_hand.js", "fabric_pen.js", "unsent_strokes.js"))


def show(
    drawing: Mapping,
    *,
    width: int,
    pen: Mapping,
    key: str,
    on_change: Callable[[], None],
    kept: str | None,
    stroke_count: int,
    kept_key: str,
    on_kept: Callable[[], None],
    on_gone: Callable[[], None],
    name: str = CANVAS.name,
    is_small: bool = False,
) -> None:
    """Draw the canvas; what is drawn comes as `{"drawing": {"raw": ...}}` under `key`.

    Args:
        drawing: what it shows, as it writes drawings itself; another one than last time replaces what is on it.
        width: in canvas pixels; it is CANVAS_SIZE high.
        pen: how a stroke looks, as the component writes it.
        key: of the session's state.
        on_change: is called when a drawing has come.
        kept: what the browser is to keep over a reload, for this tab alone: a drawing as JSON, or "" for none. None
            asks for what it has kept, which comes as `{"kept": ...}` under `kept_key`.
        stroke_count: how many strokes the server has; those that it has not when the canvas leaves the page, the
            browser keeps, and says so when it is back: `{"kept": {"after": stroke_count, ...}}`.
        kept_key: of the session's state.
        on_kept: is called when that has come.
        on_gone: is called when the canvas is no longer there although it should be: it needs its drawing once more.
        name: of the canvas, for who does not see it.
        is_small: it has not the page to itself; a stroke is sent as soon as the pen is up, not 0.2 s later.
    """
    from streamlit_drawable_canvas import out as canvas  # it can only be imported where a page runs

    is_wide = width > CANVAS_SIZE
    with st.container(key=_FRAME, gap=None):
        st.html((_WIDE_STYLE if is_small else _WIDE_PAGE_STYLE) if is_wide else _FRAME_STYLE)
        canvas(
            key=key,
            data={
                "drawingMode": "freedraw",
                "initialDrawing": json.dumps(drawing),
                "strokeWidth": pen["strokeWidth"],
                "strokeColor": INK,
                "fillColor": _NOTHING,
                "backgroundColor": _NOTHING,
                "backgroundImageURL": None,
                "backgroundImageFit": "stretch",
                "canvasWidth": width * SHARPNESS,
                "canvasHeight": CANVAS_SIZE * SHARPNESS,
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
            width="stretch",
            height="content",
        )
        _manners(
            key=kept_key,
            height=1,
            data={
                "frame": _FRAME,
                "name": name,
                "style": _INSIDE_STYLE,
                "kept": kept,
                "count": stroke_count,
                "revision": drawing.get("revision", 0),
                "pen": json.dumps(pen),  # no dict: see above
                "isPrompt": is_small,
            },
            on_kept_change=on_kept,
            on_gone_change=on_gone,
        )
