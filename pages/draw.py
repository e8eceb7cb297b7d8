"""Draw: can it read me? One mode at a time: a canvas, picture files, a pad for the keyboard, or one's own digits."""

from __future__ import annotations

from pages.parts.draw import photo, surface
from pages.parts.draw.mine import guided_round
from pages.parts.draw.mine import view as own_digits
from pages.parts.frame import other_classes, selected_model
from pages.parts.frame.frame import frame
from pages.state import slots, state
from pages.text import pages as page_texts
from pages.text.draw import Draw
from pages.ui import widgets
from pages.ui.canvas import surfaces

SURFACES = {"draw": surfaces.CANVAS, "keyboard": surfaces.PAD}

with frame(page_texts.DRAW, model=True):
    model = selected_model.current()
    mode = state.setdefault(slots.DRAW_MODE, slots.DRAW_MODES[0])
    widgets.switch(Draw.FACE, Draw.FACES, slots.DRAW_MODE.key, persist_state="session", label_visibility="collapsed")
    other_classes.tell(model, is_drawing=True)
    if mode != "mine":
        guided_round.leave()
    if mode == "photo":
        photo.show(model)
    elif mode == "mine":
        own_digits.show(model)
    else:
        surface.show(model, SURFACES[mode])
