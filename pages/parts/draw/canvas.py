"""The canvas on Draw, as a surface to draw on."""

from __future__ import annotations

from pages.parts.draw.surface import Surface
from pages.text.draw import CANVAS
from pages.ui.canvas import canvas

SURFACE = Surface(show=canvas.show, read=canvas.read, is_empty=canvas.is_empty, words=CANVAS)
