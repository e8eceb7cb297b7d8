"""Draw: can it read me? One face at a time: a canvas, picture files, or a pad for the keyboard."""

from __future__ import annotations

import streamlit as st

from pages.shared import draw_canvas, draw_pad, draw_photo, draw_reading, model_in_hand, session, words
from pages.shared.page_frame import frame
from pages.shared.session import Key
from pages.shared.words.draw import Draw

SURFACES = {"draw": draw_canvas.SURFACE, "keyboard": draw_pad.SURFACE}
FACES = ("draw", "photo", "keyboard")

with frame(words.DRAW, model=True):
    model = model_in_hand.current()
    if session.value(Key.DRAW_FACE) not in FACES:
        session.preset(Key.DRAW_FACE, FACES[0])
    st.segmented_control(
        Draw.FACE,
        FACES,
        format_func=Draw.FACES.__getitem__,
        required=True,
        key=Key.DRAW_FACE,
        persist_state="session",
        label_visibility="collapsed",
    )
    face = session.value(Key.DRAW_FACE)
    if face == "photo":
        draw_photo.show(model)
    else:
        draw_reading.show(model, SURFACES[face])
