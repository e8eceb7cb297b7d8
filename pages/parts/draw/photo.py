"""Read picture files: what was taken for ink, what the network gets, and its answer, file by file.

Files of strangers are decoded in the engine. What was made of them is kept for as long as they are uploaded.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Sequence

import numpy as np
import streamlit as st
from PIL import Image

from core import lab
from core.drawing.photo.photos import PreparedPhoto
from core.errors import DrawingError, EngineError
from core.runs.log.models import Model
from pages.parts.draw import picture_sources, prediction
from pages.parts.draw.prediction import Reading
from pages.parts.frame import selected_model
from pages.state import slots, state
from pages.text.draw import Draw, Photo
from pages.ui import widgets

SIZE = 112  # pixels on screen, of a picture's longer side


def show(model: Model) -> None:
    """Draw where pictures come from, and each one's picture and answer; before there is one, an example's."""
    brought = picture_sources.show()
    if not selected_model.is_awake():  # asked below the files: what is not drawn loses them
        return
    if brought.is_empty:
        st.markdown(Photo.HOW)
        brought = picture_sources.example()
        if not brought.is_empty:
            st.markdown(Photo.EXAMPLE)
    for name, refusal in brought.refused:
        st.error(f"**{widgets.plain(name)}** {widgets.plain(refusal)}")
    files = brought.files
    prepared = _prepared(files)
    readings = iter(prediction.read(model, [image for photo in prepared for image in _images(photo)]))
    for number, ((name, _), photo) in enumerate(zip(files, prepared, strict=True), 1):
        if isinstance(photo, PreparedPhoto):
            _show_photo(name, photo, [next(readings) for _ in _images(photo)], is_alone=len(files) == 1)
            if len(photo.digits) == 1:
                prediction.offer_look_inside(photo.image, key=f"draw-inside-{number}")
        else:
            st.error(f"**{widgets.plain(name)}** {widgets.plain(photo)}")
    st.caption(Draw.ONLY_TEN)


def _prepared(files: Sequence[tuple[str, bytes]]) -> list[PreparedPhoto | str]:
    """Return what was made of each file, or the sentence that refuses it; kept for as long as the files are here."""
    before, now = state.get(slots.DRAW_PHOTOS), {}
    digests = [hashlib.sha256(data).hexdigest() for _, data in files]
    for digest, (_, data) in zip(digests, files, strict=True):
        now[digest] = now.get(digest) or before.get(digest) or _prepare(data)
    state.put(slots.DRAW_PHOTOS, now)
    return [now[digest] for digest in digests]


def _prepare(data: bytes) -> PreparedPhoto | str:
    try:
        return lab.current().inference.prepare_photo(data)
    except (DrawingError, EngineError) as error:  # also a file that ends the engine: the others are still read
        return str(error)


def _images(photo: PreparedPhoto | str) -> Sequence[np.ndarray]:
    """Return what the network is asked about: the digit, each of several digits, or nothing."""
    return () if isinstance(photo, str) else photo.digits


def _show_photo(name: str, photo: PreparedPhoto, readings: Sequence[Reading], *, is_alone: bool) -> None:
    notes = [*photo.notes, *([Photo.INVERTED] if photo.inverted else [])]
    listed = "".join(f"<li>{html.escape(str(note))}</li>" for note in notes)
    pictures = (
        _grey_html(photo.grey),
        prediction.picture_html(_square(photo.ink), Photo.INK_ALT, Photo.INK, size=SIZE),
    )
    if len(photo.digits) > 1:
        headline, sentence, bars = Draw.several([reading.answer for reading in readings]), Photo.ONE_AT_A_TIME, ""
        pictures += tuple(prediction.several_html(photo.digits, readings, size=SIZE))
    else:
        (reading,) = readings
        headline, sentence = reading.headline, reading.sentence
        pictures += (prediction.picture_html(photo.image, Photo.PREPARED_ALT, Photo.PREPARED, size=SIZE),)
        bars = f'<div style="max-width: 26rem">{prediction.bars_html(reading)}</div>' if is_alone else ""
    st.html(
        f'<section class="draw-photo" aria-label="{html.escape(name, quote=True)}" '
        'style="display: flex; flex-wrap: wrap; gap: 0.75rem 1.5rem">'
        f'<div style="display: flex; flex-wrap: wrap; gap: 0.5rem">{"".join(pictures)}</div>'
        '<div style="flex: 1 1 16rem; min-width: 0; overflow-wrap: anywhere">'
        f'<div style="font-size: 0.875rem">{html.escape(name)}</div>'
        f'<h2 class="draw-answer" style="font-size: 1.375rem; margin: 0; padding: 0">{html.escape(headline)}'
        f'</h2><p style="margin: 0 0 0.5rem">{html.escape(sentence)}</p>'
        f'<ul style="margin: 0 0 0.5rem; padding-left: 1.25rem; font-size: 0.875rem">{listed}</ul>'
        f"{bars}</div></section>"
    )


def _grey_html(grey: np.ndarray) -> str:
    """Return the picture as the camera gave it, upright and in grey."""
    from pages.ui import plotly_figures

    url = plotly_figures.png_url(Image.fromarray(grey))
    return prediction.figure_html(
        f'<img src="{url}" alt="{html.escape(Photo.GREY_ALT, quote=True)}" '
        'style="width: 100%; height: 100%; object-fit: contain; display: block">',
        Photo.GREY,
        size=SIZE,
    )


def _square(ink: np.ndarray) -> np.ndarray:
    """Return the ink with paper added on its shorter side."""
    rows, columns = ink.shape
    side = max(rows, columns)
    above, left = (side - rows) // 2, (side - columns) // 2
    return np.pad(ink, ((above, side - rows - above), (left, side - columns - left)))
