"""A drawing on Inside: what is drawn, and how much of it the layers follow."""

from __future__ import annotations

import re

from models.cnn import cnn
from tests.support.component_events import component, set_values
from tests.support.draw_page import strokes
from tests.support.page_text import text_of


def drawn(app, *paths):
    """Lift the pen: all strokes that are on the canvas come."""
    return set_values(app, "draw-canvas", drawing={"raw": strokes(*paths), "data": None}, backgroundFit=None)


def ink_of(app) -> int:
    """Return how many pixels of the picture that is followed hold ink."""
    return int(re.search(r"(\d+) of the 784 hold ink", text_of(app))[1])


def begun(inside):
    """Open Inside with an empty canvas beside a sample."""
    app = inside(cnn(filters=(3,), dense=(5,)), layer="0")
    assert ink_of(app) == 165
    app.button(key="inside-begin-drawing").click().run()
    assert component(app, "draw-canvas")
    return app
