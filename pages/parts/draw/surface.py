"""Draw by hand: something to draw on and the answer beside it, in one fragment: a stroke redraws nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from core import lab
from core.drawing.numbers.segmentation import Segmentation
from core.errors import EmptyDrawingError
from core.runs.log.models import Model
from pages.parts.draw import boxes, doubt, number, prediction
from pages.parts.draw.along import along, drawn_now
from pages.parts.draw.compare import epochs, models
from pages.parts.draw.explain import view as explain
from pages.parts.draw.mine import keep
from pages.parts.draw.number import ReadNumber
from pages.parts.draw.prediction import Reading
from pages.parts.frame import selected_model
from pages.state import slots, state
from pages.state.classes import known
from pages.text.draw import Draw
from pages.text.draw_number import Number
from pages.text.labels import of_pictures
from pages.ui import widgets
from pages.ui.canvas import surfaces
from pages.ui.canvas.surfaces import Surface

_LINE = "\N{NO-BREAK SPACE}"  # keeps the place of a line, so that nothing moves when it comes
COLUMNS = (440, 380, 236)  # shares of the width: surface, answer, pictures
COPY_SIZE = 236  # pixels on screen, of the drawing's copy
COPY_MARGIN = 8  # pixels on screen: half a pen's width more than elsewhere
KEY = "draw"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answered:
    """What was answered, for all that is said of it below the answer.

    Attributes:
        found: what is read, a number or one digit.
        chosen: index of the digit that is looked at.
        unprepared: (28, 28) uint8, ink bright: all that is drawn, without any preparation.
    """

    found: ReadNumber
    chosen: int
    unprepared: np.ndarray


def show(model: Model, surface: Surface) -> None:
    """Draw the surface and the model's answer; while the engine wakes, look again by itself."""
    inference = lab.current().inference
    is_awake, waking_seconds = inference.is_awake, inference.waking_seconds
    _show(model, surface, is_awake)
    along.show(model)
    if not is_awake:
        selected_model.wait_until_awake(said_at=waking_seconds)  # beside the surface, so that nothing flickers


@st.fragment(key="draw")
@widgets.show_errors()
def _show(model: Model, surface: Surface, was_awake: bool) -> None:
    if lab.current().inference.is_awake != was_awake:
        st.rerun()  # the whole page, which begins or ends the waiting
    left, middle, right = st.columns(COLUMNS, gap="medium")
    answered: Answered | None = None
    with left:
        surface.show()
    with middle, widgets.show_errors():
        try:
            drawn = surface.read()
        except EmptyDrawingError as error:
            with _place_of(is_number=False):
                sentence = surface.words.next if surface.is_empty() else str(error)
                by_finger = surface.words.next_by_finger if surface.is_empty() else ""
                names = known.names_of(model)
                invitation = surface.words.empty_number if names is None else surface.words.empty
                invitation = of_pictures(invitation, names)
                prediction.show_words(invitation, sentence, by_finger, is_answer=False)
                st.html(prediction.bars_html(None, class_names=names))
            with right:
                _show_picture(surface)
            widgets.keep_place()
        else:
            ways = number.segmentations(model, drawn.prepared)
            is_number = number.is_number(ways)
            with _place_of(is_number=is_number):
                if is_number:
                    answered = _show_number(model, surface, ways, drawn.unprepared, right, is_awake=was_awake)
                else:
                    answered = _show_digit(model, surface, ways[0], drawn.unprepared, right, is_awake=was_awake)
            number.show_switch(model)
        doubt.show(model)
    if along.can_follow(model):
        drawn_now.tell(surface)
    if answered is not None:
        _show_below(model, answered)


def _place_of(*, is_number: bool) -> Any:
    """Return where the answer is drawn, a number's beside a digit's, so that neither stands among the other's parts."""
    as_digit, as_number = (st.container() if is_shown else st.empty() for is_shown in (not is_number, is_number))
    return as_number if is_number else as_digit


def _show_below(model: Model, answered: Answered) -> None:
    """Draw what is said of an answer, once that stands: which step made it, how like MNIST it is, other models."""
    way, chosen = answered.found.segmentation, answered.chosen
    explained = explain.of_drawing(answered.unprepared, way, chosen, answered.found.readings[chosen])
    explain.show_in_fragment(model, explained, KEY)
    models.show(model, answered.found, chosen)
    epochs.show(model, answered.found, chosen)


def _show_number(
    model: Model, surface: Surface, ways: Sequence[Segmentation], unprepared: np.ndarray, right: Any, *, is_awake: bool
) -> Answered | None:
    """Draw the number; return what was answered, None before it can be."""
    if not is_awake:
        prediction.show_words(Number.WAITING, Draw.waking(lab.current().inference.waking_seconds), is_answer=False)
        st.html(number.cards_html(ways[0].images))
        return None
    found = number.read_numbers(ways, prediction.read(model, number.images(ways)))
    number.show(found, KEY)
    shown = number.selected_way(found, KEY)
    picture, size = boxes.ink_picture(surface.picture(), size=COPY_SIZE * (2 if surface.is_wide() else 1))
    chosen, alt = number.chosen_digit(shown, KEY), Number.boxes_alt(len(shown.readings))
    keep.show(shown.segmentation.images[chosen], shown.readings[chosen])
    with right:
        st.html(boxes.boxes_html(picture, size, alt, shown.boxes, chosen=chosen, margin=COPY_MARGIN))
    return Answered(found=shown, chosen=chosen, unprepared=unprepared)


def _show_digit(
    model: Model, surface: Surface, way: Segmentation, unprepared: np.ndarray, right: Any, *, is_awake: bool
) -> Answered | None:
    """Draw the digit; return as `_show_number`."""
    (image,) = way.images
    state.put(slots.DRAWING, image)
    readings = [reading.trusted(way.trust) for reading in prediction.read(model, [image])] if is_awake else []
    if readings:
        prediction.show_words(readings[0].headline, readings[0].sentence)
    else:
        sentence = Draw.waking(lab.current().inference.waking_seconds)
        prediction.show_words(Draw.WAITING, sentence, is_answer=False)
    st.html(prediction.bars_html(readings[0] if readings else None))
    with right:
        _show_picture(surface, image, readings)
    if not readings:
        return None
    strokes = keep.canvas_strokes() if surface is surfaces.CANVAS else ()
    keep.show(image, readings[0], strokes=strokes, on_next=surface.clear)
    st.caption(prediction.only_ten(model))
    prediction.offer_look_inside(image)
    return Answered(found=ReadNumber(segmentation=way, readings=tuple(readings)), chosen=0, unprepared=unprepared)


def _show_picture(surface: Surface, image: np.ndarray | None = None, readings: Sequence[Reading] = ()) -> None:
    """Draw what the network gets, with its answer; or its place."""
    note = readings[0].in_short if readings else _LINE
    prediction.show_pictures(prediction.picture_html(image, Draw.PREPARED_ALT, Draw.PREPARED, note))
    st.expander(Draw.WHY).markdown(surface.words.because)
