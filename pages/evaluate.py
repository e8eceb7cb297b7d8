"""Evaluate: how good is it, really? The score with its interval, the mistakes, how far to trust it, other networks."""

from __future__ import annotations

from pages.parts.evaluate import view
from pages.parts.frame import selected_model
from pages.parts.frame.frame import frame
from pages.text import pages as page_texts

with frame(page_texts.EVALUATE, digit=True, model=True):
    view.show(selected_model.current())
