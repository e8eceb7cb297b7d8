"""Draw: can it read me? One mode at a time: a canvas, picture files, or a pad for the keyboard."""

from __future__ import annotations

from pages.parts.draw import canvas, photo, pixel_pad, surface
from pages.parts.frame import selected_model
from pages.parts.frame.frame import frame
from pages.state import slots, state
from pages.text import pages as page_texts
from pages.text.draw import Draw
from pages.ui import widgets

SURFACES = {"draw": canvas.SURFACE, "keyboard": pixel_pad.SURFACE}

with frame(page_texts.DRAW, model=True):
    model = selected_model.current()
    mode = state.setdefault(slots.DRAW_MODE, slots.DRAW_MODES[0])
    widgets.switch(Draw.FACE, Draw.FACES, slots.DRAW_MODE.key, persist_state="session", label_visibility="collapsed")
    if mode == "photo":
        photo.show(model)
    else:
        surface.show(model, SURFACES[mode])
