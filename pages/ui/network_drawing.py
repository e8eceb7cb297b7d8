"""A network as a drawing: a box to scale for every picture that a layer gives, a bar for every row of values.

Plain HTML with lengths in pixels, for Streamlit's HTML element leaves SVG out. It wraps, so that thirty layers fit on a
phone.
"""

from __future__ import annotations

import html
import math
from collections.abc import Sequence

import streamlit as st

from models.draft.draft import Draft
from models.draft.review import Review
from models.layer_table import LayerRow
from models.layers import LAYER_KINDS, Shape
from pages.text.network import Drawing, values_text
from pages.ui.colours import PAPER, TEXT, WARNING

_ARROW = 22  # pixels on screen, as the others: what stands behind a box
_PER_ROW = 2.3  # of a picture's height
_PER_DOUBLING = 3.5  # of maps: to the right, and 0.6 of it up
_RISE = 0.6
_BAR_WIDTH, _BAR_PER_DOUBLING = 9.0, 6.0
_HEIGHT = 28 * _PER_ROW + _RISE * 9 * _PER_DOUBLING + 4  # of the largest: 512 maps of 28 x 28

_FILL = {"plane": f"color-mix(in srgb, {TEXT} 7%, {PAPER})", "front": f"color-mix(in srgb, {TEXT} 16%, {PAPER})"}


def show(draft: Draft, review: Review) -> None:
    """Draw a network, as far as it fits."""
    st.html(picture(draft.input_shape, review))
    st.caption(Drawing.CAPTION)


def picture(input_shape: Shape, review: Review) -> str:
    """Return the drawing as HTML; its accessible name is the shapes in words.

    Args:
        input_shape: of the network.
        review: its rows are drawn up to the first that does not fit; that one is a dashed outline.
    """
    rows = [row.row for row in review.rows if row.row is not None]
    misfit = review.rows[len(rows)].text if len(rows) < len(review.rows) else ""
    boxes = [(_shape(shape), _names(values_text(shape), texts)) for shape, texts in _boxes(input_shape, rows)]
    if misfit:
        boxes.append((_unknown(), _names(misfit, (Drawing.UNKNOWN,), colour=WARNING)))
    stages = [_stage(drawn, names, is_last=index == len(boxes) - 1) for index, (drawn, names) in enumerate(boxes)]
    label = html.escape(Drawing.alt(input_shape, rows, misfit), quote=True)
    return (
        f'<div role="img" aria-label="{label}" style="display: flex; flex-wrap: wrap; row-gap: 0.6rem; color: {TEXT}; '
        f'font-size: 0.75rem; line-height: 1.3; font-variant-numeric: tabular-nums">{"".join(stages)}</div>'
    )


def _boxes(input_shape: Shape, rows: Sequence[LayerRow]) -> list[tuple[Shape, list[str]]]:
    """Return each shape that is drawn, with the layers that gave it."""
    boxes = [(input_shape, [Drawing.INPUT])]
    for row in rows:
        if LAYER_KINDS[row.kind].is_elementwise:
            boxes[-1][1].append(Drawing.after(row.text))
        else:
            boxes.append((row.output_shape, [row.text]))
    return boxes


def _stage(drawn: str, names: str, *, is_last: bool) -> str:
    """Return a box with its names and the arrow to the next one, which also ends a row that is followed by another."""
    style = f"position: absolute; right: 5px; top: {_HEIGHT / 2:.0f}px; transform: translateY(-50%); font-size: 1rem"
    arrow = "" if is_last else f'<div style="{style}">\N{RIGHTWARDS ARROW}</div>'
    return (
        f'<div aria-hidden="true" style="position: relative; flex: none; min-width: 4.9rem">{drawn}{arrow}{names}</div>'
    )


def _names(size: str, texts: Sequence[str], *, colour: str = "inherit") -> str:
    lines = "".join(f"<div>{html.escape(text)}</div>" for text in texts)
    return (
        '<div style="padding: 0.25rem 0.3rem 0 0; overflow-wrap: break-word">'
        f'<div style="font-weight: 600; white-space: nowrap; color: {colour}">{html.escape(size)}</div>'
        f'<div style="width: 0; min-width: 100%">{lines}</div></div>'  # they wrap, and make no box wider
    )


def _shape(shape: Shape) -> str:
    if len(shape) == 1:
        return _drawn(_bar(shape[0]), _BAR_WIDTH)
    side, depth = shape[0] * _PER_ROW, math.log2(shape[2]) * _PER_DOUBLING
    return _drawn(_planes(side, depth, shape[2]), side + depth)


def _planes(side: float, depth: float, maps: int) -> str:
    """Return the maps of a picture, the first one in front; there is one more for each doubling."""
    behind = math.ceil(math.log2(maps))
    top = (_HEIGHT - side + _RISE * depth) / 2
    drawn = []
    for plane in range(behind, -1, -1):
        away = depth * plane / behind if behind else 0.0
        fill = _FILL["plane" if plane else "front"]
        drawn.append(_rectangle(away, top - _RISE * away, side, side, f"background: {fill}"))
    return "".join(drawn)


def _bar(values: int) -> str:
    """Return a row of values, upright, with a cut for each doubling."""
    length = (math.log2(values) + 1) * _BAR_PER_DOUBLING
    cuts = f"repeating-linear-gradient(0deg, transparent 0 {_BAR_PER_DOUBLING - 1}px, "
    cuts += f"color-mix(in srgb, {TEXT} 45%, transparent) 0 {_BAR_PER_DOUBLING}px)"
    return _rectangle(0, (_HEIGHT - length) / 2, _BAR_WIDTH, length, f"background: {cuts}, {_FILL['front']}")


def _unknown() -> str:
    side = 14 * _PER_ROW
    outline = _rectangle(0, (_HEIGHT - side) / 2, side, side, f"border: 2px dashed {WARNING}")
    return _drawn(outline, side)


def _rectangle(left: float, top: float, width: float, height: float, look: str) -> str:
    return (
        f'<div style="position: absolute; left: {left:.1f}px; top: {top:.1f}px; width: {width:.1f}px; '
        f'height: {height:.1f}px; box-sizing: border-box; border: 1px solid {TEXT}; {look}"></div>'
    )


def _drawn(rectangles: str, width: float) -> str:
    """Return what stands above a stage's names: its rectangles, and room for an arrow."""
    return f'<div style="position: relative; width: {width + _ARROW:.0f}px; height: {_HEIGHT:.0f}px">{rectangles}</div>'
