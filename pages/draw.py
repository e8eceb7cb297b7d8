"""Draw: can it read me? One face at a time: a canvas, picture files, or a pad for the keyboard."""

from __future__ import annotations

import streamlit as st

from pages.parts.draw import canvas, photo, pixel_pad, surface
from pages.parts.frame import selected_model
from pages.parts.frame.frame import frame
from pages.state import session
from pages.state.session import Key
from pages.text import general
from pages.text.draw import Draw

SURFACES = {"draw": canvas.SURFACE, "keyboard": pixel_pad.SURFACE}
FACES = ("draw", "photo", "keyboard")

with frame(general.DRAW, model=True):
    model = selected_model.current()
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
        photo.show(model)
    else:
        surface.show(model, SURFACES[face])
