"""A row of the picture as text, and the part of the row of 784 round one pixel, as HTML."""

from __future__ import annotations

import html

import numpy as np

from pages.text.browse_digit import Ladder, scaled
from pages.ui import colours

NEAR = 7  # cells at either side of the chosen one


def ink_near_the_middle(pixels: np.ndarray) -> tuple[int, int]:
    """Return row and column of the darkest pixel among those within four of the middle, of equal ones the first."""
    middle = pixels[10:18, 10:18]
    row, column = divmod(int(middle.argmax()), 8)
    return 10 + row, 10 + column


def text_html(values: np.ndarray, row: int, column: int, *, is_divided: bool) -> str:
    """Return a row of the picture as text.

    Args:
        values: (28,) uint8.
        row: which row it is.
        column: of the pixel that is marked.
        is_divided: each number divided by 255, two decimals of it.
    """
    texts = [_short(value) if is_divided else str(value) for value in values.tolist()]
    texts[column] = f"<b>{texts[column]}</b>"
    title = html.escape(Ladder.row_title(row))
    return f'<div class="one-small">{title}</div><p class="one-numbers">{" ".join(texts)}</p>'


def near_html(pixels: np.ndarray, place: int) -> str:
    """Return the cells round a place in the row, each below its index; (28, 28) uint8."""
    flat, cells = pixels.reshape(-1).tolist(), []
    first = min(max(place - NEAR, 0), len(flat) - 2 * NEAR - 1)
    for index in range(first, first + 2 * NEAR + 1):
        ground, ink = colours.cell_colours(flat[index] / 255, signed=False)
        here = ' class="here"' if index == place else ""
        value = _short(flat[index])
        cells.append(f'<div{here}>{index}<span style="background: {ground}; color: {ink}">{value}</span></div>')
    title, alt = html.escape(Ladder.NEAR), html.escape(f"{Ladder.NEAR}: {scaled(flat[place])}", quote=True)
    return (
        f'<div class="one-small">{title}</div>'
        f'<div class="one-near" role="img" aria-label="{alt}">{"".join(cells)}</div>'
    )


def _short(value: int) -> str:
    """Return a byte divided by 255 in a few characters: 0, .49, 1."""
    return str(value // 255) if value in (0, 255) else f"{value / 255:.2f}".removeprefix("0")
