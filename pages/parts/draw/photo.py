"""Read picture files: what was taken for ink, what the network gets, and its answer, file by file.

Files of strangers are decoded in the engine. What was made of them is kept for as long as they are uploaded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import streamlit as st

from core.drawing.photo.photos import PreparedPhoto
from core.errors import DrawingError, EngineError
from core.runs.log.models import Model
from pages.parts.draw import doubt, number, photo_results, picture_sources, prediction
from pages.parts.frame import selected_model
from pages.state import slots, state
from pages.state.asking import ask
from pages.text.draw import Photo
from pages.ui import widgets


def show(model: Model) -> None:
    """Draw where pictures come from, and each one's picture and answer; before there is one, an example's."""
    with st.container():
        brought = picture_sources.show()
    if not selected_model.is_awake():  # asked below the files: what is not drawn loses them
        return
    is_example = brought.is_empty
    if is_example or brought.refused:
        with st.container():
            if is_example:
                st.markdown(Photo.HOW)
                brought = picture_sources.example()
                if not brought.is_empty:
                    st.markdown(Photo.EXAMPLE)
            for name, refusal in brought.refused:
                st.error(f"**{widgets.plain(name)}** {widgets.plain(refusal)}")
    else:
        widgets.keep_place()
    files = brought.files
    prepared = _prepared(files)
    with st.container():
        photo_results.show(model, [(name, photo) for (name, _), photo in zip(files, prepared, strict=True)])
    with st.columns(photo_results.COLUMNS)[0]:
        if not is_example and any(isinstance(photo, PreparedPhoto) for photo in prepared):
            number.show_switch(model)
        else:
            widgets.keep_place()
        doubt.show(model)
    st.caption(prediction.only_ten(model))


def _prepared(files: Sequence[tuple[str, bytes]]) -> list[PreparedPhoto | str]:
    """Return what was made of each file, or the sentence that refuses it; kept for as long as the files are here."""
    digests = [hashlib.sha256(data).hexdigest() for _, data in files]
    known, failed, how_far = dict(state.get(slots.DRAW_PHOTOS)), {}, st.empty()
    for place, (digest, (name, data)) in enumerate(zip(digests, files, strict=True), 1):
        if digest in known or digest in failed:
            continue
        if len(files) > 1:
            how_far.caption(Photo.reading(place, len(files), widgets.plain(name)))
        try:
            known[digest] = _prepare(data)
        except EngineError as error:  # a file that ends the engine: the others are still read, and it is asked again
            failed[digest] = str(error)
        state.put(slots.DRAW_PHOTOS, dict(known))  # at once: the page may be drawn anew before the last is read
    how_far.empty()
    state.put(slots.DRAW_PHOTOS, {digest: known[digest] for digest in digests if digest in known})
    return [(known | failed)[digest] for digest in digests]


def _prepare(data: bytes) -> PreparedPhoto | str:
    try:
        return ask(lambda inference: inference.prepare_photo(data))
    except DrawingError as error:
        return str(error)
