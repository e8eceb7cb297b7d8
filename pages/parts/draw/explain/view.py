"""What is explained below an answer on Draw: which step of preparation makes the difference, and how like MNIST it is.

Drawn after the answer, so that nobody waits for it.
"""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.drawing.ladder import (
    is_ink_left_out,
    is_stroke_left_out,
    ladder_of_photo,
    ladder_of_pixels,
    ladder_of_strokes,
)
from core.drawing.numbers.segmentation import Segmentation
from core.drawing.photo.photos import PreparedPhoto
from core.runs.log.models import Model
from pages.parts.draw.explain import ladder, likeness
from pages.parts.draw.explain.explained import Explained
from pages.parts.draw.prediction import Reading
from pages.text.draw_ladder import Ladder
from pages.text.draw_number import Number
from pages.ui import widgets
from pages.ui.canvas import canvas_drawing


def of_drawing(unprepared: np.ndarray, way: Segmentation, place: int, reading: Reading) -> Explained:
    """Return what is explained of one digit on the canvas or the pad.

    Args:
        unprepared: (28, 28) uint8, ink bright: all that is drawn, without any preparation.
        way: how it was taken apart.
        place: index of the digit.
        reading: the page's, of that digit.
    """
    digit = way.digits[place]
    is_pen = bool(digit.paths)
    if is_pen:
        rungs = ladder_of_strokes(unprepared, digit, pen_width=canvas_drawing.pen_width())
        is_part = is_stroke_left_out(canvas_drawing.strokes(), digit)
    else:
        rungs = ladder_of_pixels(unprepared, digit)
        is_part = bool(rungs) and is_ink_left_out(unprepared, digit)
    return Explained(
        image=digit.image,
        rungs=rungs,
        kind="canvas" if is_pen else "pad",
        reading=reading,
        place=_place(way, place),
        is_part=is_part,
    )


def of_photo(photo: PreparedPhoto, way: Segmentation, place: int, reading: Reading) -> Explained:
    """Return what is explained of one digit in a picture file; arguments as of `of_drawing`."""
    digit = way.digits[place]
    rungs = ladder_of_photo(photo, digit)
    return Explained(image=digit.image, rungs=rungs, kind="photo", reading=reading, place=_place(way, place))


@widgets.show_errors()
def show(model: Model, explained: Explained, key: str) -> None:
    """Draw it.

    Args:
        model: the network that reads.
        explained: what.
        key: tells its widgets from another picture's.
    """
    if explained.rungs:
        with st.container():
            ladder.show(model, explained, key)
    else:
        widgets.keep_place()
    likeness.show(model, explained, key)


@st.fragment(key="draw-explain")
def show_in_fragment(model: Model, explained: Explained, key: str) -> None:
    """Draw it where its own widgets draw nothing else anew; arguments as of `show`."""
    show(model, explained, key)


@widgets.show_errors()
def show_once_open(model: Model, explained: Explained, key: str) -> None:
    """Draw it folded, one of several pictures': it is computed once it is open; arguments as of `show`."""
    if explained.rungs:
        with st.expander(Ladder.TITLE, key=f"{key}-explain", on_change="rerun") as box:
            if box.open:
                ladder.show(model, explained, key, is_titled=False)
    else:
        widgets.keep_place()
    likeness.show(model, explained, key)


def _place(way: Segmentation, place: int) -> str:
    return Number.one(place + 1) if len(way.digits) > 1 else ""
