"""Maps over the digit's outline, as a Plotly figure that can be clicked and as HTML. No Streamlit."""

from __future__ import annotations

import numpy as np

from core.inference.attribution.attribution import Attribution
from core.inference.forward_trace import NOTHING, max_abs
from pages.ui import array_html, colours, plotly_figures
from pages.ui.charts.picture import Picture
from pages.ui.plotly_figures import DIVERGING_SCALE, PAPER, TEXT, as_picture, cell_frame

SIDE = 28  # pixels of the picture
WIDTH = 252  # of a map on screen
_INK = 128  # a byte from which on a pixel lies within the outline
_FINE = 9  # parts of a pixel in an outline's own picture: one is as wide as its line
_STEPS = 127
_MARGIN = 3  # a frame round a square at the edge is as wide as the paper that is left here


def outline(image: np.ndarray) -> np.ndarray:
    """Return the borders between ink and paper as lines between pixels' corners, (n, 4) int: x0, y0, x1, y1."""
    is_ink = np.pad(image >= _INK, 1)
    upright = [(x, y, x, y + 1) for y, x in np.argwhere(is_ink[1:-1, 1:] != is_ink[1:-1, :-1]).tolist()]
    level = [(x, y, x + 1, y) for y, x in np.argwhere(is_ink[1:, 1:-1] != is_ink[:-1, 1:-1]).tolist()]
    return np.array([*upright, *level], int).reshape(-1, 4)


def falls_figure(falls: np.ndarray, image: np.ndarray, *, square: int, stride: int, at: tuple[int, int]) -> Picture:
    """Draw occlusion's map; a click selects a point, whose customdata counts squares along the rows.

    Args:
        falls: (n, n), of each square.
        image: (28, 28) uint8, whose outline is drawn.
        square: its side in pixels.
        stride: pixels from one to the next.
        at: row and column, among the squares, of the one that gets a frame.
    """
    count = len(falls)
    centres = np.arange(count) * stride + (square - 1) / 2
    shades = np.rint(np.clip(falls / max_abs(falls), -1, 1) * _STEPS).astype(np.int8)
    heat = dict(
        type="heatmap",
        z=shades,
        x=centres,
        y=centres,
        zmin=-_STEPS,
        zmax=_STEPS,
        colorscale=DIVERGING_SCALE,
        showscale=False,
        hoverinfo="skip",
    )
    places = np.arange(falls.size)
    points = dict(
        type="scatter",
        x=centres[places % count],
        y=centres[places // count],
        customdata=places.tolist(),
        text=[
            f"row {row * stride}, column {column * stride}: {falls[row, column]:.2f}"
            for row, column in np.ndindex(*falls.shape)
        ],
        mode="markers",
        cliponaxis=False,
        marker={"symbol": "square", "size": stride * WIDTH / SIDE, "opacity": 0, "maxdisplayed": 1},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        hovertemplate="%{text}<extra></extra>",
    )
    lines = outline(image) - 0.5
    gaps = np.full(len(lines), np.nan)
    border = dict(
        type="scatter",
        x=np.stack([lines[:, 0], lines[:, 2], gaps], axis=1).ravel(),
        y=np.stack([lines[:, 1], lines[:, 3], gaps], axis=1).ravel(),
        mode="lines",
        line={"color": TEXT, "width": 1},
        opacity=0.6,
        hoverinfo="skip",
    )
    top, left = (place * stride for place in at)
    frames = [
        cell_frame(0, 0, SIDE, SIDE, width=1, opacity=0.4),
        cell_frame(top, left, square, square, width=4, color=PAPER),
        cell_frame(top, left, square, square, width=2),
    ]
    height = WIDTH + 2 * _MARGIN
    return as_picture([heat, points, border], SIDE, SIDE, height=height, frames=frames, margin=_MARGIN)


def over_outline(found: Attribution, image: np.ndarray, label: str, *, width: int) -> str:
    """Return a map as HTML in the size of the picture, whose outline lies over it; `label` is what is told of it."""
    return array_html.picture(
        found.values,
        label,
        width=width,
        height=width,
        signed=found.is_signed,
        limit=max_abs(found.values),
        over=_outline_html(image),
    )


def scale_html(found: Attribution) -> str:
    """Return the bar that tells which number a colour of a map stands for; nothing where all of it is 0."""
    limit = max_abs(found.values)
    return array_html.scale_bar(limit, signed=found.is_signed) if limit > NOTHING else ""


def _outline_html(image: np.ndarray) -> str:
    fine = np.zeros((SIDE * _FINE, SIDE * _FINE), np.uint8)
    last = SIDE * _FINE - 1
    for x0, y0, x1, y1 in (outline(image) * _FINE).clip(0, last).tolist():
        fine[y0 : y1 + 1, x0 : x1 + 1] = 255
    mask = f"url({plotly_figures.ink_mask(fine)}) 0 0 / 100% 100%"
    return (
        f'<div aria-hidden="true" style="position: absolute; inset: 0; opacity: 0.6; background: {colours.TEXT}; '
        f'mask: {mask}; pointer-events: none"></div>'
    )
