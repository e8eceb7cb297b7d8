"""Inside: what does it compute, and why does it say so? One picture and one network."""

from __future__ import annotations

from pages.parts.frame import selected_model
from pages.parts.frame.frame import frame
from pages.parts.inside import view
from pages.text import pages as page_texts

with frame(page_texts.INSIDE, digit=True, model=True):
    if selected_model.is_awake():
        view.show()
