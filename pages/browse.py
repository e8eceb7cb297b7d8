"""Browse: what does the data look like? All pictures, one of them, the ten classes, and a map of them all."""

from __future__ import annotations

from pages.parts.browse import view
from pages.parts.frame.frame import frame
from pages.text import pages as page_texts

with frame(page_texts.BROWSE, digit=True, model=True):
    view.show()
