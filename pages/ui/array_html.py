"""Small arrays as HTML: numbers in shaded cells, pictures with a frame round a part. They follow the theme.

Plotly takes a fifth of a second for each figure; these cost nothing, so one cell can be worked out with many of them.
"""

from __future__ import annotations

import html
from typing import Any

import numpy as np

from pages.text.inside import number
from pages.ui import colours, plotly_figures

MOST_NUMBERS = 7  # cells along a side; larger squares are drawn without their numbers
BAR_WIDTH = 228  # of a colour bar at most: as wide as the figure over it
_CELL = {1: 52, 2: 52, 3: 46, 4: 35, 5: 29, 6: 29, 7: 29}  # side on screen, in pixels, by cells along a side


def row(parts: list[str], *, gap: str = "0.35rem", name: str = "") -> str:
    """Return pieces of HTML beside each other; where there is no room they wrap. With a name they are one figure."""
    figure = f'role="figure" aria-label="{html.escape(name, quote=True)}" ' if name else ""
    return (
        f'<div {figure}style="display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0.4rem {gap}">'
        + "".join(parts)
        + "</div>"
    )


def beside(parts: list[str]) -> str:
    """Return two or three pieces of HTML close beside each other."""
    return f'<div style="display: flex; gap: 2px">{"".join(parts)}</div>'


def sign(text: str) -> str:
    """Return an operator to stand between two grids."""
    return f'<span style="font-size: 1.25rem; align-self: center" aria-hidden="true">{html.escape(text)}</span>'


def titled(title: str, body: str) -> str:
    """Return a piece of HTML with a short title over it."""
    heading = f'<div style="font-size: 0.8125rem; margin-bottom: 2px">{html.escape(title)}</div>'
    return f'<div style="min-width: 0; max-width: 100%">{heading}{body}</div>'


def product(first: str, second: str, result: str) -> list[str]:
    """Return first × second = result, three grids, as the parts of a row."""
    return [first, sign("\N{MULTIPLICATION SIGN}"), second, sign("="), result]


def titled_numbers(title: str, values: np.ndarray, **look: Any) -> str:
    """Return a square of numbers under its title; `look` as `numbers` has it."""
    return titled(title, numbers(values, title, **look))


def numbers(
    values: np.ndarray,
    label: str,
    *,
    signed: bool,
    limit: float,
    outside: np.ndarray | None = None,
    marked: tuple[int, int] | None = None,
) -> str:
    """Return a square of numbers in shaded cells; a large one as a picture.

    Args:
        values: (size, size).
        label: what a person who does not see it is told; the numbers follow.
        signed: whether zero lies between two colours.
        limit: the distance from 0 that gets the darkest colour.
        outside: (size, size) bool, True for cells that lie outside the picture: they are hatched.
        marked: row and column of a cell that gets a frame.
    """
    size = len(values)
    if size > MOST_NUMBERS:
        frame = marked and (*marked, 1)
        return picture(values, label, width=132, signed=signed, limit=limit, frame=frame, off=outside)
    side = _CELL[size]
    cells = []
    for index, value in enumerate(values.reshape(-1).tolist()):
        where = divmod(index, size)
        ground, ink = colours.cell_colours(value / limit if limit else 0, signed=signed)
        style = f"background: {ground}; color: {ink};"
        if outside is not None and outside[where]:
            style += f"background: {_HATCH};"
            style += f"color: {colours.TEXT};"
        if where == marked:
            style += f"outline: 3px solid {colours.TEXT}; outline-offset: -2px; font-weight: 700;"
        cells.append(f'<span role="cell" style="{style}">{number(value)}</span>')
    rows = "".join(
        f'<div role="row" style="display: contents">{"".join(cells[start : start + size])}</div>'
        for start in range(0, len(cells), size)
    )
    grid = (
        f"display: inline-grid; grid-template-columns: repeat({size}, {side}px); grid-auto-rows: {min(side, 34)}px; "
        f"font-size: {12 if size < 5 else 11}px; font-variant-numeric: tabular-nums; border: 1px solid {colours.LINE}; "
        f"text-align: center; line-height: {min(side, 34)}px"
    )
    return f'<div role="table" aria-label="{html.escape(label, quote=True)}" style="{grid}">{rows}</div>'


