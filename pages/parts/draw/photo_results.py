"""What was read in picture files, file by file: the picture with its boxes, what was taken for ink, the answer."""

from __future__ import annotations

import html
from collections.abc import Sequence

import numpy as np
import streamlit as st
from PIL import Image

from core.drawing.photo.photos import PreparedPhoto
from core.runs.log.models import Model
from pages.parts.draw import boxes, number, prediction
from pages.parts.draw.explain import view as explain
from pages.parts.draw.mine import keep
from pages.parts.draw.number import ReadNumber
from pages.text.draw import Photo
from pages.text.draw_number import Number
from pages.text.numbers import unparted
from pages.ui import widgets

SIZE = 112  # pixels on screen, of a picture's longer side
MOST_INK = 4 * SIZE  # pixels to the side, of the picture of the ink
WIDEST, HIGHEST = 560, 560  # the same of the one picture, or of one with several digits
WIDEST_OF_SEVERAL = 360  # of such a picture beside other files
COLUMNS = (560, 500)  # shares of the width: picture, answer


def show(model: Model, files: Sequence[tuple[str, PreparedPhoto | str]]) -> None:
    """Draw each file's result; of one that was refused, why.

    Args:
        model: the network that reads.
        files: of each its name, and what was made of it or the sentence that refuses it.

    Raises:
        LabError: the model's weights cannot be read, or the engine does not answer.
    """
    photos = [photo for _, photo in files if isinstance(photo, PreparedPhoto)]
    ways = [number.segmentations(model, photo) for photo in photos]
    readings = iter(prediction.read(model, [image for way in ways for image in number.images(way)]))
    found = iter([number.read_numbers(way, [next(readings) for _ in number.images(way)]) for way in ways])
    for place, (name, photo) in enumerate(files, 1):
        if place > 1:
            st.divider()
        if isinstance(photo, str):
            st.error(f"**{widgets.plain(name)}** {widgets.plain(photo)}")
            continue
        numbers = next(found)
        if number.is_number([way.segmentation for way in numbers]):
            _show_number(name, photo, numbers, f"draw-photo-{place}", is_alone=len(files) == 1)
        else:
            _show_digit(name, photo, numbers[0], f"draw-inside-{place}", is_alone=len(files) == 1)
        _explain(model, photo, numbers, f"draw-photo-{place}", is_alone=len(files) == 1)


def _explain(model: Model, photo: PreparedPhoto, found: Sequence[ReadNumber], key: str, *, is_alone: bool) -> None:
    """Draw what is explained of the digit that is looked at; of one of several pictures once that is opened."""
    shown = number.selected_way(found, key)
    place = number.chosen_digit(shown, key)
    explained = explain.of_photo(photo, shown.segmentation, place, shown.readings[place])
    if is_alone:
        explain.show(model, explained, key)
    else:
        explain.show_once_open(model, explained, key)


def _show_number(name: str, photo: PreparedPhoto, found: Sequence[ReadNumber], key: str, *, is_alone: bool) -> None:
    shown = number.selected_way(found, key)
    picture, size = boxes.grey_picture(photo.grey, widest=WIDEST if is_alone else WIDEST_OF_SEVERAL, highest=HIGHEST)
    alt = Number.boxes_alt(len(shown.readings))
    st.html(_name_html(name))
    left, right = st.columns(COLUMNS, gap="medium")
    with right:
        number.show(found, key)
        place = number.chosen_digit(shown, key)
        keep.show(shown.segmentation.images[place], shown.readings[place], key=f"{key}-keep")
        st.html(_ink_html(photo) + _notes_html(photo))
    with left:
        st.html(boxes.boxes_html(picture, size, alt, shown.boxes, chosen=number.chosen_digit(shown, key)))


def _show_digit(name: str, photo: PreparedPhoto, found: ReadNumber, key: str, *, is_alone: bool) -> None:
    (reading,) = found.readings
    (image,) = found.segmentation.images
    if is_alone:
        picture, size = boxes.grey_picture(photo.grey, widest=WIDEST, highest=HIGHEST // 2)
        grey = boxes.boxes_html(picture, size, Photo.GREY_ALT, found.boxes)
    else:
        grey = _grey_html(photo.grey)
    pictures = (_ink_html(photo), prediction.picture_html(image, Photo.PREPARED_ALT, Photo.PREPARED, size=SIZE))
    bars = f'<div style="max-width: 26rem">{prediction.bars_html(reading)}</div>' if is_alone else ""
    st.html(
        f'<section class="draw-photo" aria-label="{html.escape(name, quote=True)}">{_name_html(name)}'
        '<div style="display: flex; flex-wrap: wrap; gap: 0.75rem 1.5rem">'
        f'<div style="display: flex; flex-wrap: wrap; gap: 0.5rem; max-width: 100%">{grey}{"".join(pictures)}</div>'
        '<div style="flex: 1 1 16rem; min-width: 0; overflow-wrap: anywhere">'
        '<h2 class="draw-answer" style="font-size: 1.375rem; margin: 0; padding: 0">'
        f'{html.escape(reading.headline)}</h2><p style="margin: 0 0 0.5rem">'
        f"{html.escape(unparted(reading.sentence))}</p>"
        f"{_notes_html(photo)}{bars}</div></div></section>"
    )
    prediction.offer_look_inside(image, key=key)
    keep.show(image, reading, key=f"{key}-keep")


def _name_html(name: str) -> str:
    """Return a file's name as what heads its result, also where the parts of several files stand in one column."""
    return (
        '<div class="draw-name" style="font-size: 0.875rem; font-weight: 600; margin-bottom: 0.5rem; '
        f'overflow-wrap: anywhere">{html.escape(name)}</div>'
    )


def _notes_html(photo: PreparedPhoto) -> str:
    notes = [*photo.notes, *([Photo.INVERTED] if photo.inverted else [])]
    listed = "".join(f"<li>{html.escape(str(note))}</li>" for note in notes)
    return f'<ul style="margin: 0 0 0.5rem; padding-left: 1.25rem; font-size: 0.875rem">{listed}</ul>' if listed else ""


def _grey_html(grey: np.ndarray) -> str:
    """Return the picture as the camera gave it, upright and in grey, small."""
    picture, (width, height) = boxes.grey_picture(grey, widest=SIZE, highest=SIZE)
    return prediction.figure_html(
        f'<div role="img" aria-label="{html.escape(Photo.GREY_ALT, quote=True)}" '
        f'style="width: {width}px; height: {height}px; margin: auto">{picture}</div>',
        Photo.GREY,
        size=SIZE,
    )


def _ink_html(photo: PreparedPhoto) -> str:
    ink = Image.fromarray(_square(photo.ink))
    ink.thumbnail((MOST_INK, MOST_INK), Image.Resampling.BOX)
    return prediction.picture_html(np.asarray(ink), Photo.INK_ALT, Photo.INK, size=SIZE)


def _square(ink: np.ndarray) -> np.ndarray:
    """Return the ink with paper added on its shorter side."""
    rows, columns = ink.shape
    side = max(rows, columns)
    above, left = (side - rows) // 2, (side - columns) // 2
    return np.pad(ink, ((above, side - rows - above), (left, side - columns - left)))
