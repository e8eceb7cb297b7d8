"""A digit as 28 x 28 cells: bare numbers, shaded numbers, or ink alone, always in the same place and size.

Plain HTML, since Plotly takes a second for 784 numbers. On a phone 28 numbers in a row would be 5 pixels high: there
only the square that holds the ink is shown, so that the numbers can be read.
"""

from __future__ import annotations

import html
import itertools
from functools import cache
from typing import Literal

import numpy as np

from pages.text.start import Start
from pages.ui import colours
from pages.ui.component_files import style_html

Look = Literal["numbers", "shading", "picture"]

SIDE = 28
CELL_SIZE = 19  # pixels on screen
INK_SIDE = 20  # MNIST's digits were scaled to fit 20 x 20 (LeCun et al., 1998)
FULL_INK = 255
# The theme's scale from paper to ink, as figures have it on the other pages; between two of its colours a cell mixes.
_STEPS = len(colours.SEQUENTIAL[0]) - 1
_MIXES = [
    f".digit-cells .mix{step} {{--from: light-dark({light[0]}, {dark[0]}); --to: light-dark({light[1]}, {dark[1]})}}"
    for step, (light, dark) in enumerate(zip(*(itertools.pairwise(scale) for scale in colours.SEQUENTIAL), strict=True))
]
_SHADES = [f"color-mix(in srgb, currentColor {100 * step / _STEPS:.0f}%, transparent)" for step in range(_STEPS + 1)]
_PLAIN_MIXES = " ".join(
    f".digit-cells .mix{step} {{--from: {low}; --to: {high}}}"
    for step, (low, high) in enumerate(itertools.pairwise(_SHADES))
)
_WITHOUT_LIGHT_DARK = f"@supports not (color: light-dark(#000000, #FFFFFF)) {{{_PLAIN_MIXES}}}"
SHADES = "\n".join([_WITHOUT_LIGHT_DARK, *_MIXES])  # CSS: from which colour to which each of the scale's steps mixes
STEPS = _STEPS

_STYLE = style_html(__file__, SHADES, WIDTH=SIDE * CELL_SIZE, SIDE=SIDE)


def grid_html(pixels: np.ndarray, label: str, *, look: Look) -> str:
    """Return a picture as a table of its numbers.

    Args:
        pixels: (28, 28) uint8, 0 paper to 255 ink.
        label: what is shown, for those who do not see it.
        look: bare numbers; numbers with the more ink behind them the larger they are; that ink alone.
    """
    first_row, first_column, side = ink_square(pixels)
    rows = ""
    for row, values in enumerate(pixels.tolist()):
        cells = "".join(
            _cell(value, is_blank=not first_column <= column < first_column + side)
            for column, value in enumerate(values)
        )
        rows += f"<tr>{cells}</tr>" if first_row <= row < first_row + side else f"<tr class=blank>{cells}</tr>"
    role = ' role="img"' if look == "picture" else ""
    return (
        f'<div class="digit-frame">{_STYLE}<table class="digit-cells {look}" style="--ink-columns: {side}"{role} '
        f'aria-label="{html.escape(label, quote=True)}">{rows}</table></div>'
        f'<div class="digit-note">{html.escape(Start.cropped(side))}</div>'
    )


def ink_square(pixels: np.ndarray) -> tuple[int, int, int]:
    """Return first row, first column and side, at least 20, of a square that holds all the ink of (28, 28) pixels."""
    rows, columns = (np.flatnonzero(pixels.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        rows = columns = np.array([0, SIDE - 1])
    side = max(INK_SIDE, int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1)
    corner = [min(max(int(places[0] + places[-1] + 1 - side) // 2, 0), SIDE - side) for places in (rows, columns)]
    return corner[0], corner[1], side


def _cell(value: int, *, is_blank: bool) -> str:
    if not value:
        return "<td class=blank>0</td>" if is_blank else "<td>0</td>"
    step, share = divmod(value / FULL_INK * _STEPS, 1)
    if step == _STEPS:
        step, share = _STEPS - 1, 1.0
    return f'<td class="mix{step:.0f} {tone(value)}" style="--ink:{share:.3f}">{value}</td>'


@cache
def tone(value: int) -> str:
    """Return which of black and white is read better on a number's ground, in the light theme and in the dark one."""
    return {
        "light-dark(#000000, #FFFFFF)": "low",
        "light-dark(#000000, #000000)": "middle",
        "light-dark(#FFFFFF, #000000)": "high",
    }[colours.cell_colours(value / FULL_INK, signed=False)[1]]
