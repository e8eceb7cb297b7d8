"""Draw by hand: something to draw on and the answer beside it, in one fragment: a stroke redraws nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from core import lab
from core.errors import EmptyDrawingError
from core.runs.log.models import Model
from pages.parts.draw import prediction
from pages.parts.draw.prediction import Reading
from pages.parts.frame import selected_model
from pages.state import slots, state
from pages.text.draw import Draw
from pages.ui import widgets
from pages.ui.canvas.surfaces import Surface

_LINE = "\N{NO-BREAK SPACE}"  # keeps the place of a line, so that nothing moves when it comes
COLUMNS = (440, 380, 236)  # shares of the width: surface, answer, pictures


def show(model: Model, surface: Surface) -> None:
    """Draw the surface and the model's answer; while the engine wakes, look again by itself."""
    inference = lab.current().inference
    is_awake, waking_seconds = inference.is_awake, inference.waking_seconds
    _show(model, surface, is_awake)
    if not is_awake:
        selected_model.wait_until_awake(said_at=waking_seconds)  # beside the surface, so that nothing flickers


@st.fragment(key="draw")
@widgets.show_errors()
def _show(model: Model, surface: Surface, was_awake: bool) -> None:
    if lab.current().inference.is_awake != was_awake:
        st.rerun()  # the whole page, which begins or ends the waiting
    left, middle, right = st.columns(COLUMNS, gap="medium")
    with left:
        surface.show()
    with middle, widgets.show_errors():
        try:
            digits, unprepared = surface.read()
        except EmptyDrawingError as error:
            sentence = surface.words.next if surface.is_empty() else str(error)
            by_finger = surface.words.next_by_finger if surface.is_empty() else ""
            prediction.show_words(surface.words.empty, sentence, by_finger, is_answer=False)
            st.html(prediction.bars_html(None))
            with right:
                _show_pictures(surface)
            return
        if len(digits) > 1:
            readings = prediction.read(model, digits) if was_awake else []
            prediction.show_words(
                Draw.several([reading.answer for reading in readings] or None), surface.words.one_at_a_time
            )
            prediction.show_pictures(*prediction.several_html(digits, readings))
            return
        state.put(slots.DRAWING, digits[0])
        readings = prediction.read(model, [digits[0], unprepared]) if was_awake else []
        if readings:
            prediction.show_words(readings[0].headline, readings[0].sentence)
        else:
            sentence = Draw.waking(lab.current().inference.waking_seconds)
            prediction.show_words(Draw.WAITING, sentence, is_answer=False)
        st.html(prediction.bars_html(readings[0] if readings else None))
        with right:
            _show_pictures(surface, digits[0], unprepared, readings)
        if readings:
            st.caption(Draw.ONLY_TEN)
            prediction.offer_look_inside(digits[0])


def _show_pictures(
    surface: Surface,
    image: np.ndarray | None = None,
    unprepared: np.ndarray | None = None,
    readings: Sequence[Reading] = (),
) -> None:
    """Draw what the network gets, and what it would get without preparation, with its answers; or their places."""
    notes = [Draw.in_short(reading.answer, reading.sureness) for reading in readings] if readings else [_LINE, _LINE]
    prediction.show_pictures(
        prediction.picture_html(image, Draw.PREPARED_ALT, Draw.PREPARED, notes[0]),
        prediction.picture_html(unprepared, surface.words.unprepared_alt, surface.words.unprepared, notes[1]),
    )
    st.expander(Draw.WHY).markdown(surface.words.because)