def picture(
    values: np.ndarray,
    label: str,
    *,
    width: int,
    signed: bool = False,
    limit: float | None = None,
    frame: tuple[int, int, int] | tuple[int, int, int, int] | None = None,
    height: int | None = None,
    off: np.ndarray | None = None,
    marks: np.ndarray | None = None,
    blocks: tuple[int, int] | None = None,
    over: str = "",
) -> str:
    """Return a picture with square cells, and a frame round a part of it.

    Args:
        values: (rows, columns).
        label: what a person who does not see it is told.
        width: on screen, in pixels.
        signed: whether zero lies between two colours.
        limit: the distance from 0 that is drawn darkest; None for the largest in `values`.
        frame: row and column of the part, and its side or its rows and columns, in cells; it may reach outside.
        height: on screen, in pixels; by default so that cells are square.
        off: (rows, columns) bool, True for cells that are hatched.
        marks: (rows, columns) bool, True for cells that get a dot.
        blocks: side of blocks that are parted by lines, and where the first one begins, in cells: 0 or less.
        over: HTML that lies over it, and belongs to it where it is saved as a figure.
    """
    rows, columns = values.shape
    darkest = limit or max(float(np.abs(values).max()), 1e-12)
    tall = height or round(width * rows / columns)
    parts = [_masked(values, darkest, colours.FOR if signed else colours.INK)]
    if signed:
        parts.append(_masked(-values, darkest, colours.AGAINST))
    if off is not None:
        parts.append(_masked(off.astype(float), 1.0, _HATCH))
    if blocks is not None:
        parts.append(_block_lines(rows, columns, *blocks))
    if marks is not None:
        parts.append(_masked(np.kron(marks, _DOT), 1.0, colours.MARK))
    if frame is not None:
        top, left, down, across = frame if len(frame) == 4 else (*frame, frame[2])
        corner = f"left: {100 * left / columns}%; top: {100 * top / rows}%;"
        extent = f"width: {100 * across / columns}%; height: {100 * down / rows}%;"
        parts.append(
            f'<div style="position: absolute; {corner} {extent} box-sizing: content-box; margin: -2px; '
            f'border: 2px solid {colours.TEXT}; outline: 1px solid {colours.PAPER}"></div>'
        )
    parts.append(over)
    return (
        f'<div role="img" aria-label="{html.escape(label, quote=True)}" style="position: relative; width: {width}px; '
        f'max-width: 100%; height: {tall}px; border: 1px solid {colours.LINE}; overflow: hidden">{"".join(parts)}</div>'
    )


def _masked(values: np.ndarray, darkest: float, ink: str) -> str:
    shares = np.minimum(np.fmax(values / darkest, 0), 1)  # of NaN: 0
    shades = np.rint(shares * plotly_figures.FULL_INK).astype(np.uint8)
    mask = f"url({plotly_figures.ink_mask(shades)}) 0 0 / 100% 100%"
    return (
        f'<div style="position: absolute; inset: 0; image-rendering: pixelated; background: {ink}; mask: {mask}"></div>'
    )


def _block_lines(rows: int, columns: int, side: int, first: int) -> str:
    """Return a line before each block but those at the edge."""
    line = f"position: absolute; opacity: 0.7; background: {colours.LINE};"
    across = [f"{line} left: 0; right: 0; height: 1px; top: {100 * row / rows}%" for row in range(first, rows, side)]
    down = [
        f"{line} top: 0; bottom: 0; width: 1px; left: {100 * column / columns}%"
        for column in range(first, columns, side)
    ]
    return "".join(f'<div style="{style}"></div>' for style in (*across[1:], *down[1:]))


def scale_bar(limit: float, *, signed: bool) -> str:
    """Return the bar that tells which number a colour stands for, as wide as there is room.

    Args:
        limit: the distance from 0 that is darkest.
        signed: whether zero lies between two colours.
    """
    stops = [
        f"light-dark({light}, {dark})"
        for light, dark in zip(*(colours.DIVERGING if signed else colours.SEQUENTIAL), strict=True)
    ]
    ends = [-limit, 0.0, limit] if signed else [0.0, limit / 2, limit]
    texts = "".join(f"<span>{_short(end)}</span>" for end in ends)
    return (
        f'<div class="scale-bar" style="max-width: {BAR_WIDTH}px; font-size: 0.75rem; '
        'font-variant-numeric: tabular-nums">'
        f'<div style="height: 8px; border: 1px solid {colours.LINE}; background: linear-gradient(to right, '
        f'{", ".join(stops)})"></div>'
        f'<div style="display: flex; justify-content: space-between">{texts}</div></div>'
    )


def _short(value: float) -> str:
    text = f"{value:.3g}" if 0.001 <= abs(value) < 1000 or value == 0 else f"{value:.1e}"
    return text.replace("-", "\N{MINUS SIGN}")


_HATCH = f"repeating-linear-gradient(45deg, {colours.PAPER} 0 4px, {colours.LINE} 4px 5px)"
_DOT = np.pad(np.ones((4, 4)), 3)  # of a cell
_DOT[[3, 3, 6, 6], [3, 6, 3, 6]] = 0.5
