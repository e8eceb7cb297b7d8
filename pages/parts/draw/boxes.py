"""A picture with a box round each of its digits, and in the box's corner what the digit is read as.

The boxes have colours of their own, which can be told from any picture, also where a person forces colours; whether one
is chosen, and whether it is answered, is said by its line too.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

import numpy as np
from PIL import Image

from core.drawing.numbers.segmentation import Box
from pages.ui import colours, widgets

BOX, HALO = "#A33F00", "#FFFFFF"  # 6.6 to 1; one of them is at least 2.5 from any grey
MARGIN = 3  # pixels on screen
MOST_IN_LARGE_LETTERS = 20  # boxes: more stand close to one another
_NEAR_THE_TOP = 0.09  # share of the height: there the corner stands inside


def grey_picture(grey: np.ndarray, *, widest: int, highest: int) -> tuple[str, tuple[int, int]]:
    """Return a picture (HTML, as wide as what holds it), and its width and height on screen, in pixels.

    Args:
        grey: (rows, columns) uint8.
        widest: in pixels on screen, as `highest`; a small picture is enlarged.
    """
    from pages.ui import plotly_figures

    rows, columns = grey.shape
    scale = min(widest / columns, highest / rows)
    size = max(round(columns * scale), 1), max(round(rows * scale), 1)
    shown = Image.fromarray(grey)
    if scale < 1:
        shown = shown.resize(size, Image.Resampling.BOX)
    url = plotly_figures.png_url(shown)
    return f'<img src="{url}" alt="" style="width: 100%; height: 100%; display: block">', size


def ink_picture(ink: np.ndarray, *, size: int) -> tuple[str, tuple[int, int]]:
    """Return a picture in the theme's ink, as `grey_picture` does, `size` wide; (rows, columns) uint8, ink bright."""
    filled = widgets.ink_html(ink, "", size=None)
    return f'<div aria-hidden="true" style="position: absolute; inset: 0">{filled}</div>', (
        size,
        round(size * ink.shape[0] / ink.shape[1]),
    )


def boxes_html(
    picture: str,
    size: tuple[int, int],
    alt: str,
    found: Sequence[tuple[Box, int | str, bool]],
    *,
    chosen: int | None = None,
    margin: int = MARGIN,
) -> str:
    """Return the picture with its boxes, framed.

    Args:
        picture: HTML that fills its place.
        size: width and height, in pixels on screen; where there is less room it is smaller.
        alt: what it shows, for who does not see it.
        found: of each digit its box, what stands in the corner, and whether it is answered.
        chosen: index of the one that is looked at.
        margin: pixels on screen between what a box holds and its line.
    """
    width, height = size
    letters = "0.8125rem" if len(found) <= MOST_IN_LARGE_LETTERS else "0.625rem"
    drawn = "".join(
        _box(box, str(said), margin, is_answered=is_answered, is_chosen=index == chosen, letters=letters)
        for index, (box, said, is_answered) in enumerate(found)
    )
    return (
        f'<div class="draw-boxes" role="img" aria-label="{html.escape(alt, quote=True)}" style="position: relative; '
        f"width: {width}px; max-width: 100%; aspect-ratio: {width} / {height}; box-sizing: border-box; "
        f'outline: 1px solid {colours.LINE}">{picture}{drawn}</div>'
    )


def _box(box: Box, said: str, margin: int, *, is_answered: bool, is_chosen: bool, letters: str) -> str:
    left, top, right, bottom = (100 * min(max(side, 0.0), 1.0) for side in box)
    line = f"{3 if is_chosen else 2}px {'solid' if is_answered else 'dashed'} {BOX}"
    fill = f"color-mix(in srgb, {BOX} 18%, transparent)" if is_chosen else "none"
    place = "top: 0" if top < 100 * _NEAR_THE_TOP else "bottom: 100%"
    return (
        f'<div style="position: absolute; left: calc({left:.2f}% - {margin}px); top: calc({top:.2f}% - {margin}px); '
        f"width: calc({right - left:.2f}% + {2 * margin}px); height: calc({bottom - top:.2f}% + {2 * margin}px); "
        f"box-sizing: border-box; border: {line}; background: {fill}; "
        f'box-shadow: 0 0 0 1px {HALO}">'
        f'<span style="position: absolute; left: -2px; {place}; padding: 0 2px; font-size: {letters}; '
        f'font-weight: 700; line-height: 1.15; color: {HALO}; background: {BOX}">{html.escape(said)}</span></div>'
    )
