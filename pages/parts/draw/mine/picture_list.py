"""Digits as pictures side by side, each with what is said of it: plain HTML, which is looked at and not clicked."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pages.text.draw_mine import Mine
from pages.ui import widgets

MOST, SIZE = 12, 56  # pictures that are shown; pixels on screen


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Picture:
    """A digit, (28, 28) uint8, what it shows in words, and the lines below it."""

    image: np.ndarray
    alt: str
    lines: tuple[str, ...]


def list_html(title: str, pictures: Sequence[Picture], *, css_class: str) -> str:
    """Return the first pictures under a title, and how many more there are."""
    items = []
    for picture in pictures[:MOST]:
        lines = "".join(f"<div>{html.escape(line)}</div>" for line in picture.lines)
        ink = widgets.ink_html(picture.image, picture.alt, size=SIZE)
        items.append(f'<li style="margin: 0; min-width: {SIZE}px">{ink}{lines}</li>')
    more = len(pictures) - MOST
    rest = f"<li>{Mine.more(more)}</li>" if more > 0 else ""
    return (
        f'<div class="{css_class}" style="font-size: 0.8125rem; line-height: 1.35"><div>{html.escape(title)}</div>'
        '<ul style="list-style: none; display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; margin: 0; padding: 0">'
        f"{''.join(items)}{rest}</ul></div>"
    )
